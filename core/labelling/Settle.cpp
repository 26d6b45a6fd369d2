// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labelling/Settle.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace casebench {

namespace {

/// Standing verdicts of one case; a person's later verdict replaces the earlier one.
class Verdicts
{
public:
    /// As new, its memory kept.
    void clear()
    {
        m_perPerson.clear();
        m_adjudication = m_latest = nullptr;
    }

    void add(const LabelEvent& event)
    {
        m_latest = &event;
        if (event.origin == LabelOrigin::Adjudication) {
            m_adjudication = &event;
            return;
        }
        for (const LabelEvent*& known : m_perPerson) {
            if (known->person == event.person) {
                known = &event;
                return;
            }
        }
        m_perPerson.push_back(&event);
    }

    [[nodiscard]] SettledCase settle(LabelPolicy policy) const
    {
        SettledCase settled;
        settled.persons = static_cast<int>(m_perPerson.size());
        const LabelEvent* deciding = m_adjudication;
        if (deciding == nullptr)
            deciding = policy == LabelPolicy::Latest ? m_latest
                : policy == LabelPolicy::Majority    ? majority()
                                                     : agreement();
        settled.state = state(deciding);
        settled.confidence = confidence(deciding);
        if (deciding != nullptr
            && (deciding->verdict == Verdict::Scam || deciding->verdict == Verdict::NotScam)) {
            settled.truth = deciding->verdict == Verdict::Scam ? kPositive : kNegative;
            settled.decidedAt = deciding->decidedAt;
            settled.audited = std::ranges::any_of(
                                  m_perPerson, [](const LabelEvent* e) { return e->reason == kAuditReason; })
                || deciding->reason == kAuditReason;
        }
        return settled;
    }

private:
    [[nodiscard]] const LabelEvent* agreement() const
    {
        const LabelEvent* last = nullptr;
        for (const LabelEvent* event : m_perPerson) {
            if (last != nullptr && last->verdict != event->verdict)
                return nullptr;
            last = event;
        }
        return last;
    }

    [[nodiscard]] const LabelEvent* majority() const
    {
        int balance = 0;
        const LabelEvent* last[2] = { nullptr, nullptr };
        for (const LabelEvent* event : m_perPerson) {
            if (event->verdict != Verdict::Scam && event->verdict != Verdict::NotScam)
                continue;
            const bool scam = event->verdict == Verdict::Scam;
            balance += scam ? 1 : -1;
            last[scam ? 1 : 0] = event;
        }
        if (last[0] == nullptr && last[1] == nullptr)
            return agreement(); // nobody said either: all may agree that it cannot be resolved
        return balance == 0 ? nullptr : last[balance > 0 ? 1 : 0];
    }

    /// Who settled it speaks alone; else everybody who said the same.
    [[nodiscard]] double confidence(const LabelEvent* deciding) const
    {
        if (deciding == nullptr || deciding->origin == LabelOrigin::Adjudication)
            return deciding == nullptr ? std::nan("") : deciding->confidence;
        double sum = 0;
        int given = 0;
        for (const LabelEvent* event : m_perPerson) {
            if (event->verdict == deciding->verdict && !std::isnan(event->confidence)) {
                sum += event->confidence;
                ++given;
            }
        }
        return given == 0 ? std::nan("") : sum / given;
    }

    [[nodiscard]] CaseState state(const LabelEvent* deciding) const
    {
        if (deciding == nullptr)
            return m_perPerson.empty() ? CaseState::Alleged : CaseState::Disputed;
        switch (deciding->verdict) {
        case Verdict::Scam:
            return CaseState::Confirmed;
        case Verdict::NotScam:
            return CaseState::NotScam;
        case Verdict::Disputed:
            return CaseState::Disputed;
        case Verdict::Unresolvable:
            break;
        }
        return CaseState::Unresolvable;
    }

    std::vector<const LabelEvent*> m_perPerson; // latest of each, in order of their first verdict
    const LabelEvent* m_adjudication = nullptr;
    const LabelEvent* m_latest = nullptr;
};

} // namespace

std::vector<const LabelEvent*> standingEvents(std::span<const LabelEvent> events, Instant asOf)
{
    // From the newest back: an event stands unless a standing, later one takes it back.
    std::vector<const LabelEvent*> standing;
    std::unordered_map<std::int64_t, bool> takenBack;
    for (auto at = events.rbegin(); at != events.rend(); ++at) {
        if ((asOf != kNoTime && at->recordedAt > asOf) || (!takenBack.empty() && takenBack.contains(at->seq)))
            continue;
        if (at->retracts != 0)
            takenBack[at->retracts] = true;
        else
            standing.push_back(&*at);
    }
    std::ranges::reverse(standing);
    return standing;
}

std::vector<SettledCase> settleLabels(std::span<const LabelEvent> events,
                                      std::size_t rowCount,
                                      LabelPolicy policy,
                                      Instant asOf,
                                      std::span<const Code> complaints)
{
    std::vector<SettledCase> settled(rowCount);
    // Case by case, each in the order of recording: imported labels come that way already.
    std::vector<const LabelEvent*> standing = standingEvents(events, asOf);
    const auto rowOf = [](const LabelEvent* event) { return event->row; };
    if (!std::ranges::is_sorted(standing, {}, rowOf))
        std::ranges::stable_sort(standing, {}, rowOf);
    Verdicts verdicts;
    for (std::size_t i = 0; i < standing.size();) {
        const CaseRow row = standing[i]->row;
        verdicts.clear();
        for (; i < standing.size() && standing[i]->row == row; ++i)
            verdicts.add(*standing[i]);
        if (row < rowCount)
            settled[row] = verdicts.settle(policy);
    }
    if (policy == LabelPolicy::Complaints) {
        for (std::size_t row = 0; row < rowCount; ++row) {
            const Code said = complaints.empty() ? kYesCode : complaints[row];
            settled[row].truth = said == kYesCode ? kPositive : said == kNoCode ? kNegative : kUndecided;
        }
    }
    return settled;
}

} // namespace casebench
