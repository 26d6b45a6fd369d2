// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/TestMain.h"

#include "core/base/Random.h"
#include "core/evaluation/Evaluate.h"
#include "core/evaluation/Figures.h"
#include "core/evaluation/Thresholds.h"
#include "core/stats/Contingency.h"

using namespace casebench;
using namespace casebench::test;

namespace {

struct Scored
{
    std::vector<Truth> truth;
    std::vector<double> probability;
};

/// Rounded to two decimals, so that ties are many.
Scored sample(std::size_t n, std::uint64_t seed)
{
    Random random(seed);
    Scored result;
    for (std::size_t i = 0; i < n; ++i) {
        const double p = random.uniform();
        result.probability.push_back(std::round(p * 100) / 100);
        result.truth.push_back(random.chance(p) ? kPositive : kNegative);
    }
    return result;
}

bool near(double a, double b, double tolerance = 1e-9)
{
    return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= tolerance;
}

} // namespace

class TestEvaluate : public QObject
{
    Q_OBJECT

private slots:

    void givesTheVectorsOfTheDefinitions()
    {
        // statistics.md 1: p=(.9,.8,.6,.4,.3,.1), y=(1,1,0,1,0,0) -> Brier .145, log-loss .43719.
        const std::vector<double> p { .9, .8, .6, .4, .3, .1 };
        const std::vector<Truth> y { 1, 1, 0, 1, 0, 0 };
        const auto metrics = evaluateBinary(y, p, 0.5, { 200, 1 });
        QCOMPARE(metrics.size(), kMetricNames.size());
        for (std::size_t i = 0; i < metrics.size(); ++i)
            QVERIFY(metrics[i].name == kMetricNames[i]);
        QVERIFY(near(metricOf(metrics, "brier").value, .145));
        QVERIFY(near(metricOf(metrics, "log_loss").value, .43719, 1e-5));
        QVERIFY(near(metricOf(metrics, "recall").value, 2.0 / 3));
        QVERIFY(near(metricOf(metrics, "precision").value, 2.0 / 3));
        QVERIFY(near(metricOf(metrics, "roc_auc").value, 8.0 / 9));
        QCOMPARE(metricOf(metrics, "recall").n, std::int64_t { 3 });
        QCOMPARE(metricOf(metrics, "brier").n, std::int64_t { 6 });
        QVERIFY(std::isnan(metricOf(metrics, "no such").value));
    }

    void recallHasWilsonsInterval()
    {
        // statistics.md 1: 45/60 -> .6277-.8422.
        std::vector<Truth> truth(60, kPositive);
        std::vector<double> p(60, 0.1);
        std::fill_n(p.begin(), 45, 0.9);
        truth.push_back(kNegative);
        p.push_back(0.2);
        const Interval recall = metricOf(evaluateBinary(truth, p, 0.5, { 10, 1 }), "recall");
        QVERIFY(near(recall.low, .6277, 5e-5) && near(recall.high, .8422, 5e-5));
    }

    void leavesUndecidedCasesOut()
    {
        const Scored known = sample(300, 2);
        Scored more = known;
        for (int i = 0; i < 50; ++i) {
            more.truth.push_back(kUndecided);
            more.probability.push_back(0.99);
        }
        const auto a = evaluateBinary(known.truth, known.probability, 0.5, { 50, 3 });
        const auto b = evaluateBinary(more.truth, more.probability, 0.5, { 50, 3 });
        for (std::size_t m = 0; m < a.size(); ++m)
            QVERIFY(a[m].value.value == b[m].value.value && a[m].value.low == b[m].value.low
                    && a[m].value.n == b[m].value.n);
    }

    void undefinedIsNotZero()
    {
        const auto none = evaluateBinary({}, {}, 0.5, { 20, 1 });
        for (const Metric& metric : none)
            QVERIFY(std::isnan(metric.value.value) && std::isnan(metric.value.low));
        const std::vector<Truth> positives(10, kPositive);
        const std::vector<double> low(10, 0.2);
        const auto one = evaluateBinary(positives, low, 0.5, { 20, 1 });
        QVERIFY(std::isnan(metricOf(one, "roc_auc").value));
        QVERIFY(std::isnan(metricOf(one, "specificity").value));
        QVERIFY(std::isnan(metricOf(one, "precision").value));
        QVERIFY(near(metricOf(one, "recall").value, 0));
    }

    void intervalsHoldTheValueAndNarrowWithN()
    {
        const Scored few = sample(100, 5);
        const Scored many = sample(3000, 5);
        const auto a = evaluateBinary(few.truth, few.probability, 0.5, { 300, 1 });
        const auto b = evaluateBinary(many.truth, many.probability, 0.5, { 300, 1 });
        for (std::size_t m = 0; m < a.size(); ++m) {
            if (a[m].name != "ece") // its bootstrap is biased upwards, which is known
                QVERIFY2(a[m].value.low <= a[m].value.value && a[m].value.value <= a[m].value.high,
                         a[m].name.c_str());
            QVERIFY(b[m].value.high - b[m].value.low < a[m].value.high - a[m].value.low);
        }
    }

    void resampledFiguresEqualThePlainOnes()
    {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const Scored s = sample(37 + seed * 11, seed);
            const ResampledFigures resampled(s.truth, s.probability, 0.5);
            const std::vector<std::uint32_t> once(s.truth.size(), 1);
            const Figures plain = plainFigures(s.truth, s.probability, 0.5);
            const Figures counted = resampled.of(once);
            for (std::size_t m = 0; m < plain.size(); ++m)
                QVERIFY2(near(plain[m], counted[m]), std::string(kMetricNames[m]).c_str());
            // Drawing a case twice is the same as writing it twice (ECE aside: its ties are ordered by
            // position).
            CountResampler resampler(s.truth, seed);
            const auto counts = resampler.next();
            Scored written;
            for (std::size_t i = 0; i < counts.size(); ++i) {
                written.truth.insert(written.truth.end(), counts[i], s.truth[i]);
                written.probability.insert(written.probability.end(), counts[i], s.probability[i]);
            }
            const Figures again = plainFigures(written.truth, written.probability, 0.5);
            const Figures drawn = resampled.of(counts);
            for (std::size_t m = 0; m < again.size(); ++m)
                QVERIFY2(near(again[m], drawn[m]), std::string(kMetricNames[m]).c_str());
        }
    }

    void binsHoldEveryCaseOnce()
    {
        const Scored s = sample(101, 9);
        const auto bins = calibrationBins(s.truth, s.probability);
        QCOMPARE(bins.size(), std::size_t { 10 });
        std::int64_t n = 0;
        for (const CalibrationBin& bin : bins) {
            n += bin.observed.n;
            QVERIFY(bin.low <= bin.predicted && bin.predicted <= bin.high);
            QVERIFY(bin.observed.low <= bin.observed.value && bin.observed.value <= bin.observed.high);
        }
        QCOMPARE(n, std::int64_t { 101 });
    }

    void thresholdCurveAgreesWithCountingAtEveryPoint()
    {
        const Scored s = sample(400, 4);
        const auto curve = thresholdCurve(s.truth, s.probability);
        QVERIFY(std::isinf(curve.front().threshold));
        QCOMPARE(curve.front().confusion.tp + curve.front().confusion.fp, 0.0);
        QCOMPARE(curve.back().confusion.fn + curve.back().confusion.tn, 0.0);
        for (const ThresholdPoint& point : curve)
            QVERIFY(point.confusion == confusionAt(s.truth, s.probability, point.threshold));
        for (const double threshold : { 0.0, 0.005, 0.333, 0.5, 0.995, 1.0, 2.0 })
            QVERIFY(pointAt(curve, threshold).confusion == confusionAt(s.truth, s.probability, threshold));
    }

    void cheapestThresholdFollowsTheCosts()
    {
        const Scored s =
            sample(2000, 6); // calibrated by construction: the best threshold is the ratio of costs
        const auto curve = thresholdCurve(s.truth, s.probability);
        QVERIFY(std::abs(curve[cheapest(curve, { 1, 1 })].threshold - 0.5) < 0.12);
        QVERIFY(std::abs(curve[cheapest(curve, { 4, 1 })].threshold - 0.2) < 0.12);
        QVERIFY(std::isinf(curve[cheapest(curve, { 0, 1 })].threshold));
        const auto cost = costCurve(curve, { 1, 1 });
        QVERIFY(near(cost.front(), static_cast<double>(std::ranges::count(s.truth, kPositive)) / 2000));
    }
};

QTEST_APPLESS_MAIN(TestEvaluate)
#include "tst_Evaluate.moc"
