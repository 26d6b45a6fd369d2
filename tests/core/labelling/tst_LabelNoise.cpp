// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/TestMain.h"

#include "core/base/Random.h"
#include "core/labelling/LabelNoise.h"

#include <algorithm>
#include <cmath>

using namespace casebench;

namespace {

Predictions predictionsOf(const std::vector<std::pair<Truth, double>>& cases)
{
    Predictions predictions;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        predictions.rows.push_back(static_cast<CaseRow>(100 + i));
        predictions.truth.push_back(cases[i].first);
        predictions.margin.push_back(0);
        predictions.probability.push_back(cases[i].second);
    }
    return predictions;
}

LabelNoise noiseOf(const Predictions& predictions)
{
    Progress silent;
    return estimateLabelNoise(predictions, {}, silent).value();
}

/// Labels of which known shares were flipped, and the probability an honest, calibrated model of the *given*
/// labels would state.
struct Flipped
{
    Predictions predictions;
    std::vector<std::uint8_t> wrong; ///< per case
};

Flipped flippedLabels(std::size_t n, double scamCalledOther, double otherCalledScam, std::uint64_t seed)
{
    Flipped flipped;
    Random random(seed);
    std::vector<std::pair<Truth, double>> cases;
    for (std::size_t i = 0; i < n; ++i) {
        // Mostly clear cases: the probability of a scam by its features lies near 0 or 1.
        const double u = random.uniform();
        const double q = random.chance(.5) ? 1 - .12 * u : .12 * u;
        const bool scam = random.chance(q);
        const bool wrong = random.chance(scam ? scamCalledOther : otherCalledScam);
        const double p = q * (1 - scamCalledOther) + (1 - q) * otherCalledScam;
        cases.emplace_back((scam != wrong) ? kPositive : kNegative, p);
        flipped.wrong.push_back(wrong ? 1 : 0);
    }
    flipped.predictions = predictionsOf(cases);
    return flipped;
}

} // namespace

class TestLabelNoise : public QObject
{
    Q_OBJECT

private slots:

    /// Worked by hand: t_1 = (.9+.8+.1)/3 = .6, t_0 = (.9+.8+.2+.5)/4 = .6.
    void countsAsThePaperDoes()
    {
        const LabelNoise noise = noiseOf(predictionsOf({ { 1, .9 },
                                                         { 1, .8 },
                                                         { 1, .1 },
                                                         { 0, .1 },
                                                         { 0, .2 },
                                                         { 0, .8 },
                                                         { 0, .5 },
                                                         { kUndecided, .99 } }));
        QCOMPARE(noise.n, 7);
        QVERIFY(std::abs(noise.threshold[1] - .6) < 1e-12);
        QVERIFY(std::abs(noise.threshold[0] - .6) < 1e-12);
        QCOMPARE(noise.counts[1][1], 2); // .9 and .8
        QCOMPARE(noise.counts[1][0], 1); // .1, called a scam
        QCOMPARE(noise.counts[0][0], 2); // .5 is sure of nothing
        QCOMPARE(noise.counts[0][1], 1);
        QVERIFY(std::abs(noise.matrix[1][0] - 1) < 1e-12);
        QVERIFY(std::abs(noise.matrix[0][1] - 4.0 / 3) < 1e-12);
        QVERIFY(std::abs(noise.expectedErrors.value - 7.0 / 3) < 1e-12);
        QCOMPARE(noise.suspected, 2);
        QCOMPARE(noise.cases.size(), std::size_t { 7 });
        QCOMPARE(noise.cases[0].row, CaseRow { 102 }); // .1 of its own label
        QCOMPARE(noise.cases[1].row, CaseRow { 105 }); // .2
        QVERIFY(noise.cases[0].suspected && noise.cases[1].suspected && !noise.cases[2].suspected);
    }

    void aClassNobodyIsSureOfCountsOnce()
    {
        const LabelNoise noise = noiseOf(predictionsOf({ { 1, .1 }, { 0, .05 }, { 0, .2 } }));
        QVERIFY(noise.counts[1][1] >= 1 && noise.counts[0][0] >= 1);
        QVERIFY(std::isfinite(noise.expectedErrors.value));
    }

    void oneClassSaysNothing()
    {
        Progress silent;
        const auto noise = estimateLabelNoise(predictionsOf({ { 1, .4 }, { kUndecided, .2 } }), {}, silent);
        QVERIFY(!noise && noise.error().kind == "single-class");
    }

    /// 5,000 cases, 8 % of the scams and 3 % of the others wrong: about 275 errors.
    void findsWhatWasFlipped()
    {
        const Flipped flipped = flippedLabels(5000, .08, .03, 11);
        const LabelNoise noise = noiseOf(flipped.predictions);
        const double wrong = static_cast<double>(std::ranges::count(flipped.wrong, 1));
        // Confident learning also counts cases that are odd by nature (q is .06 from certain on the mean).
        QVERIFY2(noise.expectedErrors.value > .8 * wrong && noise.expectedErrors.value < 2.2 * wrong,
                 qPrintable(QString("%1 of %2").arg(noise.expectedErrors.value).arg(wrong)));
        QVERIFY(noise.expectedErrors.low < noise.expectedErrors.value);
        QVERIFY(noise.expectedErrors.value < noise.expectedErrors.high);
        // The first of the ranking hold far more errors than a random choice of as many.
        const std::size_t first = 500;
        double found = 0;
        for (std::size_t i = 0; i < first; ++i)
            found += flipped.wrong[noise.cases[i].row - 100];
        QVERIFY(found / wrong > .6);
        const double promised = noise.foundAfter[first - 1];
        QVERIFY2(std::abs(found / wrong - promised) < .15,
                 qPrintable(QString("found %1, promised %2").arg(found / wrong).arg(promised)));
    }

    void theBudgetIsTheFirstCaseThatSuffices()
    {
        const LabelNoise noise = noiseOf(flippedLabels(800, .1, .1, 3).predictions);
        QVERIFY(std::ranges::is_sorted(noise.foundAfter));
        QVERIFY(std::abs(noise.foundAfter.back() - 1) < 1e-9);
        for (const double share : { .5, .8, .95, 1.0 }) {
            const BudgetPoint point = noise.budgetFor(share);
            const auto at = static_cast<std::size_t>(point.cases);
            QVERIFY(at >= 1 && at <= noise.cases.size());
            QVERIFY(noise.foundAfter[at - 1] >= share - 1e-9);
            QVERIFY(at == 1 || noise.foundAfter[at - 2] < share);
        }
        QVERIFY(noise.budgetFor(.5).cases < 400); // better than looking at half of them in any order
    }

    void repeatsAndCancels()
    {
        const Predictions predictions = flippedLabels(300, .1, .1, 3).predictions;
        QCOMPARE(noiseOf(predictions).expectedErrors.low, noiseOf(predictions).expectedErrors.low);
        for (const int k : { 0, 7 }) {
            StopAt stop(k);
            const auto noise = estimateLabelNoise(predictions, {}, stop.progress());
            QVERIFY(!noise && noise.error().code == ErrorCode::Cancelled);
        }
    }
};

QTEST_GUILESS_MAIN(TestLabelNoise)
#include "tst_LabelNoise.moc"
