// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labelling/VerdictTable.h"

#include "core/labelling/Settle.h"

#include <algorithm>
#include <map>

namespace casebench {

std::uint8_t VerdictTable::categoryOf(Verdict verdict) const
{
    return static_cast<std::uint8_t>(std::ranges::find(categories, verdict) - categories.begin());
}

VerdictTable verdictTable(std::span<const LabelEvent> events)
{
    std::map<std::pair<CaseRow, std::string_view>, const LabelEvent*> latest;
    for (const LabelEvent* event : standingEvents(events)) {
        if (event->origin == LabelOrigin::Person || event->origin == LabelOrigin::Imported)
            latest[{ event->row, event->person }] = event;
    }
    VerdictTable table;
    for (const auto& [key, event] : latest) {
        table.people.push_back(event->person);
        table.categories.push_back(event->verdict);
    }
    const auto distinct = [](auto& values) {
        std::ranges::sort(values);
        const auto rest = std::ranges::unique(values);
        values.erase(rest.begin(), rest.end());
    };
    distinct(table.people);
    distinct(table.categories);
    for (const auto& [key, event] : latest) {
        if (table.cases.empty() || table.cases.back() != event->row)
            table.cases.push_back(event->row);
        const auto person = std::ranges::lower_bound(table.people, event->person) - table.people.begin();
        table.verdicts.push_back({ static_cast<std::uint32_t>(table.cases.size() - 1),
                                   static_cast<std::uint32_t>(person), event->verdict, event->reason,
                                   event->decidedAt });
    }
    return table;
}

} // namespace casebench
