// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/Blinding.h"

#include "core/labelling/Blind.h"
#include "core/labelling/Settle.h"
#include "core/store/CaseStore.h"
#include "core/store/LabelStore.h"
#include "core/workflow/SettleLabels.h"

namespace casebench {

bool judgesFirst(const Actor& actor)
{
    return actor.role == Role::Investigator;
}

Result<std::vector<std::uint8_t>> ownVerdicts(Project& project, std::string_view person)
{
    CB_TRY(const std::size_t rows, CaseStore(project).rowCount());
    CB_TRY(const auto events, LabelStore(project).eventsBy(person));
    std::vector<std::uint8_t> own(rows, 0);
    for (const LabelEvent* event : standingEvents(events)) {
        if (event->row < rows)
            own[event->row] = 1;
    }
    return own;
}

Result<void> requireOwnVerdicts(Project& project, const Actor& actor, std::span<const std::string> caseIds)
{
    if (!judgesFirst(actor))
        return {};
    for (const std::string& caseId : caseIds) {
        CB_TRY(const CaseRow row, findCase(project, caseId));
        CB_TRY(const auto events, LabelStore(project).eventsFor(actor.name, row));
        if (!hasDecided(events, actor.name))
            return Error { ErrorCode::Refused,
                           "What the model thinks of this case is hidden from " + actor.name
                               + " until the own verdict is given.",
                           caseId, "blind", "Give it with \"label\"; then ask again." };
    }
    return {};
}

} // namespace casebench
