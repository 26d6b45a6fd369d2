// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/ExplainCases.h"

#include "core/explaining/Explainer.h"
#include "core/privacy/Masking.h"
#include "core/store/CaseStore.h"
#include "core/store/RunStore.h"
#include "core/workflow/ScorerOfRun.h"
#include "core/workflow/SettleLabels.h"
#include "core/workflow/TakeSnapshot.h"

#include <algorithm>
#include <numeric>

namespace casebench {

namespace {

/// A model of before may read a field that is personal by now: how much it counts is said, its value is not.
void maskPersonal(Explanation& explanation, const Schema& schema)
{
    for (Contribution& contribution : explanation.contributions) {
        const auto at = schema.indexOf(contribution.field);
        if (at && isMasked(schema[*at].role) && !contribution.missing)
            contribution.value = masked(contribution.value);
    }
    explanation.text = reasonsText(explanation);
}

} // namespace

Result<std::vector<Explanation>>
explainCases(Project& project, std::string_view run, std::span<const std::string> caseIds, Progress& progress)
{
    CB_TRY(const LoadedRun loaded, loadRun(project, run));
    const CaseStore cases(project);
    std::vector<CaseRow> rows;
    for (const std::string& id : caseIds) {
        CB_TRY(const CaseRow row, findCase(project, id));
        rows.push_back(row);
    }
    // Read in row order, explain in the order asked.
    std::vector<CaseRow> ascending = rows;
    std::ranges::sort(ascending);
    ascending.erase(std::ranges::unique(ascending).begin(), ascending.end());
    TableRequest request;
    request.rows = ascending;
    CB_TRY(const CaseTablePtr table, cases.loadTable(request, progress));
    std::vector<std::uint32_t> positions;
    for (const CaseRow row : rows)
        positions.push_back(
            static_cast<std::uint32_t>(std::ranges::lower_bound(ascending, row) - ascending.begin()));
    CB_TRY(auto explanations, explainCases(loaded.scorer, *table, positions, progress));
    for (Explanation& explanation : explanations)
        maskPersonal(explanation, table->schema);
    return explanations;
}

Result<GlobalExplanation> explainModel(Project& project, std::string_view run, Progress& progress)
{
    CB_TRY(const LoadedRun loaded, loadRun(project, run));
    CB_TRY(const RunPredictions predictions, RunStore(project).loadPredictions(loaded.run.id));
    TableRequest request;
    request.rows = predictions.holdout.rows;
    CB_TRY(const CaseTablePtr table, CaseStore(project).loadTable(request, progress));
    std::vector<std::uint32_t> all(table->rowCount());
    std::iota(all.begin(), all.end(), 0U);
    GlobalExplanation explanation;
    explanation.permutation = loaded.run.importance;
    explanation.rows = static_cast<std::int64_t>(all.size());
    CB_TRY(explanation.contribution, contributionImportance(loaded.scorer, *table, all, progress));
    return explanation;
}

} // namespace casebench
