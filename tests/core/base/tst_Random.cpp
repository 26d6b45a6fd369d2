// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "core/base/Random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

using namespace casebench;

class tst_Random : public QObject
{
    Q_OBJECT

private slots:

    /// Golden: xoshiro256starstar.c seeded by splitmix64.c (Blackman & Vigna, public domain,
    /// prng.di.unimi.it), compiled with GCC 12.
    void givesTheReferenceSequence()
    {
        struct Golden
        {
            std::uint64_t seed;
            std::array<std::uint64_t, 4> first;
            std::uint64_t thousandth;
        };

        const std::array<Golden, 4> goldens { {
            { 0,
              { 0x99ec5f36cb75f2b4, 0xbf6e1f784956452a, 0x1a5f849d4933e6e0, 0x6aa594f1262d2d2c },
              0x7aac8c483a2edd2f },
            { 1,
              { 0xb3f2af6d0fc710c5, 0x853b559647364cea, 0x92f89756082a4514, 0x642e1c7bc266a3a7 },
              0xb8517c33c344d153 },
            { 20260301,
              { 0x195356506e7fca46, 0x6c122ba1c8f9e33d, 0x8cb56b714e6052be, 0x7bca33092107804a },
              0x0b0ac1d3668f3b47 },
            { ~0ULL,
              { 0x8f5520d52a7ead08, 0xc476a018caa1802d, 0x81de31c0d260469e, 0xbf658d7e065f3c2f },
              0xc3c93ea5cde434cc },
        } };
        for (const Golden& golden : goldens) {
            Random random(golden.seed);
            for (const std::uint64_t expected : golden.first)
                QCOMPARE(random.next(), expected);
            for (int i = 5; i < 1000; ++i)
                (void)random.next();
            QCOMPARE(random.next(), golden.thousandth);
        }
    }

    void purposesHaveStreamsOfTheirOwn()
    {
        const auto first = [](std::uint64_t seed, std::string_view purpose) {
            return Random::forPurpose(seed, purpose).next();
        };
        QCOMPARE(first(1, "split"), first(1, "split"));
        QVERIFY(first(1, "split") != first(1, "folds"));
        QVERIFY(first(1, "split") != first(2, "split"));
        QVERIFY(first(1, "") != Random(1).next());
    }

    /// Chi-square with 5, 10 and 99 degrees of freedom; the bounds are their 0.9999 quantiles, the seed is
    /// fixed.
    void belowIsEven()
    {
        const std::array<std::pair<std::uint64_t, double>, 3> bounds {
            { { 6, 25.75 }, { 11, 35.56 }, { 100, 161.32 } }
        };
        for (const auto& [bound, limit] : bounds) {
            Random random(7);
            std::vector<double> counts(bound);
            const double draws = 100'000;
            for (int i = 0; i < 100'000; ++i)
                ++counts.at(random.below(bound));
            const double expected = draws / static_cast<double>(bound);
            double statistic = 0;
            for (const double count : counts)
                statistic += (count - expected) * (count - expected) / expected;
            QVERIFY2(statistic < limit, qPrintable(QString::number(statistic)));
            QVERIFY(statistic > 0); // exactly even would be no chance at all
        }
    }

    void belowKeepsItsBoundAtTheExtremes()
    {
        Random random(3);
        for (int i = 0; i < 1000; ++i) {
            QCOMPARE(random.below(1), std::uint64_t { 0 });
            QVERIFY(random.below(~0ULL) != ~0ULL);
            QVERIFY(random.below((1ULL << 63) + 1) <= 1ULL << 63);
        }
        QVERIFY_EXCEPTION_THROWN((void)random.below(0), ContractViolation);
    }

    void uniformAndNormalHaveTheirMoments()
    {
        Random random(11);
        const int n = 200'000;
        double sum = 0;
        double normalSum = 0;
        double squares = 0;
        double fourths = 0;
        for (int i = 0; i < n; ++i) {
            const double u = random.uniform();
            QVERIFY(u >= 0 && u < 1);
            sum += u;
            const double z = random.normal();
            QVERIFY(std::isfinite(z));
            normalSum += z;
            squares += z * z;
            fourths += z * z * z * z;
        }
        // Five standard errors each: sqrt(1/12/n), sqrt(1/n), sqrt(2/n), sqrt(96/n).
        QVERIFY(std::abs(sum / n - 0.5) < 5 * std::sqrt(1.0 / 12 / n));
        QVERIFY(std::abs(normalSum / n) < 5 * std::sqrt(1.0 / n));
        QVERIFY(std::abs(squares / n - 1) < 5 * std::sqrt(2.0 / n));
        QVERIFY(std::abs(fourths / n - 3) < 5 * std::sqrt(96.0 / n));
    }

    void permutationHoldsEachNumberOnce()
    {
        Random random(5);
        for (const std::size_t n : { 0U, 1U, 2U, 1000U }) {
            std::vector<std::uint32_t> order = random.permutation(n);
            std::vector<std::uint32_t> all(n);
            std::iota(all.begin(), all.end(), 0U);
            QVERIFY(n < 3 || order != all);
            std::ranges::sort(order);
            QCOMPARE(order, all);
        }
    }

    /// All 24 orders of four, chi-square with 23 degrees of freedom, 0.9999 quantile.
    void everyOrderIsEquallyLikely()
    {
        Random random(13);
        std::map<std::vector<std::uint32_t>, double> counts;
        for (int i = 0; i < 48'000; ++i)
            ++counts[random.permutation(4)];
        QCOMPARE(counts.size(), std::size_t { 24 });
        double statistic = 0;
        for (const auto& [order, count] : counts)
            statistic += (count - 2000) * (count - 2000) / 2000;
        QVERIFY2(statistic < 56.5, qPrintable(QString::number(statistic)));
    }
};

QTEST_APPLESS_MAIN(tst_Random)
#include "tst_Random.moc"
