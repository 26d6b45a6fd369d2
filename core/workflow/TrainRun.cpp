// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/TrainRun.h"

#include "core/base/Text.h"
#include "core/crypto/Digest.h"
#include "core/evaluation/Evaluate.h"
#include "core/evaluation/Train.h"
#include "core/models/Scorer.h"
#include "core/store/RunStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/TakeSnapshot.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace casebench {

namespace {

/// What a training gives beside the numbers: who, from what, and the digests that identify it.
void seal(Run& run, const Snapshot& snapshot)
{
    run.snapshotId = snapshot.id;
    run.snapshotDigest = snapshot.digest;
    run.modelSha256 = hex(sha256(run.modelBytes));
    run.modelDigest = hex(sha256(modelIdentityBytes(run)));
    run.versions["casebench"] = CASEBENCH_VERSION;
    run.versions["compiler"] = fmt::format("gcc {}.{}", __GNUC__, __GNUC_MINOR__);
}

Json auditedMetrics(const Run& run)
{
    // The audit log holds no floats: decimals go in as text.
    Json metrics = Json::object();
    for (const Metric& metric : run.metrics)
        metrics[metric.name] =
            std::isnan(metric.value.value) ? Json(nullptr) : Json(fmt::format("{:.4f}", metric.value.value));
    return metrics;
}

std::vector<LabelGap> gapsOf(const SnapshotData& data)
{
    const Column* times = data.table->timeColumn();
    if (times == nullptr)
        return {};
    return labelGaps(data.truth, times->times());
}

/// Holds the request's answer against the months that want one, and puts it into the recipe.
Result<LabelBasis>
answerGaps(const SnapshotData& data, const TrainRequest& request, const Actor& actor, Recipe& recipe)
{
    LabelBasis basis;
    for (const LabelGap& gap : gapsOf(data)) {
        const std::string month = formatMonth(gap.month);
        const bool excluded = std::ranges::find(recipe.excludedMonths, month) != recipe.excludedMonths.end();
        if (!gap.wantsAnswer() && !excluded)
            continue;
        if (request.gap == GapAnswer::None && !excluded)
            return Error {
                ErrorCode::InvalidInput,
                gap.sentence(),
                {},
                "label-regime-gap",
                "Say what to do with its cases: leave them out (--gap exclude), or train on them as they "
                "are (--gap keep)."
            };
        basis.gapMonths.push_back(month);
        if (request.gap == GapAnswer::Exclude && !excluded)
            recipe.excludedMonths.push_back(month);
    }
    if (!basis.gapMonths.empty()) {
        basis.gapAnswer = request.gap == GapAnswer::None ? GapAnswer::Exclude : request.gap;
        basis.gapAnsweredBy = request.gapAnsweredBy.empty() ? actor.name : request.gapAnsweredBy;
    }
    return basis;
}

/// A split by time may hold out, or leave for training, nothing but months that were kept without a scam: who
/// kept them learns that it is these, and what else to choose.
Error namingKeptMonths(Error error, const LabelBasis& labels, const Recipe& recipe)
{
    if (error.kind != "single-class" || labels.gapAnswer != GapAnswer::Keep
        || recipe.split != SplitKind::Time)
        return error;
    error.what += fmt::format(" The split by time holds out the last {} of the cases, and those of {} were "
                              "kept as they are, without a scam.",
                              percentText(recipe.holdoutShare, 0), join(labels.gapMonths, ", "));
    error.advice = "Leave them out (--gap exclude), choose a span that ends with other months, or use the "
                   "stratified split (--split stratified).";
    return error;
}

std::string gapWarning(const LabelBasis& labels)
{
    const bool asked = labels.gapAnsweredBy != "default";
    const std::string who =
        asked ? "answered by " + labels.gapAnsweredBy : "nobody was asked; --gap keep trains on them";
    const std::string deed = labels.gapAnswer == GapAnswer::Exclude
        ? fmt::format("left out ({} decided cases)", countText(labels.excluded))
        : std::string("kept as they are");
    return fmt::format("Label-regime gap: the cases of {}, without a scam, were {}; {}.",
                       join(labels.gapMonths, ", "), deed, who);
}

Json auditedLabels(const LabelBasis& labels)
{
    return { { "policy", name(labels.policy) },          { "positives", labels.positives },
             { "negatives", labels.negatives },          { "undecided", labels.undecided },
             { "gap_months", labels.gapMonths },         { "gap_answer", name(labels.gapAnswer) },
             { "gap_answered_by", labels.gapAnsweredBy } };
}

} // namespace

Result<std::vector<LabelGap>> snapshotGaps(Project& project, std::string_view snapshot, Progress& progress)
{
    CB_TRY(const SnapshotData data, loadSnapshot(project, snapshot, progress));
    return gapsOf(data);
}

Result<Run> trainRun(Project& project, const Actor& actor, const TrainRequest& request, Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Analysis));
    Progress reading = progress.part(0, 0.1);
    CB_TRY(const SnapshotData data, loadSnapshot(project, request.snapshot, reading));
    Progress training = progress.part(0.1, 0.98);
    Recipe recipe = request.recipe;
    CB_TRY(const LabelBasis answered, answerGaps(data, request, actor, recipe));
    auto trained = trainModel(data, recipe, training);
    if (!trained)
        return namingKeptMonths(trained.error(), answered, recipe);
    TrainingOutcome outcome = std::move(*trained);
    Run run = std::move(outcome.run);
    run.labels.gapMonths = answered.gapMonths;
    run.labels.gapAnswer = answered.gapAnswer;
    run.labels.gapAnsweredBy = answered.gapAnsweredBy;
    if (!answered.gapMonths.empty())
        run.warnings.insert(run.warnings.begin(), gapWarning(run.labels));
    seal(run, data.snapshot);
    run.name = request.name;
    run.parentRun = request.parentRun;
    run.alertId = request.alertId;
    run.trainedBy = actor.name;
    CB_CHECK(progress.checkpoint());

    const RunStore runs(project);
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    run.trainedAt = tx.time();
    CB_TRY(const std::int64_t id, runs.insert(tx, run, outcome.predictions));
    CB_CHECK(tx.commit({ "run.train",
                         "run",
                         std::to_string(id),
                         nullptr,
                         { { "snapshot", data.snapshot.digest },
                           { "family", run.recipe.family },
                           { "seed", run.recipe.seed },
                           { "model_sha256", run.modelSha256 },
                           { "model_digest", run.modelDigest },
                           { "parent_run", run.parentRun },
                           { "alert", run.alertId },
                           { "labels", auditedLabels(run.labels) },
                           { "metrics", auditedMetrics(run) } } }));
    progress.report(1, "stored");
    return runs.find(id);
}

namespace {

void compareInputs(const Run& before, const Run& now, std::vector<std::string>& why)
{
    if (before.snapshotDigest != now.snapshotDigest)
        why.push_back("data digest: " + before.snapshotDigest.substr(0, 12) + " then, "
                      + now.snapshotDigest.substr(0, 12) + " now");
    for (const auto& [library, version] : before.versions) {
        const auto current = now.versions.find(library);
        if (current == now.versions.end() || current->second != version)
            why.push_back(library + ": " + version + " then, "
                          + (current == now.versions.end() ? "none" : current->second) + " now");
    }
}

double largestDifference(const Predictions& before, const Predictions& now)
{
    if (before.rows != now.rows)
        return std::nan("");
    double largest = 0;
    for (std::size_t i = 0; i < before.size(); ++i)
        largest = std::max(largest, std::abs(before.probability[i] - now.probability[i]));
    return largest;
}

} // namespace

Result<void> deleteRun(Project& project, const Actor& actor, std::string_view name)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Analysis));
    const RunStore runs(project);
    CB_TRY(const Run run, runs.find(name));
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_CHECK(runs.remove(tx, run.id));
    CB_CHECK(tx.commit({ .act = "run.delete",
                         .objType = "run",
                         .objId = std::to_string(run.id),
                         .before = { { "name", run.name }, { "model_sha256", run.modelSha256 } } }));
    return {};
}

Result<Reproduction>
reproduceRun(Project& project, const Actor& actor, std::string_view name, Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Analysis));
    const RunStore runs(project);
    CB_TRY(const Run before, runs.find(name));
    CB_TRY(const RunPredictions stored, runs.loadPredictions(before.id));
    CB_TRY(SnapshotData data, loadFrozenSnapshot(project, std::to_string(before.snapshotId), progress));
    data.snapshot.digest = datasetDigest(*data.table, data.truth);
    CB_TRY(TrainingOutcome outcome, trainModel(data, before.recipe, progress));
    Run& run = outcome.run;
    seal(run, data.snapshot);

    Reproduction reproduction;
    reproduction.identical = run.modelSha256 == before.modelSha256 && run.modelDigest == before.modelDigest;
    reproduction.maxDifference = largestDifference(stored.holdout, outcome.predictions.holdout);
    if (!reproduction.identical) {
        compareInputs(before, run, reproduction.why);
        if (reproduction.why.empty())
            reproduction.why.emplace_back("the same inputs gave other bytes: the processor or a library "
                                          "differs in a way its version does not say");
    }
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_CHECK(tx.commit({ "run.reproduce",
                         "run",
                         std::to_string(before.id),
                         nullptr,
                         { { "identical", reproduction.identical }, { "model_sha256", run.modelSha256 } } }));
    return reproduction;
}

} // namespace casebench
