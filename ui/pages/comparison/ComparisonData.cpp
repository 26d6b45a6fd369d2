// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/comparison/ComparisonData.h"

#include "core/store/CaseStore.h"
#include "core/store/RunStore.h"
#include "core/workflow/ScorerOfRun.h"
#include "core/workflow/SettleLabels.h"
#include "core/workflow/TakeSnapshot.h"
#include "ui/text/Format.h"

#include <map>

namespace casebench::ui {

namespace {

struct Cases
{
    CaseTablePtr table;
    std::vector<Truth> truth;
};

/// The compared cases as the snapshot froze them.
Result<Cases> frozenCases(Project& project, const std::string& snapshot, Progress& progress)
{
    CB_TRY(const SnapshotData data, loadSnapshot(project, snapshot, progress));
    Cases cases;
    std::vector<std::uint32_t> decided;
    for (std::size_t i = 0; i < data.truth.size(); ++i) {
        if (data.truth[i] == kUndecided)
            continue;
        decided.push_back(static_cast<std::uint32_t>(i));
        cases.truth.push_back(data.truth[i]);
    }
    cases.table = data.table->select(decided);
    return cases;
}

/// Without a snapshot the cases are either held out by the runs, with the truth stored then, or decided
/// since.
Result<Cases> currentCases(Project& project, const Comparison& comparison, Progress& progress)
{
    const RunStore runs(project);
    CB_TRY(const RunPredictions stored, runs.loadPredictions(comparison.models.front().runId));
    std::map<CaseRow, Truth> held;
    for (std::size_t i = 0; i < stored.holdout.size(); ++i)
        held[stored.holdout.rows[i]] = stored.holdout.truth[i];
    CB_TRY(const auto settled, settledCases(project, LabelPolicy::Confirmed));
    Cases cases;
    for (const CaseRow row : comparison.rows) {
        const auto at = held.find(row);
        cases.truth.push_back(at == held.end() ? settled[row].truth : at->second);
    }
    TableRequest request;
    request.rows = comparison.rows;
    CB_TRY(cases.table, CaseStore(project).loadTable(request, progress));
    return cases;
}

} // namespace

Result<ComparisonDataPtr> loadComparison(Project& project, const CompareRequest& request, Progress& progress)
{
    auto data = std::make_shared<ComparisonData>();
    Progress comparing = progress.part(0, 0.8);
    CB_TRY(data->comparison, compareRuns(project, request, comparing));
    Progress scoring = progress.part(0.8, 1);
    CB_TRY(Cases cases,
           request.snapshot.empty() ? currentCases(project, data->comparison, scoring)
                                    : frozenCases(project, request.snapshot, scoring));
    for (const ModelFigures& model : data->comparison.models) {
        CB_CHECK(progress.checkpoint());
        CB_TRY(const LoadedRun loaded, loadRun(project, model.name));
        CB_TRY(Scores scores, loaded.scorer.score(*cases.table, scoring));
        ComparedRun run;
        run.id = model.runId;
        run.name = format::harmless(format::text(model.name));
        run.threshold = loaded.run.threshold;
        run.reference = data->runs.empty();
        run.probability = std::move(scores.probability);
        if (confusionAt(cases.truth, run.probability, run.threshold) != model.confusion)
            return Error { ErrorCode::Internal,
                           "The scores of " + model.name + " do not give its own counts.",
                           {},
                           "comparison",
                           "Compare again; labels may have changed meanwhile." };
        run.curves = curvesOf(cases.truth, run.probability);
        run.points = thresholdCurve(cases.truth, run.probability);
        data->runs.push_back(std::move(run));
    }
    data->truth = std::move(cases.truth);
    return ComparisonDataPtr(std::move(data));
}

} // namespace casebench::ui
