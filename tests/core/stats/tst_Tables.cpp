// SPDX-License-Identifier: GPL-3.0-or-later
#include "Golden.h"

#include "core/stats/Agreement.h"
#include "core/stats/Contingency.h"
#include "core/stats/Paired.h"

#include <array>

using namespace casebench;
using namespace casebench::test;

using Row = std::vector<std::int64_t>;

class tst_Tables : public QObject
{
    Q_OBJECT

private slots:

    void sharesDifferAsInScipy()
    {
        for (const auto& row : golden("tables.json", "homogeneous")) {
            const auto r = integersOf<std::int64_t>(row["r"]);
            const auto c = integersOf<std::int64_t>(row["c"]);
            const Homogeneity test = homogeneity(r, c, 1);
            QCOMPARE(test.name, std::string("chi-squared"));
            QCOMPARE(test.degrees, row["df"].get<int>());
            QVERIFY(agrees(test.statistic, row["chi2"], 1e-11));
            QVERIFY(agrees(test.p, row["p"], 1e-9));
            QVERIFY(agrees(test.cramersV, row["v"], 1e-11));
            QVERIFY(agrees(jensenShannonDistance(r, c), row["js"], 1e-10));
            QVERIFY(agrees(hellingerDistance(r, c), row["hellinger"], 1e-10));
            QVERIFY(agrees(totalVariation(r, c), row["tv"], 1e-11));
            QVERIFY(agrees(largestDifference(r, c), row["largest"], 1e-11));
            QVERIFY(agrees(populationStabilityIndex(r, c).value, row["psi"], 1e-11));
            QVERIFY(agrees(populationStabilityIndex(r, c).critical, row["critical"], 1e-11));
        }
    }

    void fewExpectedArePermuted()
    {
        for (const auto& row : golden("tables.json", "small")) {
            const Homogeneity test =
                homogeneity(integersOf<std::int64_t>(row["r"]), integersOf<std::int64_t>(row["c"]), 1);
            QCOMPARE(test.name, std::string("permutation"));
            const double p = row["p"];
            QVERIFY(agrees(test.p, p, 0,
                           4 * std::sqrt(p * (1 - p) / 9999) + 2e-4)); // four standard errors of 9,999 draws
        }
    }

    void sameSeedSamePermutation()
    {
        const Row r { 9, 2, 1 };
        const Row c { 2, 6, 3 };
        QCOMPARE(homogeneity(r, c, 4).p, homogeneity(r, c, 4).p);
        QVERIFY(homogeneity(r, c, 4).p != homogeneity(r, c, 5).p);
    }

    void twoLevelsWithFewExpectedUseFisher()
    {
        const Homogeneity test = homogeneity(Row { 8, 2, 0 }, Row { 1, 5, 0 }, 1);
        QCOMPARE(test.name, std::string("Fisher exact"));
        QVERIFY(agrees(test.p, 0.034965034965, 1e-9)); // scipy.stats.fisher_exact
    }

    void rareLevelAmongMillionsIsStillPermuted()
    {
        const Homogeneity test = homogeneity(Row { 600'000, 400'000, 1 }, Row { 60'000, 40'000, 1 }, 1);
        QCOMPARE(test.name, std::string("permutation"));
        QVERIFY(test.p > .05 && test.p <= 1);
    }

    void emptySideIsUndefined()
    {
        QVERIFY(std::isnan(homogeneity(Row { 0, 0 }, Row { 3, 4 }, 1).p));
        QVERIFY(std::isnan(populationStabilityIndex(Row { 0, 0 }, Row { 3, 4 }).value));
        QVERIFY(std::isnan(jensenShannonDistance(Row { 1 }, Row { 0 })));
        QVERIFY(std::isnan(hellingerDistance(Row {}, Row {}))
                && std::isnan(largestDifference(Row {}, Row {})));
        QVERIFY(std::isnan(compareProportions(0, 0, 1, 2).p));
        QVERIFY(std::isnan(differenceOfProportions(1, 2, 0, 0).value));
    }

    void equalCountsAreNoDistance()
    {
        const Row same { 3, 0, 7 };
        QCOMPARE(jensenShannonDistance(same, same), 0.0);
        QCOMPARE(hellingerDistance(same, same), 0.0);
        QCOMPARE(populationStabilityIndex(same, same).value, 0.0);
        QCOMPARE(jensenShannonDistance(Row { 5, 0 }, Row { 0, 2 }), 1.0);
    }

    void psiGivesHalfACountWhereACellIsEmpty()
    {
        // (10.5, .5) / 11 against (5.5, 5.5) / 11, by hand
        const double expected =
            (5.5 - 10.5) / 11 * std::log(5.5 / 10.5) + (5.5 - .5) / 11 * std::log(5.5 / .5);
        QVERIFY(agrees(populationStabilityIndex(Row { 10, 0 }, Row { 5, 5 }).value, expected, 1e-12));
    }

    void proportionsAsInScipy()
    {
        for (const auto& row : golden("tables.json", "two")) {
            const std::int64_t k1 = row["k1"];
            const std::int64_t n1 = row["n1"];
            const std::int64_t k2 = row["k2"];
            const std::int64_t n2 = row["n2"];
            QVERIFY(agrees(fisherExact(k1, n1 - k1, k2, n2 - k2), row["fisher"], 1e-9));
            QVERIFY(agrees(twoProportionZ(k1, n1, k2, n2).statistic, row["z"], 1e-10));
            QVERIFY(agrees(twoProportionZ(k1, n1, k2, n2).p, row["p"], 1e-9));
            const Interval wilson = wilsonInterval(k1, n1);
            QVERIFY(agrees({ wilson.low, wilson.high }, row["wilson"], 1e-9, 1e-12));
            const Interval difference = differenceOfProportions(k1, n1, k2, n2);
            QVERIFY(agrees({ difference.low, difference.high }, row["newcombe"], 1e-9, 1e-12));
        }
        QCOMPARE(compareProportions(1, 9, 5, 8).name, std::string("Fisher exact"));
        QCOMPARE(compareProportions(620, 1000, 460, 800).name, std::string("two-proportion z"));
    }

    void mcnemarAndKappaAsInScipyAndSklearn()
    {
        for (const auto& row : golden("tables.json", "mcnemar"))
            QVERIFY(agrees(mcnemarExact(row["b"], row["c"]), row["p"], 1e-9));
        for (const auto& row : golden("tables.json", "kappa"))
            QVERIFY(
                agrees(cohenKappa(integersOf<std::int64_t>(row["table"]), row["k"]), row["kappa"], 1e-11));
        QVERIFY(std::isnan(cohenKappa(Row { 0, 0, 0, 0 }, 2))
                && std::isnan(cohenKappa(Row { 5, 0, 0, 0 }, 2)));
        const std::array<double, 1> single { .1 };
        QVERIFY(std::isnan(correctedResampledT(single, .1).p));
    }
};

QTEST_APPLESS_MAIN(tst_Tables)
#include "tst_Tables.moc"
