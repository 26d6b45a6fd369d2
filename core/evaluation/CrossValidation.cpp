// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/CrossValidation.h"

#include "core/models/Calibration.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

/// As many folds as asked for, as long as every fold can have a row of each class.
Result<int> usableFolds(const SplitInput& input, int asked)
{
    std::size_t counts[2] = { 0, 0 };
    for (const std::uint32_t row : input.rows) {
        expects(input.truth[row] != kUndecided, "outOfFold: an undecided row");
        ++counts[input.truth[row] == kPositive ? 1 : 0];
    }
    const std::size_t scarce = std::min(counts[0], counts[1]);
    if (asked < 2 || scarce < 2)
        return Error { ErrorCode::InvalidInput,
                       fmt::format("Cross-validation needs two folds and two cases of each class; there are "
                                   "{} positive and {} negative ones.",
                                   counts[1], counts[0]),
                       {},
                       "too-few-rows",
                       "Label more cases." };
    return std::min(asked, static_cast<int>(std::min<std::size_t>(scarce, 1000)));
}

struct Fold
{
    std::vector<std::uint32_t> train; ///< table positions
    std::vector<std::uint32_t> test; ///< table positions
    std::vector<std::size_t> testAt; ///< where they stand in input.rows
};

Fold foldOf(const SplitInput& input, std::span<const int> folds, int number)
{
    Fold fold;
    for (std::size_t i = 0; i < input.rows.size(); ++i) {
        if (folds[i] == number) {
            fold.test.push_back(input.rows[i]);
            fold.testAt.push_back(i);
        } else {
            fold.train.push_back(input.rows[i]);
        }
    }
    return fold;
}

Result<std::vector<double>> foldMargins(const CaseTable& table,
                                        const SplitInput& input,
                                        const Fold& fold,
                                        const FoldPlan& plan,
                                        Progress& progress)
{
    CB_TRY(const Encoder encoder,
           Encoder::fit(table, fold.train, plan.fields, { plan.family.encodingStyle() }));
    std::vector<Truth> truth;
    truth.reserve(fold.train.size());
    for (const std::uint32_t row : fold.train)
        truth.push_back(input.truth[row]);
    CB_TRY(const auto model,
           plan.family.fit(encoder.encode(table, fold.train), truth, plan.values, plan.context, progress));
    return model->margins(encoder.encode(table, fold.test));
}

/// Each fold's probabilities by Platt on all the others: no case has a say in its own.
void calibrateAcross(Predictions& predictions, std::span<const int> folds, int count)
{
    predictions.probability.resize(predictions.size());
    for (int number = 0; number < count; ++number) {
        std::vector<double> margins;
        std::vector<Truth> truth;
        for (std::size_t i = 0; i < predictions.size(); ++i) {
            if (folds[i] != number) {
                margins.push_back(predictions.margin[i]);
                truth.push_back(predictions.truth[i]);
            }
        }
        const Calibration calibration = fitPlatt(margins, truth);
        for (std::size_t i = 0; i < predictions.size(); ++i) {
            if (folds[i] == number)
                predictions.probability[i] = calibrated(calibration, predictions.margin[i]);
        }
    }
}

} // namespace

Result<Predictions>
outOfFold(const CaseTable& table, const SplitInput& input, const FoldPlan& plan, Progress& progress)
{
    CB_TRY(const int count, usableFolds(input, plan.folds));
    const std::vector<int> folds = stratifiedFolds(input, count, plan.context.seed);
    Predictions predictions;
    predictions.margin.resize(input.rows.size());
    for (const std::uint32_t row : input.rows) {
        predictions.rows.push_back(table.rows[row]);
        predictions.truth.push_back(input.truth[row]);
    }
    for (int number = 0; number < count; ++number) {
        CB_CHECK(progress.checkpoint());
        const Fold fold = foldOf(input, folds, number);
        if (fold.test.empty()) // groups can leave a fold without rows
            continue;
        Progress part =
            progress.part(static_cast<double>(number) / count, static_cast<double>(number + 1) / count);
        auto margins = foldMargins(table, input, fold, plan, part);
        if (!margins)
            return margins.error().in(fmt::format("fold {} of {}", number + 1, count));
        for (std::size_t i = 0; i < fold.testAt.size(); ++i)
            predictions.margin[fold.testAt[i]] = (*margins)[i];
    }
    calibrateAcross(predictions, folds, count);
    return predictions;
}

} // namespace casebench
