// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stats/Interval.h"

#include <cstdint>
#include <span>
#include <vector>

namespace casebench {

// Measures of a two-class decision. Truth is 0 or 1 per case (other values are left out); 0/0 is NaN, never
// 0. All pure and thread-safe.

using TruthSpan = std::span<const std::int8_t>;
using Values = std::span<const double>;

/// Counts of a decision; doubles, so that expected and weighted counts use the same formulas.
struct Confusion
{
    double tp = 0;
    double fp = 0;
    double fn = 0;
    double tn = 0;

    [[nodiscard]] double recall() const { return tp / (tp + fn); }

    [[nodiscard]] double precision() const { return tp / (tp + fp); }

    [[nodiscard]] double specificity() const { return tn / (tn + fp); }

    [[nodiscard]] double accuracy() const { return (tp + tn) / (tp + fp + fn + tn); }

    [[nodiscard]] double f1() const { return 2 * tp / (2 * tp + fp + fn); }

    [[nodiscard]] double mcc() const;

    bool operator==(const Confusion&) const = default;
};

/// Positive is probability >= threshold.
/// Cost:   O(n).
[[nodiscard]] Confusion confusionAt(TruthSpan truth, Values probability, double threshold);

/// P(s+ > s-) + P(=)/2.
/// Cost:   O(n log n).
[[nodiscard]] double rocAuc(TruthSpan truth, Values score);
/// With DeLong's interval, clipped to 0..1; n counts both classes.
/// Source: DeLong 1988 in the fast form of Sun & Xu 2014.
[[nodiscard]] Interval rocAucInterval(TruthSpan truth, Values score);

struct AucDifference
{
    Interval delta; ///< AUC of b minus AUC of a
    double p = 0; ///< two-sided
};

/// Two scores of the same cases.
/// Source: as rocAucInterval.
[[nodiscard]] AucDifference rocAucDifference(TruthSpan truth, Values a, Values b);

/// Sum (R_k - R_{k-1}) P_k over descending thresholds, ties together, no interpolation.
/// Cost:   O(n log n).
[[nodiscard]] double averagePrecision(TruthSpan truth, Values score);

struct CurvePoint
{
    double x = 0;
    double y = 0;
    double threshold = 0;
};

/// x = false-alarm rate, y = recall; from (0, 0) to (1, 1), one point a distinct score. Empty when a class is
/// absent.
[[nodiscard]] std::vector<CurvePoint> rocCurve(TruthSpan truth, Values score);
/// x = recall, y = precision, by descending threshold.
[[nodiscard]] std::vector<CurvePoint> precisionRecallCurve(TruthSpan truth, Values score);

/// Mean (p - y)^2.
[[nodiscard]] double brierScore(TruthSpan truth, Values probability);
/// Probabilities are clipped to 1e-15 from 0 and 1.
[[nodiscard]] double logLoss(TruthSpan truth, Values probability);

struct ReliabilityBin
{
    double low = 0; ///< smallest probability
    double high = 0;
    double predicted = 0; ///< mean probability
    std::int64_t positives = 0;
    std::int64_t n = 0;
};

/// Equal-count bins by ascending probability (sizes differ by at most one), none empty.
/// Cost:   O(n log n).
[[nodiscard]] std::vector<ReliabilityBin> reliabilityBins(TruthSpan truth, Values probability, int bins = 10);
/// Sum n_b/n |observed - predicted| over reliabilityBins.
/// Source: Guo 2017, equal-count form.
[[nodiscard]] double expectedCalibrationError(TruthSpan truth, Values probability, int bins = 10);

} // namespace casebench
