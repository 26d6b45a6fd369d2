// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labelling/Queue.h"

#include "core/base/Contract.h"
#include "core/base/Random.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace casebench {

namespace {

constexpr std::uint64_t kSecondPurpose = 0x5ec0d; // other draws than those of the audit slice
constexpr std::uint64_t kTurnPurpose = 0x7a2e;

bool marked(std::span<const std::uint8_t> marks, std::size_t row)
{
    return row < marks.size() && marks[row] != 0;
}

bool isDrawnForSecond(std::string_view id, std::uint64_t seed)
{
    constexpr std::uint64_t kSteps = 10'000;
    return Random::forPurpose(seed ^ kSecondPurpose, id).next() % kSteps
        < static_cast<std::uint64_t>(kSecondShare * kSteps);
}

/// Sorts one case under its first kind.
class Sorter
{
public:
    Sorter(const QueueInput& input, std::span<const QueueKind> kinds)
        : m_input(input)
        , m_kinds(kinds)
        , m_audit(input.cases.size(), 0)
    {
        for (const CaseRow row : auditSlice(input.ids, input.times, input.auditSeed))
            m_audit[row] = 1;
    }

    [[nodiscard]] std::optional<QueueEntry> sort(CaseRow row) const
    {
        if (marked(m_input.own, row)) {
            const auto back = m_input.returned.find(row);
            return back == m_input.returned.end() ? std::nullopt
                                                  : entry(row, QueueKind::Returned, back->second, 4);
        }
        if (marked(m_input.heldByOthers, row))
            return std::nullopt;
        const SettledCase& settled = m_input.cases[row];
        const bool sealed = marked(m_input.sealed, row);
        if (settled.state == CaseState::Disputed && !sealed)
            return entry(row, QueueKind::Disputed,
                         settled.persons > 1 ? "verdicts differ" : "marked as disputed", 3);
        if (settled.state == CaseState::Alleged)
            return undecided(row);
        if (marked(m_input.suspected, row))
            return entry(row, QueueKind::Noise, "a second look is wanted", 1);
        const bool unclear = settled.state == CaseState::Disputed || settled.state == CaseState::Unresolvable;
        if (sealed && (unclear || isDrawnForSecond(m_input.ids[row], m_input.auditSeed)))
            return entry(row, QueueKind::Second, "a second look is wanted", 1);
        return std::nullopt;
    }

private:
    [[nodiscard]] std::optional<QueueEntry> undecided(CaseRow row) const
    {
        const auto answer = m_input.newAnswers.find(row);
        if (answer != m_input.newAnswers.end() && wanted(QueueKind::Drifted))
            return entry(row, QueueKind::Drifted, answer->second, 2);

        const struct
        {
            QueueKind kind;
            bool holds;
        } routine[] = { { QueueKind::Audit, m_audit[row] != 0 },
                        { QueueKind::Uncertain, marked(m_input.uncertain, row) },
                        { QueueKind::Drifted, marked(m_input.outside, row) },
                        { QueueKind::Flagged, marked(m_input.flagged, row) } };

        for (const auto& reason : routine) {
            if (reason.holds && wanted(reason.kind))
                return entry(row, reason.kind, std::string(kRoutineReason), 0);
        }
        return std::nullopt;
    }

    [[nodiscard]] bool wanted(QueueKind kind) const
    {
        return m_kinds.empty() || std::ranges::find(m_kinds, kind) != m_kinds.end();
    }

    [[nodiscard]] std::optional<QueueEntry>
    entry(CaseRow row, QueueKind kind, std::string reason, double priority) const
    {
        if (!wanted(kind))
            return std::nullopt;
        const bool own = m_input.persons <= 1
            || turnOf(m_input.ids[row], m_input.auditSeed, m_input.persons, m_input.day) == m_input.person;
        return QueueEntry { row, kind, std::move(reason), priority, own };
    }

    const QueueInput& m_input;
    std::span<const QueueKind> m_kinds;
    std::vector<std::uint8_t> m_audit;
};

} // namespace

std::vector<CaseRow>
auditSlice(std::span<const std::string> ids, std::span<const Instant> times, std::uint64_t seed)
{
    struct Ticket
    {
        std::uint64_t draw;
        CaseRow row;
    };

    std::map<MonthIndex, std::vector<Ticket>> months;
    for (std::size_t row = 0; row < ids.size(); ++row) {
        const MonthIndex month = times.empty() || times[row] == kNoTime ? 0 : monthOf(times[row]);
        months[month].push_back({ Random::forPurpose(seed, ids[row]).next(), static_cast<CaseRow>(row) });
    }
    std::vector<CaseRow> slice;
    for (auto& [month, tickets] : months) {
        std::ranges::sort(tickets, {}, &Ticket::draw);
        const auto wanted =
            std::max(kAuditMinimumPerMonth,
                     static_cast<std::size_t>(std::ceil(kAuditShare * static_cast<double>(tickets.size()))));
        for (std::size_t i = 0; i < std::min(wanted, tickets.size()); ++i)
            slice.push_back(tickets[i].row);
    }
    std::ranges::sort(slice);
    return slice;
}

std::size_t turnOf(std::string_view caseId, std::uint64_t seed, std::size_t persons, std::int64_t day)
{
    expects(persons > 0, "a rotation over nobody");
    const std::uint64_t draw = Random::forPurpose(seed ^ kTurnPurpose, caseId).next();
    return static_cast<std::size_t>((draw + static_cast<std::uint64_t>(day)) % persons);
}

std::vector<QueueEntry> buildQueue(const QueueInput& input, std::span<const QueueKind> kinds)
{
    const Sorter sorter(input, kinds);
    std::vector<QueueEntry> queue;
    for (std::size_t row = 0; row < input.cases.size(); ++row) {
        if (auto entry = sorter.sort(static_cast<CaseRow>(row)))
            queue.push_back(std::move(*entry));
    }
    const auto time = [&](const QueueEntry& entry) {
        return input.times.empty() ? kNoTime : input.times[entry.row];
    };
    std::ranges::stable_sort(queue, [&](const QueueEntry& a, const QueueEntry& b) {
        if (a.priority != b.priority)
            return a.priority > b.priority;
        return a.ownShare != b.ownShare ? a.ownShare : time(a) < time(b);
    });
    return queue;
}

} // namespace casebench
