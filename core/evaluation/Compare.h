// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/evaluation/Evaluate.h"

namespace casebench {

/// A model's predictions of the cases compared.
struct ComparedModel
{
    std::int64_t runId = 0;
    std::string name; ///< as the sentence and the slices call it
    double threshold = 0.5;
    Predictions predictions; ///< same rows, in the same order, for all models
};

struct ModelFigures
{
    std::int64_t runId = 0;
    std::string name;
    std::vector<Metric> metrics;
    Confusion confusion;
    std::vector<CalibrationBin> calibration;
};

/// Exact McNemar on right/wrong: b = only the first model is right, c = only the second.
struct McNemarTest
{
    std::int64_t b = 0;
    std::int64_t c = 0;
    double p = std::numeric_limits<double>::quiet_NaN();
};

/// Metric of b minus metric of a on the same cases.
struct PairedDifference
{
    std::int64_t runA = 0;
    std::int64_t runB = 0;
    std::string metric;
    Interval delta; ///< paired bootstrap, percentile; roc_auc by DeLong
    double p = std::numeric_limits<double>::quiet_NaN(); ///< roc_auc: DeLong; others undefined
    McNemarTest mcnemar; ///< of the pair: the same for all its metrics
};

/// A metric of one model among the cases with one level of one field.
struct SliceFigure
{
    std::string field;
    std::string level; ///< "Yes", "voip", "(missing)", or a range of a number
    std::int64_t runId = 0;
    std::string metric; ///< recall or specificity
    Interval value; ///< Wilson; n is the cases it speaks of
    std::int64_t rows = 0; ///< decided cases in the slice
};

struct ComparisonOptions
{
    int bootstraps = 2000;
    std::uint64_t seed = 1;
    std::vector<std::string>
        sliceBy; ///< field names; empty = the three whose slices differ most between the models
};

struct Comparison
{
    std::int64_t cases = 0;
    std::vector<CaseRow> rows; ///< the cases compared
    std::vector<ModelFigures> models; ///< as given
    std::vector<PairedDifference> pairs; ///< every later model against the first, all metrics
    std::vector<SliceFigure> slices;
    std::string sentence; ///< the finding in words; "" for a single model
};

/// Takes:  models: at least one; the first is the one the others are held against. table: rows aligned with
/// the predictions, for slices;
///         an empty table gives none. Undecided cases are left out.
/// Gives:  figures per model, paired differences with intervals, slices of recall and specificity, and the
/// finding as a sentence. Fails:  InvalidInput when the models' rows or truths differ or no case is decided;
/// NotFound for a slice field; Cancelled. Cost:   O(models * bootstraps * n). Source: statistics.md 1 (paired
/// bootstrap, McNemar exact, DeLong 1988 in the form of Sun & Xu 2014, Wilson 1927).
[[nodiscard]] Result<Comparison> compareModels(std::span<const ComparedModel> models,
                                               const CaseTable& table,
                                               const ComparisonOptions& options,
                                               Progress& progress);

/// "Challenger finds 27 points more of the scams (interval 23 to 31) and raises false alarms by 4 points
/// (interval 1 to 7)."
[[nodiscard]] std::string
comparisonSentence(const ModelFigures& a, const ModelFigures& b, std::span<const PairedDifference> pairs);

} // namespace casebench
