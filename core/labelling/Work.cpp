// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labelling/Work.h"

#include "core/labelling/Settle.h"
#include "core/stats/Contingency.h"
#include "core/stats/Descriptive.h"

#include <algorithm>
#include <map>

namespace casebench {

namespace {

/// What stands on one case, as seen from one person.
struct Views
{
    const LabelEvent* own = nullptr;
    const LabelEvent* settling = nullptr;
    std::map<std::string_view, const LabelEvent*> others {};

    void add(const LabelEvent& event, std::string_view person)
    {
        if (event.origin == LabelOrigin::Adjudication)
            settling = &event;
        else if (event.person == person)
            own = &event;
        else
            others[event.person] = &event;
    }

    /// Whoever saw it otherwise; a third person's word counts before all others.
    [[nodiscard]] const LabelEvent* against() const
    {
        if (settling != nullptr)
            return settling->verdict == own->verdict ? nullptr : settling;
        for (const auto& [name, event] : others) {
            if (event->verdict != own->verdict)
                return event;
        }
        return nullptr;
    }
};

void measurePace(const std::vector<Instant>& recorded, WorkRecord& work)
{
    std::vector<double> gaps;
    for (std::size_t i = 1; i < recorded.size(); ++i) {
        const Instant gap = recorded[i] - recorded[i - 1];
        if (gap > 0 && gap <= kBreakAfter)
            gaps.push_back(static_cast<double>(gap) / static_cast<double>(kMicrosPerSecond));
    }
    work.pace = static_cast<std::int64_t>(gaps.size());
    if (!gaps.empty())
        work.secondsPerCase = quantile(gaps, 0.5);
}

} // namespace

WorkRecord workOf(std::span<const LabelEvent> events, std::string_view person, Instant dayBegin)
{
    WorkRecord work;
    std::map<CaseRow, Views> cases;
    std::vector<Instant> recorded;
    for (const LabelEvent* event : standingEvents(events)) {
        cases[event->row].add(*event, person);
        if (event->person == person && event->origin == LabelOrigin::Person && event->recordedAt >= dayBegin)
            recorded.push_back(event->recordedAt);
    }
    work.today = static_cast<std::int64_t>(recorded.size());
    measurePace(recorded, work);
    std::int64_t compared = 0;
    std::int64_t same = 0;
    std::vector<const LabelEvent*> order;
    for (const auto& [row, views] : cases) {
        if (views.own == nullptr)
            continue;
        ++work.total;
        for (const auto& [name, other] : views.others) {
            ++compared;
            same += other->verdict == views.own->verdict ? 1 : 0;
        }
        if (views.against() != nullptr)
            order.push_back(views.own);
    }
    std::ranges::sort(order, std::ranges::greater {}, [](const LabelEvent* own) { return own->seq; });
    for (const LabelEvent* own : order) {
        const LabelEvent* other = cases[own->row].against();
        work.overruled.push_back({ own->row, own->verdict, other->verdict, other->person, other->reason,
                                   other->origin == LabelOrigin::Adjudication });
    }
    if (compared > 0)
        work.agreement = wilsonInterval(same, compared);
    return work;
}

} // namespace casebench
