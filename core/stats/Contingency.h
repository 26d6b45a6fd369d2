// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stats/Distribution.h"
#include "core/stats/Interval.h"

#include <string>

namespace casebench {

/// Wilson's score interval of k successes in n. n = 0: undefined.
/// Source: Wilson 1927.
[[nodiscard]] Interval wilsonInterval(std::int64_t k, std::int64_t n);

/// k1/n1 - k2/n2 with Newcombe's hybrid score interval (1998, method 10); n = n1 + n2.
[[nodiscard]] Interval
differenceOfProportions(std::int64_t k1, std::int64_t n1, std::int64_t k2, std::int64_t n2);

struct TestResult
{
    std::string name; ///< "two-proportion z", "Fisher exact"
    double statistic = 0; ///< z; NaN for Fisher
    double p = 0;
};

/// Pooled two-proportion z; Fisher's exact test when an expected count is below 5. NaN when a side is empty;
/// p = 1 when nothing varies.
[[nodiscard]] TestResult
compareProportions(std::int64_t k1, std::int64_t n1, std::int64_t k2, std::int64_t n2);
/// The z alone, whatever the counts.
[[nodiscard]] TestResult twoProportionZ(std::int64_t k1, std::int64_t n1, std::int64_t k2, std::int64_t n2);

/// Two-sided p of the table {{a, b}, {c, d}}: the sum over all tables as unlikely or more
/// (scipy.stats.fisher_exact).
/// Cost:   O(smallest margin).
[[nodiscard]] double fisherExact(std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t d);

struct Homogeneity
{
    std::string name; ///< "chi-squared", "Fisher exact", "permutation"
    double statistic = 0; ///< chi-squared, no Yates correction
    int degrees = 0;
    double p = 0;
    double cramersV = 0;
};

/// Whether two samples have the same shares of k levels: chi-squared of the 2 x k table; when an expected
/// count is below 5, Fisher's exact test of two levels and a seeded permutation test (9,999 draws) of
/// more. Levels empty on both sides do not count; one level only: p = 1.
/// Cost:   O(k), or O(draws x k x sqrt(rows)) at most for the permutation.
[[nodiscard]] Homogeneity homogeneity(Counts reference, Counts current, std::uint64_t seed);

} // namespace casebench
