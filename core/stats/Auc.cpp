// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/Binary.h"
#include "core/stats/Descriptive.h"
#include "core/stats/Special.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace casebench {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// The structural components of one AUC: for each positive the share of negatives below it, and for each
/// negative the share of positives above it (ties half). Their covariances give DeLong's variance.
struct Components
{
    std::vector<double> positives;
    std::vector<double> negatives;
    double auc = kNaN;
};

Components componentsOf(TruthSpan truth, Values score)
{
    std::vector<double> all;
    std::vector<double> byClass[2];
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (truth[i] == 0 || truth[i] == 1)
            byClass[truth[i]].push_back(score[i]);
    }
    const auto& [negatives, positives] = byClass;
    Components components;
    const auto m = static_cast<double>(positives.size());
    const auto n = static_cast<double>(negatives.size());
    if (positives.empty() || negatives.empty())
        return components;
    all.insert(all.end(), positives.begin(), positives.end());
    all.insert(all.end(), negatives.begin(), negatives.end());
    const auto together = midRanks(all);
    const auto alonePositive = midRanks(positives);
    const auto aloneNegative = midRanks(negatives);
    double sum = 0;
    for (std::size_t i = 0; i < positives.size(); ++i) {
        components.positives.push_back((together[i] - alonePositive[i]) / n);
        sum += components.positives.back();
    }
    for (std::size_t j = 0; j < negatives.size(); ++j)
        components.negatives.push_back(1 - (together[positives.size() + j] - aloneNegative[j]) / m);
    components.auc = sum / m;
    return components;
}

double covariance(std::span<const double> a, std::span<const double> b)
{
    const double meanA = mean(a);
    const double meanB = mean(b);
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (a[i] - meanA) * (b[i] - meanB);
    return sum / static_cast<double>(a.size() - 1);
}

double covariance(const Components& a, const Components& b)
{
    if (a.positives.size() < 2 || a.negatives.size() < 2)
        return kNaN;
    return covariance(a.positives, b.positives) / static_cast<double>(a.positives.size())
        + covariance(a.negatives, b.negatives) / static_cast<double>(a.negatives.size());
}

} // namespace

double rocAuc(TruthSpan truth, Values score)
{
    return componentsOf(truth, score).auc;
}

Interval rocAucInterval(TruthSpan truth, Values score)
{
    const Components components = componentsOf(truth, score);
    const double half = kZ95 * std::sqrt(covariance(components, components));
    Interval interval;
    interval.n = static_cast<std::int64_t>(components.positives.size() + components.negatives.size());
    interval.value = components.auc;
    if (!std::isnan(half)) {
        interval.low = std::max(0.0, components.auc - half);
        interval.high = std::min(1.0, components.auc + half);
    }
    return interval;
}

AucDifference rocAucDifference(TruthSpan truth, Values a, Values b)
{
    const Components first = componentsOf(truth, a);
    const Components second = componentsOf(truth, b);
    AucDifference difference;
    difference.delta.n = static_cast<std::int64_t>(first.positives.size() + first.negatives.size());
    difference.delta.value = second.auc - first.auc;
    const double variance =
        covariance(first, first) + covariance(second, second) - 2 * covariance(first, second);
    if (std::isnan(variance)) {
        difference.p = kNaN;
        return difference;
    }
    const double error = std::sqrt(std::max(0.0, variance));
    difference.delta.low = difference.delta.value - kZ95 * error;
    difference.delta.high = difference.delta.value + kZ95 * error;
    difference.p = error > 0 ? normalTwoSided(difference.delta.value / error) : 1;
    return difference;
}

} // namespace casebench
