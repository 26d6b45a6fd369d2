// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/Contingency.h"

#include "core/base/Contract.h"
#include "core/base/Random.h"
#include "core/stats/Special.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace casebench {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kFewestExpected = 5;
constexpr int kPermutations = 9'999;
constexpr std::int64_t kFewBalls = 24; // ours, measured

double share(std::int64_t k, std::int64_t n)
{
    return static_cast<double>(k) / static_cast<double>(n);
}

struct Table
{
    std::vector<std::int64_t> reference;
    std::vector<std::int64_t> current;
    std::int64_t n = 0;
    std::int64_t m = 0;

    [[nodiscard]] double fewestExpected() const
    {
        double fewest = std::numeric_limits<double>::infinity();
        const auto smaller = static_cast<double>(std::min(n, m));
        for (std::size_t i = 0; i < reference.size(); ++i)
            fewest = std::min(fewest, smaller * share(reference[i] + current[i], n + m));
        return fewest;
    }

    [[nodiscard]] double chiSquared(std::span<const std::int64_t> second) const
    {
        double statistic = 0;
        for (std::size_t i = 0; i < reference.size(); ++i) {
            const auto column = static_cast<double>(reference[i] + current[i]);
            const double expectedB = column * share(m, n + m);
            const double expectedA = column - expectedB;
            const double moved = static_cast<double>(second[i]) - expectedB;
            statistic += moved * moved / expectedA + moved * moved / expectedB;
        }
        return statistic;
    }
};

Table withoutEmptyLevels(Counts reference, Counts current)
{
    expects(reference.size() == current.size(), "homogeneity of counts of different levels");
    Table table;
    for (std::size_t i = 0; i < reference.size(); ++i) {
        if (reference[i] + current[i] == 0)
            continue;
        table.reference.push_back(reference[i]);
        table.current.push_back(current[i]);
        table.n += reference[i];
        table.m += current[i];
    }
    return table;
}

/// One count out of `good` and `bad` balls when `taken` are drawn without replacement: inversion from the
/// mode outwards. Cost: O(its standard deviation).
std::int64_t hypergeometric(std::int64_t good, std::int64_t bad, std::int64_t taken, Random& random)
{
    if (good <= kFewBalls) { // one by one is cheaper than the logarithms below
        std::int64_t drawn = 0;
        for (std::int64_t ball = 0; ball < good; ++ball)
            drawn += random.chance(share(taken - drawn, good + bad - ball)) ? 1 : 0;
        return drawn;
    }
    const std::int64_t least = std::max<std::int64_t>(0, taken - bad);
    const std::int64_t most = std::min(taken, good);
    const double middle = static_cast<double>(taken + 1) * share(good + 1, good + bad + 2);
    const std::int64_t mode = std::clamp(static_cast<std::int64_t>(middle), least, most);
    const auto logChoices = [](std::int64_t n, std::int64_t k) {
        return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
    };
    const double peak =
        std::exp(logChoices(good, mode) + logChoices(bad, taken - mode) - logChoices(good + bad, taken));
    double left = random.uniform() - peak;
    double up = peak;
    double down = peak;
    std::int64_t high = mode;
    std::int64_t low = mode;
    while (left >= 0 && (high < most || low > least)) {
        if (high < most) {
            up *= share(good - high, high + 1) * share(taken - high, bad - taken + high + 1);
            ++high;
            left -= up;
            if (left < 0)
                return high;
        }
        if (low > least) {
            down *= share(low, good - low + 1) * share(bad - taken + low, taken - low + 1);
            --low;
            left -= down;
            if (left < 0)
                return low;
        }
    }
    return mode;
}

/// Deals m of the pooled rows to the second sample, level by level, which a shuffle would do row by row.
double permutationP(const Table& table, double observed, std::uint64_t seed)
{
    Random random = Random::forPurpose(seed, "homogeneity");
    std::vector<std::int64_t> dealt(table.reference.size());
    int asExtreme = 0;
    for (int draw = 0; draw < kPermutations; ++draw) {
        std::int64_t rows = table.n + table.m;
        std::int64_t open = table.m;
        for (std::size_t level = 0; level < dealt.size(); ++level) {
            const std::int64_t here = table.reference[level] + table.current[level];
            rows -= here;
            dealt[level] = hypergeometric(here, rows, open, random);
            open -= dealt[level];
        }
        asExtreme += table.chiSquared(dealt) >= observed * (1 - 1e-9) ? 1 : 0;
    }
    return static_cast<double>(asExtreme + 1) / (kPermutations + 1);
}

} // namespace

Interval wilsonInterval(std::int64_t k, std::int64_t n)
{
    Interval interval;
    interval.n = n;
    if (n <= 0)
        return interval;
    const auto size = static_cast<double>(n);
    const double p = share(k, n);
    const double z2 = kZ95 * kZ95;
    const double centre = p + z2 / (2 * size);
    const double half = kZ95 * std::sqrt(p * (1 - p) / size + z2 / (4 * size * size));
    interval.value = p;
    interval.low = k == 0 ? 0 : (centre - half) / (1 + z2 / size);
    interval.high = k == n ? 1 : (centre + half) / (1 + z2 / size);
    return interval;
}

Interval differenceOfProportions(std::int64_t k1, std::int64_t n1, std::int64_t k2, std::int64_t n2)
{
    Interval interval;
    interval.n = n1 + n2;
    if (n1 <= 0 || n2 <= 0)
        return interval;
    const Interval a = wilsonInterval(k1, n1);
    const Interval b = wilsonInterval(k2, n2);
    interval.value = a.value - b.value;
    interval.low = interval.value - std::hypot(a.value - a.low, b.high - b.value);
    interval.high = interval.value + std::hypot(a.high - a.value, b.value - b.low);
    return interval;
}

TestResult twoProportionZ(std::int64_t k1, std::int64_t n1, std::int64_t k2, std::int64_t n2)
{
    if (n1 <= 0 || n2 <= 0)
        return { "two-proportion z", kNaN, kNaN };
    const double pooled = share(k1 + k2, n1 + n2);
    if (pooled <= 0 || pooled >= 1)
        return { "two-proportion z", 0, 1 };
    const double z = (share(k1, n1) - share(k2, n2))
        / std::sqrt(pooled * (1 - pooled) * (1 / static_cast<double>(n1) + 1 / static_cast<double>(n2)));
    return { "two-proportion z", z, normalTwoSided(z) };
}

TestResult compareProportions(std::int64_t k1, std::int64_t n1, std::int64_t k2, std::int64_t n2)
{
    if (n1 <= 0 || n2 <= 0)
        return { "two-proportion z", kNaN, kNaN };
    const std::int64_t successes = k1 + k2;
    const std::int64_t failures = n1 + n2 - successes;
    const double fewest =
        static_cast<double>(std::min(n1, n2)) * share(std::min(successes, failures), n1 + n2);
    if (fewest < kFewestExpected)
        return { "Fisher exact", kNaN, fisherExact(k1, n1 - k1, k2, n2 - k2) };
    return twoProportionZ(k1, n1, k2, n2);
}

double fisherExact(std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t d)
{
    const std::int64_t row = a + b;
    const std::int64_t column = a + c;
    const std::int64_t all = a + b + c + d;
    if (row == 0 || column == 0 || row == all || column == all)
        return 1;
    const auto logP = [&](std::int64_t x) {
        return logFactorial(row) + logFactorial(all - row) + logFactorial(column) + logFactorial(all - column)
            - logFactorial(all) - logFactorial(x) - logFactorial(row - x) - logFactorial(column - x)
            - logFactorial(all - row - column + x);
    };
    const double observed = logP(a);
    double p = 0;
    for (std::int64_t x = std::max<std::int64_t>(0, row + column - all); x <= std::min(row, column); ++x) {
        const double candidate = logP(x);
        if (candidate <= observed + 1e-7) // ties up to rounding, as scipy does
            p += std::exp(candidate);
    }
    return std::min(1.0, p);
}

Homogeneity homogeneity(Counts reference, Counts current, std::uint64_t seed)
{
    const Table table = withoutEmptyLevels(reference, current);
    Homogeneity result { "chi-squared", 0, 0, 1, 0 };
    if (table.n == 0 || table.m == 0)
        return { "chi-squared", kNaN, 0, kNaN, kNaN };
    if (table.reference.size() < 2)
        return result;
    result.statistic = table.chiSquared(table.current);
    result.degrees = static_cast<int>(table.reference.size()) - 1;
    result.cramersV =
        std::sqrt(result.statistic / static_cast<double>(table.n + table.m)); // min(rows, columns) - 1 = 1
    if (table.fewestExpected() < kFewestExpected && result.degrees == 1) {
        result.name = "Fisher exact";
        result.p = fisherExact(table.reference[0], table.reference[1], table.current[0], table.current[1]);
    } else if (table.fewestExpected() < kFewestExpected) {
        result.name = "permutation";
        result.p = permutationP(table, result.statistic, seed);
    } else {
        result.p = chiSquaredTail(result.statistic, result.degrees);
    }
    return result;
}

} // namespace casebench
