// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/WatchDrift.h"

#include "core/drift/Scan.h"
#include "core/monitoring/DomainClassifier.h"
#include "core/monitoring/Suspects.h"
#include "core/store/CaseStore.h"
#include "core/workflow/ScorerOfRun.h"
#include "core/workflow/TakeSnapshot.h"

namespace casebench {

Result<CaseTablePtr> casesBetween(Project& project, Instant from, Instant to, Progress& progress)
{
    CB_TRY(const CaseTablePtr all, CaseStore(project).loadTable({}, progress));
    const Column* times = all->timeColumn();
    if (times == nullptr)
        return Error { ErrorCode::InvalidInput,
                       "There is no time field to choose a window by.",
                       {},
                       {},
                       "Give a field the role time, or name a snapshot." };
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < all->rowCount(); ++row) {
        const Instant time = times->times()[row];
        if (time != kNoTime && (from == kNoTime || time >= from) && (to == kNoTime || time < to))
            rows.push_back(row);
    }
    return all->select(rows);
}

Result<DriftReport> driftOfWindow(Project& project, const DriftRequest& request, Progress& progress)
{
    CB_TRY(const LoadedRun loaded, loadRun(project, request.run));
    CB_TRY(const SnapshotData reference,
           loadSnapshot(project, std::to_string(loaded.run.snapshotId), progress));
    CaseTablePtr window;
    if (!request.windowSnapshot.empty()) {
        CB_TRY(const SnapshotData data, loadSnapshot(project, request.windowSnapshot, progress));
        window = data.table;
    } else {
        CB_TRY(window, casesBetween(project, request.from, request.to, progress));
    }
    const std::vector<std::string> fields = modelFields(loaded.scorer);
    Progress scanning = progress.part(0.1, 0.5);
    CB_TRY(DriftReport report,
           scanDrift({ *reference.table, *window, fields, loaded.run.importance }, scanning));
    Progress telling = progress.part(0.5, 1);
    if (auto auc = domainAuc(*reference.table, *window, fields, loaded.run.recipe.seed, telling))
        report.domainAuc = *auc;
    else if (auc.error().kind != "too-few-rows") // a small window has no such figure
        return auc.error();
    CB_TRY(const Scores scores, loaded.scorer.score(*window, progress));
    report.suspects =
        rankSuspects(report, {}, associateWithScore(*window, scores.positive, newFieldsOf(report)));
    return report;
}

} // namespace casebench
