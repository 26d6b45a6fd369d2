// SPDX-License-Identifier: GPL-3.0-or-later
// The verified vectors of the project's statistics definitions; the numbers were computed with scipy 1.10 and
// scikit-learn 1.2.
#include "support/TestMain.h"

#include "core/stats/Agreement.h"
#include "core/stats/Binary.h"
#include "core/stats/Bootstrap.h"
#include "core/stats/Contingency.h"
#include "core/stats/Descriptive.h"
#include "core/stats/Estimation.h"
#include "core/stats/Multiple.h"
#include "core/stats/Paired.h"
#include "core/stats/Samples.h"
#include "core/stats/Special.h"

#include <array>
#include <cmath>

using namespace casebench;

namespace {

bool near(double value, double expected, double tolerance)
{
    const bool close = std::abs(value - expected) <= tolerance;
    if (!close)
        qWarning("%.10g is not %.10g", value, expected);
    return close;
}

constexpr std::array<std::int64_t, 3> kReference { 500, 300, 200 };
constexpr std::array<std::int64_t, 3> kCurrent { 400, 300, 300 };

} // namespace

class tst_Vectors : public QObject
{
    Q_OBJECT

private slots:

    void distancesBetweenShares()
    {
        QVERIFY(near(populationStabilityIndex(kReference, kCurrent).value, .06286, 5e-6));
        QVERIFY(near(jensenShannonDistance(kReference, kCurrent), .10620, 5e-6));
        QVERIFY(near(hellingerDistance(kReference, kCurrent), .08853, 5e-6));
        QVERIFY(near(totalVariation(kReference, kCurrent), .1, 1e-12));
        QVERIFY(near(largestDifference(kReference, kCurrent), .1, 1e-12));
    }

    void criticalPsi()
    {
        const auto critical = [](std::int64_t n, std::int64_t m) {
            return populationStabilityIndex(std::vector<std::int64_t>(10, n / 10),
                                            std::vector<std::int64_t>(10, m / 10))
                .critical;
        };
        QVERIFY(near(critical(1800, 150), .1222, 5e-5));
        QVERIFY(near(critical(1800, 600), .0376, 5e-5));
    }

    void emptyCellAddsHalfToEveryBin()
    {
        const std::array<std::int64_t, 2> a { 10, 0 };
        const std::array<std::int64_t, 2> b { 5, 5 };
        const double r = 10.5 / 11;
        const double c = .5;
        const double expected = (c - r) * std::log(c / r) + ((1 - c) - (1 - r)) * std::log((1 - c) / (1 - r));
        QVERIFY(near(populationStabilityIndex(a, b).value, expected, 1e-12));
    }

    void samples()
    {
        const std::array<double, 8> reference { 1, 2, 3, 4, 5, 6, 7, 8 };
        const std::array<double, 8> current { 3, 4, 5, 6, 7, 8, 9, 10 };
        const TwoSample result = compareSamples(reference, current);
        QVERIFY(near(result.wasserstein, 2, 1e-12));
        QVERIFY(near(result.wasserstein / populationSd(reference), .87287, 5e-6));
        QVERIFY(near(result.ks, .25, 1e-12));
        QVERIFY(near(result.ksP, .9801, 5e-5));
    }

    void chiSquared()
    {
        const Homogeneity test = homogeneity(kReference, kCurrent, 1);
        QCOMPARE(test.name, std::string("chi-squared"));
        QVERIFY(near(test.statistic, 31.111, 5e-4));
        QCOMPARE(test.degrees, 2);
        QVERIFY(near(test.p, 1.755e-7, 5e-11));
        QVERIFY(near(test.cramersV, .12472, 5e-6));
    }

    void oneLevelCannotDiffer()
    {
        const std::array<std::int64_t, 1> one { 5 };
        QCOMPARE(homogeneity(one, one, 1).p, 1.0);
    }

    void twoProportions()
    {
        const TestResult test = twoProportionZ(620, 1000, 460, 800);
        QVERIFY(near(test.statistic, 1.9365, 5e-5));
        QVERIFY(near(test.p, .05281, 5e-6));
    }

    void fisher()
    {
        QVERIFY(near(fisherExact(8, 2, 1, 5), 0.034965034965, 1e-9)); // scipy.stats.fisher_exact
        QCOMPARE(fisherExact(0, 0, 3, 4), 1.0);
    }

    void benjaminiHochbergRejectsTwo()
    {
        const std::array<double, 10> p { .001, .008, .039, .041, .042, .06, .074, .205, .212, .216 };
        const auto adjusted = benjaminiHochberg(p);
        QCOMPARE(std::ranges::count_if(adjusted, [](double q) { return q <= .05; }), 2);
    }

    void wilson()
    {
        const Interval interval = wilsonInterval(45, 60);
        QVERIFY(near(interval.low, .6277, 5e-5));
        QVERIFY(near(interval.high, .8422, 5e-5));
        QVERIFY(std::isnan(wilsonInterval(0, 0).value));
    }

    void probabilities()
    {
        const std::array<double, 6> p { .9, .8, .6, .4, .3, .1 };
        const std::array<std::int8_t, 6> y { 1, 1, 0, 1, 0, 0 };
        QVERIFY(near(brierScore(y, p), .145, 1e-12));
        QVERIFY(near(logLoss(y, p), .43719, 5e-6));
        const Confusion expected = expectedConfusion(p, .5);
        QVERIFY(near(expected.tp, 2.3, 1e-12) && near(expected.fp, .7, 1e-12) && near(expected.fn, .8, 1e-12)
                && near(expected.tn, 2.2, 1e-12));
        QVERIFY(near(expected.recall(), .7419, 5e-5));
        QVERIFY(near(expected.precision(), .7667, 5e-5));
        QVERIFY(near(rocAuc(y, p), 8.0 / 9, 1e-12));
        QVERIFY(near(averagePrecision(y, p), (1 + 1 + .75) / 3, 1e-12));
    }

    void undefinedIsNotZero()
    {
        const std::array<double, 2> p { .1, .2 };
        const std::array<std::int8_t, 2> y { 0, 0 };
        QVERIFY(std::isnan(confusionAt(y, p, .5).recall()));
        QVERIFY(std::isnan(confusionAt(y, p, .5).precision()));
        QVERIFY(std::isnan(rocAuc(y, p)));
        QVERIFY(std::isnan(averagePrecision(y, p)));
        QVERIFY(std::isnan(confusionAt(y, p, .5).mcc()));
    }

    void mcnemar()
    {
        QVERIFY(near(mcnemarExact(8, 21), .02412, 5e-6));
        QCOMPARE(mcnemarExact(0, 0), 1.0);
    }

    void correctedT()
    {
        const std::array<double, 10> d { .02, .01, .03, 0, .02, .015, .025, .01, .005, .02 };
        const PairedT test = correctedResampledT(d, 1.0 / 9);
        QVERIFY(near(test.t, 3.6412, 5e-5));
        QVERIFY(near(test.p, .00539, 5e-6));
    }

    void kappa()
    {
        const std::array<std::int64_t, 4> table { 40, 9, 6, 45 };
        QVERIFY(near(cohenKappa(table, 2), .6995, 5e-5));
    }

    void deLongAgreesWithItsDefinition()
    {
        // Three positives, three negatives, one tie: components by hand.
        const std::array<double, 6> s { .9, .8, .4, .8, .3, .1 };
        const std::array<std::int8_t, 6> y { 1, 1, 1, 0, 0, 0 };
        const Interval auc = rocAucInterval(y, s);
        const std::array<double, 3> v10 { 1, (2 + .5) / 3, 2.0 / 3 };
        const std::array<double, 3> v01 { (1 + .5) / 3, 1, 1 };
        const double variance = std::pow(sampleSd(v10), 2) / 3 + std::pow(sampleSd(v01), 2) / 3;
        QVERIFY(near(auc.value, mean(v10), 1e-12));
        QVERIFY(near(auc.low, std::max(0.0, auc.value - kZ95 * std::sqrt(variance)), 1e-12));
        QCOMPARE(rocAucDifference(y, s, s).p, 1.0);
    }

    void distributionFunctions()
    {
        QVERIFY(near(normalQuantile(.975), kZ95, 1e-14));
        QVERIFY(near(normalCdf(normalQuantile(1e-9)), 1e-9, 1e-18));
        QVERIFY(near(chiSquaredTail(3.841458820694124, 1), .05, 1e-12));
        QVERIFY(near(studentTwoSided(2.2621571627409915, 9), .05, 1e-10));
        QVERIFY(near(kolmogorovTail(1.3580986393225507), .05, 1e-9));
        QVERIFY(near(binomialCdf(3, 10, .5), 176.0 / 1024, 1e-12));
    }
};

QTEST_APPLESS_MAIN(tst_Vectors)
#include "tst_Vectors.moc"
