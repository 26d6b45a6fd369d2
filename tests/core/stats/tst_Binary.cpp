// SPDX-License-Identifier: GPL-3.0-or-later
#include "Golden.h"

#include "core/stats/Binary.h"
#include "core/stats/Bootstrap.h"
#include "core/stats/Estimation.h"
#include "core/stats/Isotonic.h"
#include "core/stats/Special.h"

#include <array>

using namespace casebench;
using namespace casebench::test;

class tst_Binary : public QObject
{
    Q_OBJECT

private slots:

    void measuresAsSklearn()
    {
        for (const auto& row : golden("binary.json", "cases")) {
            const auto y = integersOf<std::int8_t>(row["y"]);
            const auto s = numbersOf(row["s"]);
            const Confusion counts = confusionAt(y, s, row["cut"]);
            QVERIFY((counts == Confusion { row["tp"], row["fp"], row["fn"], row["tn"] }));
            QVERIFY(agrees(counts.recall(), row["recall"], 1e-12));
            QVERIFY(agrees(counts.precision(), row["precision"], 1e-12));
            QVERIFY(agrees(counts.specificity(), row["specificity"], 1e-12));
            QVERIFY(agrees(counts.f1(), row["f1"], 1e-12));
            QVERIFY(agrees(counts.mcc(), row["mcc"], 1e-12));
            QVERIFY(agrees(counts.accuracy(), row["accuracy"], 1e-12));
            QVERIFY(agrees(rocAuc(y, s), row["auc"], 1e-12));
            QVERIFY(agrees(averagePrecision(y, s), row["ap"], 1e-12));
            QVERIFY(agrees(brierScore(y, s), row["brier"], 1e-12));
            QVERIFY(agrees(logLoss(y, s), row["logLoss"], 1e-12));
            QVERIFY(agrees(expectedCalibrationError(y, s), row["ece"], 1e-11));
        }
    }

    void curvesAsSklearn()
    {
        for (const auto& row : golden("binary.json", "cases")) {
            const auto y = integersOf<std::int8_t>(row["y"]);
            const auto s = numbersOf(row["s"]);
            std::vector<double> fpr;
            std::vector<double> tpr;
            for (const CurvePoint& point : rocCurve(y, s)) {
                fpr.push_back(point.x);
                tpr.push_back(point.y);
            }
            QVERIFY(agrees(fpr, row["fpr"], 1e-12) && agrees(tpr, row["tpr"], 1e-12));
            std::vector<double> recall;
            std::vector<double> precision;
            for (const CurvePoint& point : precisionRecallCurve(y, s)) {
                recall.push_back(point.x);
                precision.push_back(point.y);
            }
            QVERIFY(agrees(recall, row["prRecall"], 1e-12) && agrees(precision, row["prPrecision"], 1e-12));
        }
    }

    void deLongAsItsDefinition()
    {
        for (const auto& row : golden("binary.json", "cases")) {
            const auto y = integersOf<std::int8_t>(row["y"]);
            const auto s = numbersOf(row["s"]);
            const Interval auc = rocAucInterval(y, s);
            QVERIFY(agrees(auc.low,
                           std::max(0.0, row["auc"].get<double>() - kZ95 * row["aucError"].get<double>()),
                           1e-10));
            QVERIFY(agrees(auc.high,
                           std::min(1.0, row["auc"].get<double>() + kZ95 * row["aucError"].get<double>()),
                           1e-10));
            const AucDifference difference = rocAucDifference(y, s, numbersOf(row["other"]));
            QVERIFY(agrees(difference.delta.value, row["delta"], 1e-10, 1e-14));
            QVERIFY(agrees(difference.delta.high - difference.delta.low,
                           2 * kZ95 * row["deltaError"].get<double>(), 1e-9));
            QVERIFY(agrees(difference.p, row["deltaP"], 1e-8));
        }
    }

    void isotonicAsSklearn()
    {
        for (const auto& row : golden("binary.json", "cases")) {
            const auto target = numbersOf(row["y"]);
            const IsotonicMap map = fitIsotonic(numbersOf(row["s"]), target);
            std::vector<double> at;
            for (const double x : numbersOf(row["at"]))
                at.push_back(map(x));
            QVERIFY(agrees(at, row["isotonic"], 1e-9, 1e-12));
            QVERIFY(std::ranges::is_sorted(map.y) && std::ranges::is_sorted(map.x));
        }
        QVERIFY(std::isnan(fitIsotonic({}, {})(.5)));
    }

    void undecidedCasesAreLeftOut()
    {
        const std::array<std::int8_t, 5> y { 1, -1, 0, 1, 0 };
        const std::array<double, 5> s { .9, .99, .2, .4, .6 };
        const std::array<std::int8_t, 4> decided { 1, 0, 1, 0 };
        const std::array<double, 4> t { .9, .2, .4, .6 };
        QCOMPARE(rocAuc(y, s), rocAuc(decided, t));
        QCOMPARE(averagePrecision(y, s), averagePrecision(decided, t));
        QCOMPARE(logLoss(y, s), logLoss(decided, t));
        QCOMPARE(expectedCalibrationError(y, s), expectedCalibrationError(decided, t));
        QVERIFY(confusionAt(y, s, .5) == confusionAt(decided, t, .5));
    }

    void nothingToMeasureIsUndefined()
    {
        QVERIFY(std::isnan(rocAuc({}, {})) && std::isnan(averagePrecision({}, {}))
                && std::isnan(brierScore({}, {})));
        QVERIFY(std::isnan(logLoss({}, {})) && std::isnan(expectedCalibrationError({}, {})));
        QVERIFY(std::isnan(Confusion {}.f1()) && std::isnan(Confusion {}.accuracy())
                && std::isnan(Confusion {}.specificity()));
        QVERIFY(rocCurve({}, {}).empty() && precisionRecallCurve({}, {}).empty()
                && reliabilityBins({}, {}).empty());
        QVERIFY(std::isnan(rocAucInterval({}, {}).low) && std::isnan(rocAucDifference({}, {}, {}).p));
        QVERIFY(std::isnan(expectedConfusion({}, .5).recall()));
    }

    void resamplesKeepEachClass()
    {
        const std::array<std::int8_t, 6> y { 1, 0, -1, 0, 0, 1 };
        StratifiedResampler resampler(y, 3);
        std::vector<std::uint32_t> drawn;
        for (int i = 0; i < 50; ++i) {
            resampler.next(drawn);
            QCOMPARE(drawn.size(), std::size_t { 5 });
            QCOMPARE(std::ranges::count_if(drawn, [&](std::uint32_t k) { return y[k] == 1; }), 2);
            QVERIFY(std::ranges::find(drawn, 2U) == drawn.end());
        }
    }

    void groupsStandOrFallTogether()
    {
        const std::array<std::int32_t, 7> groups { 4, 4, 9, -1, 0, 9, 4 };
        GroupResampler first(groups, 8);
        GroupResampler again(groups, 8);
        std::vector<std::uint32_t> drawn;
        std::vector<std::uint32_t> same;
        for (int i = 0; i < 50; ++i) {
            first.next(drawn);
            again.next(same);
            QVERIFY(drawn == same);
            const auto count = [&](std::uint32_t k) { return std::ranges::count(drawn, k); };
            QVERIFY(count(0) == count(1) && count(1) == count(6) && count(2) == count(5) && count(3) == 0);
            QCOMPARE(count(0) + count(2) + count(4), 3);
        }
        GroupResampler({}, 1).next(drawn);
        QVERIFY(drawn.empty());
    }

    void percentilesLeaveUndefinedDrawsOut()
    {
        std::vector<double> draws;
        for (int i = 0; i <= 1000; ++i)
            draws.push_back(i);
        draws.push_back(std::nan(""));
        const Interval interval = percentileInterval(400, draws, 12);
        QVERIFY(agrees(interval.low, 25, 1e-12) && agrees(interval.high, 975, 1e-12));
        const double nan = std::nan("");
        QVERIFY(std::isnan(percentileInterval(1, { 1, nan, nan }, 3).low));
        QVERIFY(std::isnan(percentileInterval(nan, draws, 3).high));
    }
};

QTEST_APPLESS_MAIN(tst_Binary)
#include "tst_Binary.moc"
