// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/Thresholds.h"

#include "core/base/Contract.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace casebench {

std::vector<ThresholdPoint> thresholdCurve(std::span<const Truth> truth, std::span<const double> probability)
{
    expects(truth.size() == probability.size(), "thresholdCurve: lengths differ");
    std::vector<std::pair<double, Truth>> cases;
    Confusion counts;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (truth[i] == kUndecided)
            continue;
        cases.emplace_back(probability[i], truth[i]);
        ++(truth[i] == kPositive ? counts.fn : counts.tn);
    }
    std::ranges::sort(cases, std::greater {});
    std::vector<ThresholdPoint> curve { { std::numeric_limits<double>::infinity(), counts } };
    for (std::size_t i = 0; i < cases.size();) {
        const double level = cases[i].first;
        for (; i < cases.size() && cases[i].first == level; ++i) {
            const bool positive = cases[i].second == kPositive;
            ++(positive ? counts.tp : counts.fp);
            --(positive ? counts.fn : counts.tn);
        }
        curve.push_back({ level, counts });
    }
    return curve;
}

const ThresholdPoint& pointAt(std::span<const ThresholdPoint> curve, double threshold)
{
    expects(!curve.empty(), "pointAt: empty curve");
    // The last point whose own threshold is not below the one asked for: nothing lies between them.
    const auto after = std::ranges::partition_point(
        curve, [&](const ThresholdPoint& point) { return point.threshold >= threshold; });
    return after == curve.begin() ? curve.front() : *(after - 1);
}

std::vector<double> costCurve(std::span<const ThresholdPoint> curve, const Costs& costs)
{
    std::vector<double> result;
    for (const auto& [threshold, counts] : curve) {
        const double n = counts.tp + counts.fp + counts.fn + counts.tn;
        result.push_back((counts.fn * costs.missedPositive + counts.fp * costs.falseAlarm) / n);
    }
    return result;
}

std::size_t cheapest(std::span<const ThresholdPoint> curve, const Costs& costs)
{
    expects(!curve.empty(), "cheapest: empty curve");
    const auto cost = costCurve(curve, costs);
    return static_cast<std::size_t>(std::ranges::min_element(cost) - cost.begin());
}

} // namespace casebench
