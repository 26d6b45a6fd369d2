// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/TrainingWarnings.h"

#include "core/base/Text.h"
#include "core/evaluation/FieldSignals.h"
#include "core/evaluation/LabelGaps.h"
#include "core/models/Calibration.h"
#include "core/stats/Binary.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <map>
#include <unordered_map>

namespace casebench {

namespace {

constexpr double kDistinctShare = 0.9; // of the training rows: below it, equal rows are coincidence (ours)
constexpr double kDuplicateShare = 0.01; // of the hold-out (ours)
constexpr std::size_t kNamedDuplicates = 3; // the sentence stays readable (ours)

using Warnings = std::vector<std::string>;

std::vector<Truth> truthOf(const TrainedOn& trained, std::span<const std::uint32_t> rows)
{
    std::vector<Truth> truth;
    for (const std::uint32_t row : rows)
        truth.push_back(trained.input.truth[row]);
    return truth;
}

void warnDropped(const TrainedOn& trained, Warnings& warnings)
{
    for (const DroppedField& field : trained.encoder.dropped())
        warnings.push_back(fmt::format("{} was left out: {} in the training part.", field.name, field.why));
}

/// AUC of one encoded column, whichever way round; missing counts as lowest.
double columnAuc(const Matrix& matrix, std::span<const Truth> truth, std::size_t column)
{
    std::vector<double> values;
    for (std::size_t r = 0; r < matrix.rows; ++r) {
        const auto value = static_cast<double>(matrix.at(r, column));
        values.push_back(std::isnan(value) ? -std::numeric_limits<double>::max() : value);
    }
    const double auc = rocAuc(truth, values);
    return std::max(auc, 1 - auc);
}

/// AUC of a category by the share of positives at each level (in-sample; levels have at least `rareBelow`
/// rows, so it is not noise).
double categoryAuc(const Matrix& matrix, std::span<const Truth> truth, const EncodedField& field)
{
    std::vector<double> positives(field.count, 0);
    std::vector<double> total(field.count, 0);
    for (std::size_t r = 0; r < matrix.rows; ++r) {
        for (std::size_t c = 0; c < field.count; ++c) {
            if (matrix.at(r, field.first + c) > 0) {
                total[c] += 1;
                positives[c] += truth[r] == kPositive ? 1 : 0;
            }
        }
    }
    std::vector<double> shares(matrix.rows, 0);
    for (std::size_t r = 0; r < matrix.rows; ++r) {
        for (std::size_t c = 0; c < field.count; ++c) {
            if (matrix.at(r, field.first + c) > 0)
                shares[r] = positives[c] / total[c];
        }
    }
    return rocAuc(truth, shares);
}

void warnLeaks(const TrainedOn& trained, Warnings& warnings)
{
    const Matrix matrix = trained.encoder.encode(trained.table, trained.split.train);
    const std::vector<Truth> truth = truthOf(trained, trained.split.train);
    for (const EncodedField& field : trained.encoder.fields()) {
        double auc = 0;
        if (field.kind == FieldKind::Category) {
            auc = categoryAuc(matrix, truth, field);
        } else {
            for (std::size_t c = 0; c < field.count; ++c)
                auc = std::max(auc, columnAuc(matrix, truth, field.first + c));
        }
        if (auc > kLeakAuc)
            warnings.push_back(fmt::format(
                "{} alone tells the verdict almost always (AUC {:.3f}): was it written after the verdict?",
                field.name, auc));
    }
}

void warnScarce(const TrainedOn& trained, Warnings& warnings)
{
    for (const auto& [part, name] : { std::pair { &trained.split.train, "training part" },
                                      std::pair { &trained.split.holdout, "hold-out" } }) {
        const auto truth = truthOf(trained, *part);
        const auto positives = std::ranges::count(truth, kPositive);
        const auto negatives = std::ranges::count(truth, kNegative);
        if (std::min(positives, negatives) < kCalibrationMinimum)
            warnings.push_back(fmt::format(
                "The {} has {} positive and {} negative cases; below {} of either, figures are rough.", name,
                positives, negatives, kCalibrationMinimum));
    }
}

void warnMonths(const TrainedOn& trained, Warnings& warnings)
{
    if (trained.input.times.empty())
        return;
    // Decided cases that the recipe leaves out are nobody's business here.
    std::vector<Instant> times(trained.input.times.begin(), trained.input.times.end());
    std::vector<std::uint8_t> used(times.size(), 0);
    for (const std::uint32_t row : trained.input.rows)
        used[row] = 1;
    for (std::size_t row = 0; row < times.size(); ++row) {
        if (used[row] == 0 && trained.input.truth[row] != kUndecided)
            times[row] = kNoTime;
    }
    for (const LabelGap& gap : labelGaps(trained.input.truth, times))
        warnings.push_back(gap.sentence());
}

/// A row's encoded cells as bytes; NaN in one spelling.
std::string rowBytes(std::span<const float> cells)
{
    std::string bytes(cells.size() * sizeof(float), '\0');
    for (std::size_t c = 0; c < cells.size(); ++c) {
        const float value = std::isnan(cells[c]) ? std::numeric_limits<float>::quiet_NaN() : cells[c];
        std::memcpy(bytes.data() + c * sizeof(float), &value, sizeof value);
    }
    return bytes;
}

void warnDuplicates(const TrainedOn& trained, Warnings& warnings)
{
    const Matrix train = trained.encoder.encode(trained.table, trained.split.train);
    std::unordered_map<std::string, std::size_t> seen;
    for (std::size_t r = 0; r < train.rows; ++r)
        seen.try_emplace(rowBytes(train.row(r)), r);
    if (static_cast<double>(seen.size()) < kDistinctShare * static_cast<double>(train.rows))
        return;
    const Matrix holdout = trained.encoder.encode(trained.table, trained.split.holdout);
    std::size_t again = 0;
    std::string examples;
    for (std::size_t r = 0; r < holdout.rows; ++r) {
        const auto twin = seen.find(rowBytes(holdout.row(r)));
        if (twin == seen.end())
            continue;
        if (again++ < kNamedDuplicates)
            examples += fmt::format("{}{} = {}", examples.empty() ? "" : ", ",
                                    trained.table.ids[trained.split.holdout[r]],
                                    trained.table.ids[trained.split.train[twin->second]]);
    }
    if (static_cast<double>(again) > kDuplicateShare * static_cast<double>(holdout.rows))
        warnings.push_back(fmt::format("{} of {} hold-out cases are equal to a training case in every field "
                                       "({}{}): the figures flatter the model.",
                                       again, holdout.rows, examples,
                                       again > kNamedDuplicates ? ", ..." : ""));
}

void warnGroups(const TrainedOn& trained, Warnings& warnings)
{
    const TornGroups torn = groupsOnBothSides(trained.split, trained.input.groups);
    if (torn.groups > 0)
        warnings.push_back(fmt::format("{} groups of linked cases stand on both sides of the split ({} of {} "
                                       "hold-out cases): the figures "
                                       "flatter the model; the split by group keeps them apart.",
                                       torn.groups, torn.holdoutRows, trained.split.holdout.size()));
}

} // namespace

std::vector<std::string> trainingWarnings(const TrainedOn& trained)
{
    Warnings warnings;
    warnDropped(trained, warnings);
    warnLeaks(trained, warnings);
    warnScarce(trained, warnings);
    warnMonths(trained, warnings);
    warnDuplicates(trained, warnings);
    warnGroups(trained, warnings);
    return warnings;
}

} // namespace casebench
