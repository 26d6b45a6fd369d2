// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Run.h"
#include "core/stats/Binary.h"

#include <span>

namespace casebench {

/// The metrics of a run, in the order in which they are shown and stored.
inline constexpr std::array<std::string_view, 10> kMetricNames {
    "roc_auc", "average_precision", "recall", "precision", "specificity", "f1", "mcc",
    "brier",   "log_loss",          "ece",
};

struct EvaluationOptions
{
    int bootstraps = 2000;
    std::uint64_t seed = 1;
};

/// All of kMetricNames with two-sided 95 % intervals and n. roc_auc by DeLong; recall, precision and
/// specificity by Wilson; the others by stratified bootstrap, percentile. Undefined (0/0, one class) is NaN.
/// Takes:  truth and probability of the same length; undecided cases are left out. Positive is probability >=
/// threshold. Cost:   O(n log n + bootstraps * n). Source: statistics.md 1; n is the cases a metric speaks of
/// (recall: the positives; precision: the flagged; specificity: the negatives).
[[nodiscard]] std::vector<Metric> evaluateBinary(std::span<const Truth> truth,
                                                 std::span<const double> probability,
                                                 double threshold,
                                                 const EvaluationOptions& options);

/// The figure of that name; undefined when it is not there.
[[nodiscard]] Interval metricOf(std::span<const Metric> metrics, std::string_view name);

/// One bin of a reliability diagram (equal counts, ties kept together by order of probability).
struct CalibrationBin
{
    double low = 0; ///< smallest probability in it
    double high = 0;
    double predicted = 0; ///< mean probability
    Interval observed; ///< share of positives, Wilson
};

/// Takes:  as evaluateBinary; bins >= 1.
/// Gives:  at most `bins` bins, ascending, none empty.
[[nodiscard]] std::vector<CalibrationBin>
calibrationBins(std::span<const Truth> truth, std::span<const double> probability, int bins = 10);

} // namespace casebench
