// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labelling/Blind.h"

#include "core/labelling/Settle.h"

#include <algorithm>
#include <set>

namespace casebench {

int personsDecided(std::span<const LabelEvent> caseEvents)
{
    std::set<std::string_view> persons;
    for (const LabelEvent* event : standingEvents(caseEvents)) {
        if (event->origin != LabelOrigin::Adjudication)
            persons.insert(event->person);
    }
    return static_cast<int>(persons.size());
}

bool isOpenToAll(std::span<const LabelEvent> caseEvents)
{
    const auto standing = standingEvents(caseEvents);
    const bool settled = std::ranges::any_of(
        standing, [](const LabelEvent* event) { return event->origin == LabelOrigin::Adjudication; });
    return settled || personsDecided(caseEvents) >= 2;
}

bool hasDecided(std::span<const LabelEvent> caseEvents, std::string_view person)
{
    return std::ranges::any_of(standingEvents(caseEvents),
                               [&](const LabelEvent* event) { return event->person == person; });
}

} // namespace casebench
