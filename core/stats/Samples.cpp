// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/Samples.h"

#include "core/stats/Descriptive.h"
#include "core/stats/Kolmogorov.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace casebench {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t kExactLimit = 10'000; // scipy's "auto"

} // namespace

TwoSample compareSamples(std::span<const double> reference, std::span<const double> current)
{
    if (reference.empty() || current.empty())
        return { kNaN, kNaN, kNaN };
    std::vector<double> a(reference.begin(), reference.end());
    std::vector<double> b(current.begin(), current.end());
    std::ranges::sort(a);
    std::ranges::sort(b);
    const auto n = static_cast<double>(a.size());
    const auto m = static_cast<double>(b.size());
    TwoSample result;
    std::size_t i = 0;
    std::size_t j = 0;
    double previous = std::min(a.front(), b.front());
    double gap = 0;
    while (i < a.size() || j < b.size()) {
        const double x = j == b.size() || (i < a.size() && a[i] <= b[j]) ? a[i] : b[j];
        result.wasserstein += gap * (x - previous);
        while (i < a.size() && a[i] == x)
            ++i;
        while (j < b.size() && b[j] == x)
            ++j;
        gap = std::abs(static_cast<double>(i) / n - static_cast<double>(j) / m);
        result.ks = std::max(result.ks, gap);
        previous = x;
    }
    const auto rowsA = static_cast<std::int64_t>(a.size());
    const auto rowsB = static_cast<std::int64_t>(b.size());
    if (std::max(rowsA, rowsB) <= kExactLimit)
        result.ksP = kolmogorovTwoSampleExact(result.ks, rowsA, rowsB);
    else
        result.ksP = kolmogorovTail(result.ks, std::max<std::int64_t>(1, std::llround(n * m / (n + m))));
    return result;
}

double normalizedWasserstein(double wasserstein, std::span<const double> reference)
{
    const double sd = populationSd(reference);
    return sd > 0 ? wasserstein / sd : kNaN;
}

} // namespace casebench
