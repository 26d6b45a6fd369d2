// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/CompareRuns.h"

#include "core/privacy/Masking.h"
#include "core/store/CaseStore.h"
#include "core/store/RunStore.h"
#include "core/workflow/ScorerOfRun.h"
#include "core/workflow/SettleLabels.h"
#include "core/workflow/TakeSnapshot.h"

#include <algorithm>
#include <set>

namespace casebench {

namespace {

struct ComparedCases
{
    CaseTablePtr table;
    std::vector<Truth> truth;
};

/// Every row a run learned from: what it was fitted or calibrated on says nothing about it. Hold-out rows
/// calibrate only.
Result<std::set<CaseRow>> rowsSeenBy(Project& project, const Run& run)
{
    CB_TRY(const RunPredictions predictions, RunStore(project).loadPredictions(run.id));
    std::set<CaseRow> seen(predictions.outOfFold.rows.begin(), predictions.outOfFold.rows.end());
    return seen;
}

/// Decided cases that none of the runs was trained on.
Result<ComparedCases> unseenCases(Project& project, std::span<const LoadedRun> runs, Progress& progress)
{
    CB_TRY(const auto settled, settledCases(project, LabelPolicy::Confirmed));
    std::set<CaseRow> seen;
    for (const LoadedRun& run : runs) {
        CB_TRY(const auto rows, rowsSeenBy(project, run.run));
        seen.insert(rows.begin(), rows.end());
    }
    TableRequest request;
    request.rows.emplace();
    std::vector<Truth> truth;
    for (std::size_t row = 0; row < settled.size(); ++row) {
        if (settled[row].truth != kUndecided && !seen.contains(static_cast<CaseRow>(row))) {
            request.rows->push_back(static_cast<CaseRow>(row));
            truth.push_back(settled[row].truth);
        }
    }
    ComparedCases cases { nullptr, std::move(truth) };
    if (request.rows->empty())
        return cases;
    CB_TRY(cases.table, CaseStore(project).loadTable(request, progress));
    return cases;
}

/// The rows that are in every run's hold-out: scored by models that did not train on them.
Result<ComparedCases> sharedHoldout(Project& project, std::span<const LoadedRun> runs, Progress& progress)
{
    std::vector<CaseRow> shared;
    std::map<CaseRow, Truth> truthOf;
    for (const LoadedRun& run : runs) {
        CB_TRY(const RunPredictions predictions, RunStore(project).loadPredictions(run.run.id));
        std::vector<CaseRow> rows = predictions.holdout.rows;
        for (std::size_t i = 0; i < rows.size(); ++i)
            truthOf[rows[i]] = predictions.holdout.truth[i];
        std::ranges::sort(rows);
        if (&run == &runs.front()) {
            shared = std::move(rows);
        } else {
            std::vector<CaseRow> both;
            std::ranges::set_intersection(shared, rows, std::back_inserter(both));
            shared = std::move(both);
        }
    }
    if (shared.empty())
        return Error { ErrorCode::InvalidInput,
                       "These runs share no decided case that none of them was trained on.",
                       {},
                       "no-shared-cases",
                       "Name a snapshot with --on." };
    ComparedCases cases;
    for (const CaseRow row : shared)
        cases.truth.push_back(truthOf[row]);
    TableRequest request;
    request.rows = std::move(shared);
    CB_TRY(cases.table, CaseStore(project).loadTable(request, progress));
    return cases;
}

constexpr std::size_t kFewestUnseen = 30; // below that the shared hold-out tells more (ours)

Result<ComparedCases> chooseCases(Project& project,
                                  const CompareRequest& request,
                                  std::span<const LoadedRun> runs,
                                  Progress& progress)
{
    if (!request.snapshot.empty()) {
        CB_TRY(SnapshotData data, loadSnapshot(project, request.snapshot, progress));
        return ComparedCases { data.table, std::move(data.truth) };
    }
    CB_TRY(ComparedCases unseen, unseenCases(project, runs, progress));
    if (unseen.truth.size() >= kFewestUnseen)
        return unseen;
    return sharedHoldout(project, runs, progress);
}

} // namespace

Result<Comparison> compareRuns(Project& project, const CompareRequest& request, Progress& progress)
{
    std::vector<LoadedRun> runs;
    for (const std::string& name : request.runs) {
        CB_TRY(LoadedRun run, loadRun(project, name));
        runs.push_back(std::move(run));
    }
    if (runs.empty())
        return Error { ErrorCode::InvalidInput, "No run is named.", {}, "usage", "Name one to five runs." };
    CB_TRY(const ComparedCases cases, chooseCases(project, request, runs, progress));
    for (const std::string& field : request.sliceBy)
        CB_CHECK(requireShownGroups(field, cases.table->schema));
    std::vector<ComparedModel> models;
    for (const LoadedRun& run : runs) {
        CB_TRY(Scores scores, run.scorer.score(*cases.table, progress));
        models.push_back(
            { run.run.id,
              run.run.name,
              run.run.threshold,
              { cases.table->rows, cases.truth, std::move(scores.margin), std::move(scores.probability) } });
    }
    ComparisonOptions options;
    options.sliceBy = request.sliceBy;
    return compareModels(models, *cases.table, options, progress);
}

} // namespace casebench
