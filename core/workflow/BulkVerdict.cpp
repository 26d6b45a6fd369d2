// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/BulkVerdict.h"

#include "core/store/LabelStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/LookAtCases.h"

#include <map>

namespace casebench {

Result<BulkPreview>
previewBulk(Project& project, const Actor& actor, std::string_view where, Verdict verdict, Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    CB_TRY(const auto view, loadCaseView(project, actor, progress));
    CB_TRY(const auto positions, filterCases(*view, where));
    CB_TRY(const auto own, LabelStore(project).eventsBy(actor.name));
    std::map<CaseRow, Verdict> said;
    for (const LabelEvent* event : standingEvents(own))
        said[event->row] = event->verdict;
    BulkPreview preview;
    for (const std::uint32_t position : positions) {
        const auto known = said.find(view->table->rows[position]);
        if (known != said.end() && known->second == verdict) {
            ++preview.same;
            continue;
        }
        preview.changed += known != said.end() ? 1 : 0;
        preview.caseIds.push_back(view->table->ids[position]);
    }
    return preview;
}

} // namespace casebench
