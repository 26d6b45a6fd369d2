// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labelling/Queue.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace casebench {

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

std::vector<QueueEntry> buildQueue(const QueueInput& input, std::span<const QueueKind> kinds)
{
    const auto wanted = [&](QueueKind kind) {
        return kinds.empty() || std::ranges::find(kinds, kind) != kinds.end();
    };
    std::vector<std::uint8_t> audit(input.cases.size(), 0);
    if (wanted(QueueKind::Audit)) {
        for (const CaseRow row : auditSlice(input.ids, input.times, input.auditSeed))
            audit[row] = 1;
    }
    std::vector<QueueEntry> queue;
    for (std::size_t row = 0; row < input.cases.size(); ++row) {
        const SettledCase& settled = input.cases[row];
        const auto at = static_cast<CaseRow>(row);
        if (settled.state == CaseState::Disputed) {
            if (wanted(QueueKind::Disputed))
                queue.push_back({ at, QueueKind::Disputed,
                                  settled.persons > 1 ? "verdicts differ" : "marked as disputed", 2 });
        } else if (settled.state == CaseState::Alleged && audit[row] != 0) {
            queue.push_back({ at, QueueKind::Audit, "routine", 1 });
        } else if (settled.state == CaseState::Alleged && !input.flagged.empty() && input.flagged[row] != 0
                   && wanted(QueueKind::Flagged)) {
            queue.push_back({ at, QueueKind::Flagged, "routine", 0 });
        }
    }
    const auto time = [&](const QueueEntry& entry) {
        return input.times.empty() ? kNoTime : input.times[entry.row];
    };
    std::ranges::stable_sort(queue, [&](const QueueEntry& a, const QueueEntry& b) {
        return a.priority != b.priority ? a.priority > b.priority : time(a) < time(b);
    });
    return queue;
}

} // namespace casebench
