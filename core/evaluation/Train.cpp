// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/Train.h"

#include "core/data/LinkedCases.h"
#include "core/evaluation/CrossValidation.h"
#include "core/evaluation/Evaluate.h"
#include "core/evaluation/Importance.h"
#include "core/evaluation/TrainingWarnings.h"
#include "core/models/Calibration.h"
#include "core/models/Families.h"
#include "core/models/Scorer.h"
#include "core/stats/Contingency.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr double kThreshold = 0.5; // statistics.md 2: on the calibrated probability

/// The recipe resolved against the data.
struct Plan
{
    const Family* family = nullptr;
    ParameterValues values;
    std::vector<std::string> fields;
    FitContext context;
};

/// Owns what a SplitInput looks at.
struct Decided
{
    std::vector<std::uint32_t> rows;
    std::vector<Instant> times;
    std::vector<Code> groups;
    std::span<const Truth> truth;

    [[nodiscard]] SplitInput input() const { return { rows, truth, times, groups }; }
};

/// Cases of the months that the recipe leaves out.
std::vector<std::uint8_t> excludedCases(const CaseTable& table, std::span<const std::string> months)
{
    std::vector<std::uint8_t> excluded(table.rowCount(), 0);
    const Column* times = table.timeColumn();
    for (std::size_t row = 0; times != nullptr && !months.empty() && row < excluded.size(); ++row) {
        if (!times->isMissing(row)
            && std::ranges::find(months, formatMonth(monthOf(times->times()[row]))) != months.end())
            excluded[row] = 1;
    }
    return excluded;
}

Result<Decided>
decidedCases(const SnapshotData& data, const Recipe& recipe, LabelBasis& basis, Progress& progress)
{
    expects(data.table != nullptr && data.truth.size() == data.table->rowCount(),
            "trainModel: truth and table differ in length");
    Decided decided;
    decided.truth = data.truth;
    const auto excluded = excludedCases(*data.table, recipe.excludedMonths);
    std::int64_t positives = 0;
    for (std::uint32_t row = 0; row < data.truth.size(); ++row) {
        if (data.truth[row] == kUndecided) {
            ++basis.undecided;
            continue;
        }
        if (excluded[row] != 0) {
            ++basis.excluded;
            continue;
        }
        decided.rows.push_back(row);
        positives += data.truth[row] == kPositive ? 1 : 0;
    }
    const auto all = static_cast<std::int64_t>(decided.rows.size());
    basis.policy = data.snapshot.policy;
    basis.positives = positives;
    basis.negatives = all - positives;
    if (all == 0)
        return Error { ErrorCode::InvalidInput,
                       "No case of this snapshot is decided.",
                       {},
                       "too-few-rows",
                       "Label cases, or choose another label policy." };
    if (positives == 0 || positives == all)
        return Error { ErrorCode::InvalidInput,
                       fmt::format("All {} decided cases are {}: there is nothing to tell apart.", all,
                                   positives == 0 ? "negative" : "positive"),
                       {},
                       "single-class",
                       "Label cases of both kinds, or choose a longer span." };
    if (const Column* times = data.table->timeColumn();
        times != nullptr && times->missingCount() < times->size())
        decided.times.assign(times->times().begin(), times->times().end());
    CB_TRY(CaseLinks links, linkCases(*data.table, progress)); // through undecided cases too
    decided.groups = std::move(links.group);
    return decided;
}

Result<std::vector<std::string>> trainingFields(const CaseTable& table, std::span<const std::string> asked)
{
    std::vector<std::string> fields;
    if (asked.empty()) {
        for (const std::size_t at : table.schema.modelFields())
            fields.push_back(table.schema[at].name);
    }
    for (const std::string& name : asked) {
        CB_TRY(const std::size_t at, table.schema.find(name));
        const Field& field = table.schema[at];
        using enum FieldRole;
        if (field.role == Id || field.role == Label || field.role == Time || field.role == Personal)
            return Error { ErrorCode::InvalidInput,
                           fmt::format("{} has the role {}: a model must not learn from it.", field.name,
                                       casebench::name(field.role)),
                           {},
                           "field-role",
                           "Leave it out, or give it another role." };
        if (std::ranges::find(fields, field.name) == fields.end())
            fields.push_back(field.name);
    }
    if (fields.empty())
        return Error { ErrorCode::InvalidInput,
                       "The snapshot has no field a model could learn from.",
                       {},
                       "no-field",
                       "Give number, category or yes/no fields the role feature." };
    return fields;
}

Result<Plan> planOf(const CaseTable& table, const Recipe& recipe)
{
    Plan plan;
    CB_TRY(plan.family, findFamily(recipe.family));
    CB_TRY(plan.values, ParameterValues::resolve(plan.family->parameters(), recipe.parameters));
    CB_TRY(plan.fields, trainingFields(table, recipe.fields));
    if (recipe.threads < 1 || recipe.folds < 2)
        return Error { ErrorCode::InvalidInput, "A recipe needs at least one thread and two folds." };
    plan.context = { recipe.seed, recipe.threads };
    return plan;
}

/// Encoder and model of the rows named.
struct Fitted
{
    Encoder encoder;
    std::shared_ptr<const TrainedModel> model;
};

Result<Fitted> fitOn(const CaseTable& table,
                     std::span<const std::uint32_t> rows,
                     std::span<const Truth> truth,
                     const Plan& plan,
                     Progress& progress)
{
    CB_TRY(Encoder encoder, Encoder::fit(table, rows, plan.fields, { plan.family->encodingStyle() }));
    std::vector<Truth> verdicts;
    for (const std::uint32_t row : rows)
        verdicts.push_back(truth[row]);
    CB_TRY(auto model,
           plan.family->fit(encoder.encode(table, rows), verdicts, plan.values, plan.context, progress));
    return Fitted { std::move(encoder), std::shared_ptr<const TrainedModel>(std::move(model)) };
}

Result<Predictions> predict(const Fitted& fitted,
                            const CaseTable& table,
                            std::span<const std::uint32_t> rows,
                            std::span<const Truth> truth)
{
    Predictions predictions;
    for (const std::uint32_t row : rows) {
        predictions.rows.push_back(table.rows[row]);
        predictions.truth.push_back(truth[row]);
    }
    CB_TRY(predictions.margin, fitted.model->margins(fitted.encoder.encode(table, rows)));
    const Calibration calibration = fitPlatt(predictions.margin, predictions.truth);
    predictions.probability = calibrated(calibration, predictions.margin);
    return predictions;
}

Interval recallOf(const Predictions& predictions)
{
    const Confusion counts = confusionAt(predictions.truth, predictions.probability, kThreshold);
    return wilsonInterval(static_cast<std::int64_t>(counts.tp),
                          static_cast<std::int64_t>(counts.tp + counts.fn));
}

/// What is kept, with the calibration that belongs to it.
void keep(TrainingOutcome& outcome, const Fitted& fitted, const Predictions& calibrateOn)
{
    Run& run = outcome.run;
    run.encoder = fitted.encoder.toJson();
    run.modelBytes = fitted.model->serialize();
    run.threshold = kThreshold;
    run.calibration = fitPlatt(calibrateOn.margin, calibrateOn.truth);
    if (!run.calibration.fitted)
        run.warnings.push_back(
            fmt::format("The probabilities are not calibrated: that takes {} cases of each class the model "
                        "did not learn from, ranked better than by chance.",
                        kCalibrationMinimum));
}

/// The split of the recipe; without a time field the stratified one, which is said.
Result<Split> splitOf(const Decided& decided, TrainingOutcome& outcome)
{
    Recipe& recipe = outcome.run.recipe;
    if (recipe.split == SplitKind::Time && decided.times.empty()) {
        recipe.split = SplitKind::Stratified;
        outcome.run.warnings.emplace_back(
            "There is no time field: the hold-out is stratified, and says nothing about tomorrow.");
    }
    return splitRows(recipe.split, decided.input(), recipe.holdoutShare, recipe.seed);
}

/// Out-of-fold predictions are the reference of later monitoring; a set too small for them still trains, and
/// says so.
Result<void> crossValidate(const CaseTable& table,
                           const Decided& decided,
                           const Plan& plan,
                           int folds,
                           TrainingOutcome& outcome,
                           Progress& progress)
{
    auto predictions = outOfFold(table, decided.input(),
                                 { *plan.family, plan.values, plan.fields, folds, plan.context }, progress);
    if (predictions) {
        outcome.run.referenceRecall = recallOf(*predictions);
        outcome.predictions.outOfFold = std::move(*predictions);
        return {};
    }
    if (predictions.error().code != ErrorCode::InvalidInput)
        return predictions.error();
    outcome.run.warnings.push_back("No reference recall: " + predictions.error().sentence());
    return {};
}

Result<void> measureImportance(const Fitted& fitted,
                               const CaseTable& table,
                               const Split& split,
                               std::span<const Truth> truth,
                               const TrainingOptions& options,
                               TrainingOutcome& outcome,
                               Progress& progress)
{
    const Run& run = outcome.run;
    const Scorer scorer(fitted.encoder, fitted.model, run.calibration, run.threshold);
    CB_TRY(outcome.run.importance,
           permutationImportance(scorer, table, split.holdout, truth, { options.shuffles, run.recipe.seed },
                                 progress));
    return {};
}

} // namespace

Result<TrainingOutcome> trainModel(const SnapshotData& data, const Recipe& recipe, Progress& progress)
{
    return trainModel(data, recipe, {}, progress);
}

Result<TrainingOutcome>
trainModel(const SnapshotData& data, const Recipe& recipe, const TrainingOptions& options, Progress& progress)
{
    const auto started = std::chrono::steady_clock::now();
    CB_CHECK(progress.checkpoint());
    TrainingOutcome outcome;
    Run& run = outcome.run;
    run.recipe = recipe;
    Progress linking = progress.part(0, 0.02);
    CB_TRY(const Decided decided, decidedCases(data, recipe, run.labels, linking));
    const CaseTable& table = *data.table;
    CB_TRY(const Plan plan, planOf(table, recipe));
    CB_TRY(const Split split, splitOf(decided, outcome));

    Progress fitting = progress.part(0.02, 0.2);
    CB_TRY(Fitted fitted, fitOn(table, split.train, data.truth, plan, fitting));
    CB_TRY(outcome.predictions.holdout, predict(fitted, table, split.holdout, data.truth));
    CB_CHECK(progress.checkpoint());
    const Predictions& holdout = outcome.predictions.holdout;
    run.metrics =
        evaluateBinary(holdout.truth, holdout.probability, kThreshold, { options.bootstraps, recipe.seed });
    for (std::string& warning : trainingWarnings({ table, decided.input(), split, fitted.encoder }))
        run.warnings.push_back(std::move(warning));

    Progress folding = progress.part(0.3, 0.8);
    CB_CHECK(crossValidate(table, decided, plan, recipe.folds, outcome, folding));
    const bool refit = options.finalFit == FinalFit::AllRows && outcome.predictions.outOfFold.size() > 0;
    if (refit) {
        Progress refitting = progress.part(0.8, 0.9);
        CB_TRY(fitted, fitOn(table, decided.rows, data.truth, plan, refitting));
    }
    keep(outcome, fitted, refit ? outcome.predictions.outOfFold : holdout);
    Progress shuffling = progress.part(0.9, 1);
    CB_CHECK(measureImportance(fitted, table, split, data.truth, options, outcome, shuffling));

    run.rowsTrained = static_cast<std::int64_t>(refit ? decided.rows.size() : split.train.size());
    run.rowsHoldout = static_cast<std::int64_t>(split.holdout.size());
    run.versions = plan.family->versions();
    CB_CHECK(progress.checkpoint());
    run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return outcome;
}

} // namespace casebench
