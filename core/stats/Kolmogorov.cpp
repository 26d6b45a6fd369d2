// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/Kolmogorov.h"

#include "core/stats/Special.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace casebench {

namespace {

constexpr double kSmirnovFrom =
    2.2; // n d^2 from which both sides rarely leave together (Simard & L'Ecuyer 2011)
constexpr double kUnderflow =
    800; // 2 exp(-2 n m / (n + m) d^2) bounds p (Wei & Dudley 2012): below the smallest double
constexpr double kPi2 = std::numbers::pi * std::numbers::pi;

/// P(D+ >= d), Smirnov's sum; its terms are probabilities, so none cancels.
double smirnovTail(double d, std::int64_t n)
{
    const auto size = static_cast<double>(n);
    double sum = 0;
    for (std::int64_t j = 0; static_cast<double>(j) <= size * (1 - d); ++j) {
        const double level = d + static_cast<double>(j) / size;
        const double logChoices = logFactorial(n) - logFactorial(j) - logFactorial(n - j);
        const double logAbove =
            level < 1 ? static_cast<double>(n - j) * std::log1p(-level) : (n == j ? 0 : -HUGE_VAL);
        sum += std::exp(logChoices + logAbove + static_cast<double>(j - 1) * std::log(level));
    }
    return std::min(1.0, d * sum);
}

/// P(D <= d): the limit distribution and its corrections of order n^-1/2, n^-1 and n^-3/2.
double pelzGood(double d, double n)
{
    const double z = std::sqrt(n) * d;
    const double z2 = z * z;
    const double z4 = z2 * z2;
    const double z6 = z4 * z2;
    double k0 = 0;
    double k1 = 0;
    double k2 = 0;
    double k3 = 0;
    const int terms = static_cast<int>(std::ceil(16 * z / std::numbers::pi)); // 16 digits
    for (int k = terms; k >= 1; --k) {
        const double odd = 2.0 * k - 1;
        const double o2 = odd * odd * kPi2 / 4;
        const double weight = std::exp(-o2 / (2 * z2));
        k0 += weight;
        k1 += weight * (o2 - z2);
        k2 += weight * (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * o2 + (1 - 2 * z2) * o2 * o2);
        k3 += weight
            * (-30 * z6 - 90 * z4 * z4 + (135 * z4 - 96 * z6) * o2 + (212 * z4 - 60 * z2) * o2 * o2
               + (5 - 30 * z2) * o2 * o2 * o2);
    }
    double even2 = 0;
    double even3 = 0;
    for (int k = terms; k >= 1; --k) {
        const double e2 = kPi2 * k * k;
        const double weight = e2 * std::exp(-e2 / (2 * z2));
        even2 += weight;
        even3 += weight * (3 * z2 - e2);
    }
    const double root = std::sqrt(2 * std::numbers::pi);
    k0 *= root / z;
    k1 *= root / (6 * z4);
    k2 = root * (k2 / (72 * z6 * z) - even2 / (36 * z2 * z));
    k3 = root * (k3 / (6480 * z6 * z4) + even3 / (216 * z6));
    return k0 + k1 / std::sqrt(n) + k2 / n + k3 / (n * std::sqrt(n));
}

} // namespace

double kolmogorovTail(double d, std::int64_t n)
{
    if (std::isnan(d) || n < 1)
        return std::numeric_limits<double>::quiet_NaN();
    const auto size = static_cast<double>(n);
    if (size * d <= .5)
        return 1;
    if (d >= 1)
        return 0;
    if (size * d * d >= kSmirnovFrom || d >= .5) // above one half both sides cannot leave at once: exact
        return std::min(1.0, 2 * smirnovTail(d, n));
    if (size * d <= 1) // Ruben & Gambino 1982, exact
        return 1 - std::exp(logFactorial(n) - size * std::log(size) + size * std::log(2 * size * d - 1));
    return std::clamp(1 - pelzGood(d, size), 0.0, 1.0);
}

double kolmogorovTwoSampleExact(double d, std::int64_t n, std::int64_t m)
{
    if (std::isnan(d) || n < 1 || m < 1)
        return std::numeric_limits<double>::quiet_NaN();
    if (n < m)
        std::swap(n, m);
    // A path is outside where |i m - j n| >= steps; in whole numbers, so that no rounding decides.
    const std::int64_t steps = std::llround(d * static_cast<double>(n) * static_cast<double>(m));
    if (steps <= 0)
        return 1;
    const double scale = static_cast<double>(n) * static_cast<double>(m) / static_cast<double>(n + m);
    if (2 * scale * d * d > kUnderflow)
        return 0;
    // row[j]: chance that a random merge passes (i, j) and stayed inside so far. What steps out is summed,
    // and never subtracted from one, so that tiny p-values keep their digits.
    std::vector<double> row(static_cast<std::size_t>(m) + 1, 0.0);
    row[0] = 1;
    double outside = 0;
    std::int64_t from = 0; // inside columns of the row before
    for (std::int64_t i = 0; i <= n; ++i) {
        double fromLeft = 0;
        std::int64_t first = m + 1;
        for (std::int64_t j = from; j <= m; ++j) {
            double& cell = row[static_cast<std::size_t>(j)];
            const double left = static_cast<double>(n + m - i - j + 1);
            const double fromAbove =
                i == 0 ? (j == 0 ? 1.0 : 0.0) : cell * static_cast<double>(n - i + 1) / left;
            const double arrived = fromAbove + fromLeft;
            const bool inside = std::abs(i * m - j * n) < steps;
            if (!inside)
                outside += arrived;
            cell = inside ? arrived : 0;
            first = inside ? std::min(first, j) : first;
            fromLeft = cell * static_cast<double>(m - j) / static_cast<double>(n + m - i - j);
            if (!inside && j * n >= i * m) // right of the band: nothing further arrives in this row
                break;
        }
        if (first > m)
            break;
        from = first;
    }
    return std::min(1.0, outside);
}

} // namespace casebench
