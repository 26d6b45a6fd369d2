// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/Descriptive.h"

#include "core/stats/RadixOrder.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace casebench {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kManyValues = 2000; // from here on sorting by digits is faster (ours)

/// Around the mean, which keeps digits; scaled by the largest deviation, which keeps 1e308 from overflowing.
double squaredDeviations(std::span<const double> values, double scale, double centre)
{
    double sum = 0;
    for (const double x : values)
        sum += ((x - centre) / scale) * ((x - centre) / scale);
    return sum;
}

double spread(std::span<const double> values, double divisor)
{
    if (const auto [least, most] = std::ranges::minmax(values); least == most)
        return 0; // the mean of equal values may be off by a rounding, which would pass for a spread
    const double centre = mean(values);
    double scale = 0;
    for (const double x : values)
        scale = std::max(scale, std::abs(x - centre));
    if (!(scale > 0) || !std::isfinite(scale))
        return scale;
    return scale * std::sqrt(squaredDeviations(values, scale, centre) / divisor);
}

double sortedQuantile(std::span<const double> sorted, double q)
{
    const double position = q * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const auto above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], position - static_cast<double>(below));
}

} // namespace

double mean(std::span<const double> values)
{
    if (values.empty())
        return kNaN;
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    if (std::isfinite(sum))
        return sum / static_cast<double>(values.size());
    double scaled = 0; // the plain sum overflowed
    for (const double x : values)
        scaled += x / static_cast<double>(values.size());
    return scaled;
}

double populationSd(std::span<const double> values)
{
    return values.empty() ? kNaN : spread(values, static_cast<double>(values.size()));
}

double sampleSd(std::span<const double> values)
{
    return values.size() < 2 ? kNaN : spread(values, static_cast<double>(values.size() - 1));
}

double quantile(std::span<const double> values, double q)
{
    if (values.empty() || !(q >= 0 && q <= 1))
        return kNaN;
    std::vector<double> sorted(values.begin(), values.end());
    std::ranges::sort(sorted);
    return sortedQuantile(sorted, q);
}

std::vector<double> quantileEdges(std::span<const double> values, int bins)
{
    std::vector<double> edges;
    if (values.empty())
        return edges;
    std::vector<double> sorted(values.begin(), values.end());
    std::ranges::sort(sorted);
    for (int i = 1; i < bins; ++i)
        edges.push_back(sortedQuantile(sorted, static_cast<double>(i) / bins));
    edges.erase(std::ranges::unique(edges).begin(), edges.end());
    return edges;
}

std::vector<std::int64_t> countInBins(std::span<const double> values, std::span<const double> edges)
{
    std::vector<std::int64_t> counts(edges.size() + 1, 0);
    for (const double x : values) {
        if (std::isnan(x))
            continue;
        ++counts[static_cast<std::size_t>(std::ranges::lower_bound(edges, x) - edges.begin())];
    }
    return counts;
}

std::vector<double> midRanks(std::span<const double> values)
{
    std::vector<std::uint32_t> order;
    if (values.size() < kManyValues) {
        order.resize(values.size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::sort(order, {}, [&](std::uint32_t i) { return values[i]; });
    } else {
        std::vector<std::uint64_t> keys(values.size());
        std::ranges::transform(values, keys.begin(), [](double value) { return orderKey(value); });
        order = radixOrder(keys);
    }
    std::vector<double> ranks(values.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i;
        while (end < order.size() && values[order[end]] == values[order[i]])
            ++end;
        const double rank = static_cast<double>(i + 1 + end) / 2;
        for (; i < end; ++i)
            ranks[order[i]] = rank;
    }
    return ranks;
}

} // namespace casebench
