// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/Distribution.h"

#include "core/base/Contract.h"
#include "core/stats/Special.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace casebench {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double total(Counts counts)
{
    return static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::int64_t { 0 }));
}

/// Sums term(r, c) over the shares of both sides.
template<typename Term>
double sumOverShares(Counts reference, Counts current, Term term)
{
    expects(reference.size() == current.size(), "distance between counts of different bins");
    const double n = total(reference);
    const double m = total(current);
    if (!(n > 0) || !(m > 0))
        return kNaN;
    double sum = 0;
    for (std::size_t i = 0; i < reference.size(); ++i)
        sum += term(static_cast<double>(reference[i]) / n, static_cast<double>(current[i]) / m);
    return sum;
}

} // namespace

Psi populationStabilityIndex(Counts reference, Counts current)
{
    expects(reference.size() == current.size(), "PSI between counts of different bins");
    const double n = total(reference);
    const double m = total(current);
    if (!(n > 0) || !(m > 0))
        return { kNaN, kNaN };
    const auto isZero = [](std::int64_t count) { return count == 0; };
    const double added =
        std::ranges::any_of(reference, isZero) || std::ranges::any_of(current, isZero) ? .5 : 0;
    const auto k = static_cast<double>(reference.size());
    Psi psi;
    for (std::size_t i = 0; i < reference.size(); ++i) {
        const double r = (static_cast<double>(reference[i]) + added) / (n + added * k);
        const double c = (static_cast<double>(current[i]) + added) / (m + added * k);
        psi.value += (c - r) * std::log(c / r);
    }
    psi.critical = k < 2 ? 0 : chiSquaredCritical(.05, k - 1) * (1 / n + 1 / m);
    return psi;
}

double jensenShannonDistance(Counts reference, Counts current)
{
    const double divergence = sumOverShares(reference, current, [](double r, double c) {
        const double middle = (r + c) / 2;
        return .5 * ((r > 0 ? r * std::log2(r / middle) : 0) + (c > 0 ? c * std::log2(c / middle) : 0));
    });
    return std::sqrt(divergence < 0 ? 0.0 : divergence); // NaN stays NaN
}

double hellingerDistance(Counts reference, Counts current)
{
    return std::sqrt(.5 * sumOverShares(reference, current, [](double r, double c) {
                         const double difference = std::sqrt(r) - std::sqrt(c);
                         return difference * difference;
                     }));
}

double totalVariation(Counts reference, Counts current)
{
    return .5 * sumOverShares(reference, current, [](double r, double c) { return std::abs(r - c); });
}

double largestDifference(Counts reference, Counts current)
{
    double largest = 0;
    const double defined = sumOverShares(reference, current, [&](double r, double c) {
        largest = std::max(largest, std::abs(r - c));
        return 0.0;
    });
    return std::isnan(defined) ? kNaN : largest;
}

} // namespace casebench
