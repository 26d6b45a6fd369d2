// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/Samples.h"

#include "core/stats/Special.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace casebench {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kExactLimit = 10'000; // scipy's "auto"

/// P(D >= d) by walking all lattice paths that stay inside the band |i/n - j/m| < d; probabilities, not counts, so that nothing
/// overflows: each step multiplies by the chance that the next value comes from that sample.
double exactP(std::size_t n, std::size_t m, double d)
{
    if (n < m)
        std::swap(n, m);
    const double steps = std::round(d * static_cast<double>(n) * static_cast<double>(m));
    // inside: |i * m - j * n| < steps, in whole numbers, so that no rounding decides
    const auto inside = [&](std::size_t i, std::size_t j) {
        return std::abs(static_cast<double>(i) * static_cast<double>(m) - static_cast<double>(j) * static_cast<double>(n)) < steps;
    };
    std::vector<double> row(m + 1, 0.0);
    row[0] = 1;
    for (std::size_t j = 1; j <= m; ++j)
        row[j] = inside(0, j) ? row[j - 1] * static_cast<double>(m - j + 1) / static_cast<double>(n + m - j + 1) : 0;
    for (std::size_t i = 1; i <= n; ++i) {
        const auto left = [&](std::size_t j) { return static_cast<double>(n + m - (i + j) + 1); };
        row[0] = inside(i, 0) ? row[0] * static_cast<double>(n - i + 1) / left(0) : 0;
        for (std::size_t j = 1; j <= m; ++j) {
            const double fromReference = row[j] * static_cast<double>(n - i + 1) / left(j);
            const double fromCurrent = row[j - 1] * static_cast<double>(m - j + 1) / left(j);
            row[j] = inside(i, j) ? fromReference + fromCurrent : 0;
        }
    }
    return std::clamp(1 - row[m], 0.0, 1.0);
}

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
    if (std::max(a.size(), b.size()) <= kExactLimit)
        result.ksP = exactP(a.size(), b.size(), result.ks);
    else
        result.ksP = kolmogorovTail(result.ks * std::sqrt(n * m / (n + m)));
    return result;
}

} // namespace casebench
