// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Label.h"
#include "core/stats/Binary.h"

#include <span>
#include <vector>

namespace casebench {

/// What happens at one threshold.
struct ThresholdPoint
{
    double threshold = 0; ///< positive when the probability is at least this
    Confusion confusion;
};

/// Every threshold that changes a decision: +infinity (nothing flagged) first, then each distinct
/// probability, descending. Takes:  truth and probability of the same length; undecided cases are left out.
/// Cost:   O(n log n). The ROC and precision-recall curves are read off it.
[[nodiscard]] std::vector<ThresholdPoint> thresholdCurve(std::span<const Truth> truth,
                                                         std::span<const double> probability);

/// The point that holds at a threshold. The curve must not be empty. Cost: O(log n).
[[nodiscard]] const ThresholdPoint& pointAt(std::span<const ThresholdPoint> curve, double threshold);

struct Costs
{
    double missedPositive = 1; ///< of a scam that was not flagged
    double falseAlarm = 1;
};

/// Mean cost per case at each point of the curve, same order; NaN without a case.
[[nodiscard]] std::vector<double> costCurve(std::span<const ThresholdPoint> curve, const Costs& costs);

/// Position of the cheapest point; the higher threshold when two cost the same. The curve must not be empty.
[[nodiscard]] std::size_t cheapest(std::span<const ThresholdPoint> curve, const Costs& costs);

} // namespace casebench
