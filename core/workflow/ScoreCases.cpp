// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/ScoreCases.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/explaining/Explainer.h"
#include "core/importing/CsvWriter.h"
#include "core/importing/ImportPlan.h"
#include "core/store/CaseStore.h"
#include "core/store/ScoreStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/BundleModel.h"
#include "core/workflow/ReadFile.h"
#include "core/workflow/ScorerOfRun.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace casebench {

namespace {

/// Filled feature columns that the model does not read.
std::vector<std::string> unknownColumns(const Scorer& scorer, const CaseTable& table)
{
    std::vector<std::string> names;
    for (const std::size_t at : table.schema.modelFields()) {
        const Column& column = table.columns[at];
        if (!scorer.encoder().knows(table.schema[at].name) && column.missingCount() < column.size())
            names.push_back(table.schema[at].name);
    }
    return names;
}

std::vector<std::uint32_t>
wantedRows(const CaseTable& table, const ScoreRequest& request, const CaseScores& stored)
{
    const Column* times = table.timeColumn();
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < table.rowCount(); ++row) {
        const Instant time = times == nullptr ? kNoTime : times->times()[row];
        if ((request.from != kNoTime && (time == kNoTime || time < request.from))
            || (request.to != kNoTime && (time == kNoTime || time >= request.to)))
            continue;
        if (!request.onlyNew || !std::ranges::binary_search(stored.rows, table.rows[row]))
            rows.push_back(row);
    }
    return rows;
}

} // namespace

Result<ScoreSummary>
scoreProject(Project& project, const Actor& actor, const ScoreRequest& request, Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Analysis));
    CB_TRY(const LoadedRun loaded, loadRun(project, request.run));
    const ScoreStore store(project);
    CB_TRY(const CaseScores stored, store.latest(loaded.run.id));
    CB_TRY(const CaseTablePtr all, CaseStore(project).loadTable({}, progress));
    const CaseTablePtr table = all->select(wantedRows(*all, request, stored));
    CB_TRY(Scores scores, loaded.scorer.score(*table, progress));
    ScoreSummary summary { loaded.run.id,
                           static_cast<std::int64_t>(table->rowCount()),
                           scores.flagged(),
                           unknownColumns(loaded.scorer, *table),
                           loaded.scorer.encoder().unseenLevels(*table),
                           {} };
    CB_CHECK(progress.checkpoint());
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    if (!table->rows.empty())
        CB_CHECK(store.add(tx, loaded.run.id,
                           { table->rows, std::move(scores.margin), std::move(scores.probability), {} }));
    CB_CHECK(tx.commit({ .act = "score",
                         .objType = "run",
                         .objId = std::to_string(loaded.run.id),
                         .result = { { "rows", summary.rows }, { "flagged", summary.flagged } } }));
    return summary;
}

namespace {

/// The input's columns as the contract wants them; required ones must be there.
Result<std::vector<FieldPlan>> contractPlan(const FileProfile& profile, const Schema& contract)
{
    CB_TRY(ImportPlan plan, planFields(profile, {}, contract));
    std::vector<std::string> missing;
    for (const Field& field : contract.fields()) {
        const bool there = std::ranges::any_of(
            plan.fields, [&](const FieldPlan& entry) { return entry.field.name == field.name; });
        if (!there && field.role == FieldRole::Feature)
            missing.push_back(field.name);
    }
    if (!missing.empty()) {
        return Error { ErrorCode::Refused,
                       "The model needs " + join(missing, ", ") + ", and the file has no such column.",
                       profile.path.filename().string(), "contract",
                       "Add it; leave the cells empty where it was not asked." };
    }
    return std::move(plan.fields);
}

Result<std::string> decisionsCsv(
    const BundleModel& model, const CaseTable& table, const Scores& scores, int reasons, Progress& progress)
{
    std::vector<Explanation> explanations;
    if (reasons > 0) {
        std::vector<std::uint32_t> rows(table.rowCount());
        std::iota(rows.begin(), rows.end(), 0U);
        CB_TRY(explanations, explainCases(model.scorer, table, rows, progress));
    }
    std::string bytes;
    CsvWriter csv(bytes);
    for (const char* name : { "case", "probability", "decision" })
        csv.field(name);
    for (int i = 1; i <= reasons; ++i)
        csv.field(fmt::format("reason_{}", i));
    csv.endRow();
    for (std::size_t row = 0; row < table.rowCount(); ++row) {
        csv.field(table.ids[row]);
        csv.field(fmt::format("{:.6f}", scores.probability[row]));
        csv.field(scores.positive[row] != 0 ? "scam" : "not-scam");
        for (int i = 0; i < reasons; ++i) {
            const auto& contributions = explanations[row].contributions;
            const auto at = static_cast<std::size_t>(i);
            csv.field(at < contributions.size()
                          ? fmt::format("{} = {} ({:+.3f})", contributions[at].field,
                                        contributions[at].missing ? "not asked" : contributions[at].value,
                                        contributions[at].amount)
                          : std::string());
        }
        csv.endRow();
    }
    return bytes;
}

} // namespace

Result<ScoreSummary> scoreWithBundle(const BundleScoreRequest& request, Progress& progress)
{
    CB_TRY(const BundleModel model,
           openBundleModel(request.bundle, request.publicKey, request.approverKey, progress));
    ReadOptions options;
    for (const auto& [field, texts] : model.missingTexts)
        ownReading(options, field).missing = texts;
    CB_TRY(const FileProfile profile, profileFile(request.input, withSha256(std::move(options)), progress));
    CB_TRY(const auto plan, contractPlan(profile, model.contract));
    CB_TRY(const CaseTablePtr table, readWholeTable(profile, plan, progress));
    CB_TRY(const Scores scores, model.scorer.score(*table, progress));
    ScoreSummary summary { 0,
                           static_cast<std::int64_t>(table->rowCount()),
                           scores.flagged(),
                           unknownColumns(model.scorer, *table),
                           model.scorer.encoder().unseenLevels(*table),
                           {} };
    if (!request.out.empty()) {
        CB_TRY(const std::string csv, decisionsCsv(model, *table, scores, request.reasons, progress));
        CB_CHECK(writeFileAtomically(request.out, csv));
        summary.decisions = request.out.string();
    }
    return summary;
}

} // namespace casebench
