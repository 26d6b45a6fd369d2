// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/BulkVerdict.h"

#include "core/store/CaseStore.h"
#include "core/store/LabelStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/BrowseCases.h"
#include "core/workflow/SettleLabels.h"

#include <map>

namespace casebench {

Result<BulkPreview>
previewBulk(Project& project, const Actor& actor, std::string_view where, Verdict verdict, Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    CB_TRY(const CaseListerPtr lister, openCaseLister(project, actor));
    CB_TRY(const std::vector<CaseRow> rows,
           lister->list(project, CaseQuery { .where = std::string(where) }, progress));
    CB_TRY(const auto ids, CaseStore(project).ids());
    CB_TRY(const auto own, LabelStore(project).eventsBy(actor.name));
    std::map<CaseRow, Verdict> said;
    for (const LabelEvent* event : standingEvents(own))
        said[event->row] = event->verdict;
    BulkPreview preview;
    for (const CaseRow row : rows) {
        const auto known = said.find(row);
        if (known != said.end() && known->second == verdict) {
            ++preview.same;
            continue;
        }
        preview.changed += known != said.end() ? 1 : 0;
        preview.caseIds.push_back(ids[row]);
    }
    return preview;
}

} // namespace casebench
