// SPDX-License-Identifier: GPL-3.0-or-later
// A classifier's figures, calibration, two-sample tests and explanations against scikit-learn, scipy and
// statsmodels, asked at test time on random data with ties and gaps.
#include "OutsideJudge.h"

#include "core/base/Random.h"
#include "core/models/Calibration.h"
#include "core/models/Families.h"
#include "core/stats/Binary.h"
#include "core/stats/Contingency.h"
#include "core/stats/Isotonic.h"
#include "core/stats/Kolmogorov.h"
#include "core/stats/Multiple.h"
#include "core/stats/Paired.h"
#include "core/stats/Samples.h"
#include "core/stats/Special.h"

using namespace casebench;
using namespace casebench::test;

namespace {

struct Scored
{
    std::vector<Truth> truth;
    std::vector<double> margin;
    std::vector<double> p;
};

/// steps > 0 rounds the probabilities, so that many are equal.
Scored scored(std::size_t n, double positives, int steps, std::uint64_t seed)
{
    Random random(seed);
    Scored data;
    for (std::size_t i = 0; i < n; ++i) {
        const bool positive = i < 2 ? i == 0 : random.chance(positives); // both classes, always
        const double margin = (positive ? .9 : -.9) + 1.3 * random.normal();
        const double p = 1 / (1 + std::exp(-margin));
        data.truth.push_back(positive ? kPositive : kNegative);
        data.margin.push_back(margin);
        data.p.push_back(steps > 0 ? std::round(p * steps) / steps : p);
    }
    return data;
}

std::vector<double> values(std::size_t n, double shift, double scale, int decimals, Random& random)
{
    std::vector<double> drawn;
    const double unit = std::pow(10, decimals);
    for (std::size_t i = 0; i < n; ++i)
        drawn.push_back(std::round((shift + scale * random.normal()) * unit) / unit);
    return drawn;
}

std::vector<std::int64_t> counts(std::size_t k, std::int64_t rows, double tilt, Random& random)
{
    std::vector<std::int64_t> drawn(k, 0);
    for (std::int64_t i = 0; i < rows; ++i) {
        const double at = std::pow(random.uniform(), tilt) * static_cast<double>(k);
        ++drawn[std::min(static_cast<std::size_t>(at), k - 1)];
    }
    return drawn;
}

} // namespace

class TestFigureJudges : public QObject
{
    Q_OBJECT

private:
    OutsideJudge m_judge;

private slots:

    void initTestCase()
    {
        m_judge.start();
    }

    void aClassifiersFiguresAreTheirs_data()
    {
        QTest::addColumn<int>("n");
        QTest::addColumn<double>("positives");
        QTest::addColumn<int>("steps");
        QTest::newRow("as the sample") << 600 << .74 << 0;
        QTest::newRow("few positives") << 2000 << .04 << 0;
        QTest::newRow("ties") << 500 << .5 << 8;
        QTest::newRow("ten cases") << 10 << .5 << 0;
    }

    void aClassifiersFiguresAreTheirs()
    {
        QFETCH(const int, n);
        QFETCH(const double, positives);
        QFETCH(const int, steps);
        for (const std::uint64_t seed : { 1U, 2U, 3U }) {
            const Scored data = scored(static_cast<std::size_t>(n), positives, steps, seed);
            const double cut = .5;
            const Json theirs = m_judge.ask(
                "classifier", { { "truth", data.truth }, { "p", data.p }, { "cut", cut }, { "bins", 10 } });
            QVERIFY(theirs.is_object());
            const Confusion ours = confusionAt(data.truth, data.p, cut);
            QVERIFY((ours == Confusion { theirs["tp"], theirs["fp"], theirs["fn"], theirs["tn"] }));
            QVERIFY(agrees(ours.recall(), theirs["recall"]));
            QVERIFY(ours.tp + ours.fp == 0 || agrees(ours.precision(), theirs["precision"]));
            QVERIFY(agrees(ours.specificity(), theirs["specificity"]));
            QVERIFY(agrees(ours.accuracy(), theirs["accuracy"]));
            QVERIFY(agrees(ours.f1(), theirs["f1"]));
            QVERIFY(ours.tp + ours.fp == 0 || agrees(ours.mcc(), theirs["mcc"]));
            QVERIFY(agrees(rocAuc(data.truth, data.p), theirs["roc_auc"]));
            QVERIFY(agrees(averagePrecision(data.truth, data.p), theirs["average_precision"]));
            QVERIFY(agrees(brierScore(data.truth, data.p), theirs["brier"]));
            QVERIFY(agrees(logLoss(data.truth, data.p), theirs["log_loss"]));
            std::vector<double> x;
            std::vector<double> y;
            for (const CurvePoint& point : rocCurve(data.truth, data.p)) {
                x.push_back(point.x);
                y.push_back(point.y);
            }
            QVERIFY(agrees(x, theirs["fpr"]) && agrees(y, theirs["tpr"]));
            x.clear();
            y.clear();
            for (const CurvePoint& point : precisionRecallCurve(data.truth, data.p)) {
                x.push_back(point.x);
                y.push_back(point.y);
            }
            QVERIFY(agrees(x, theirs["pr_recall"]) && agrees(y, theirs["pr_precision"]));
            if (steps > 0)
                continue; // equal probabilities: we cut by count, they by value
            x.clear();
            y.clear();
            double error = 0;
            for (const ReliabilityBin& bin : reliabilityBins(data.truth, data.p, 10)) {
                x.push_back(bin.predicted);
                y.push_back(static_cast<double>(bin.positives) / static_cast<double>(bin.n));
                error += static_cast<double>(bin.n) / n
                    * std::abs(theirs["observed"][x.size() - 1].get<double>()
                               - theirs["predicted"][x.size() - 1].get<double>());
            }
            QVERIFY(agrees(x, theirs["predicted"]) && agrees(y, theirs["observed"]));
            QVERIFY(agrees(expectedCalibrationError(data.truth, data.p, 10), error));
        }
    }

    void delongIsItsDefinition()
    {
        for (const int steps : { 0, 12 }) {
            const Scored a = scored(300, .4, steps, 4);
            Scored b = a;
            Random random(8);
            for (double& p : b.p)
                p = std::round((p + .2 * random.normal()) * 50) / 50;
            const Json theirs =
                m_judge.ask("auc_variance", { { "truth", a.truth }, { "a", a.p }, { "b", b.p } });
            const Interval one = rocAucInterval(a.truth, a.p);
            QVERIFY(agrees(one.value, theirs["auc"]));
            QVERIFY(agrees((one.high - one.low) / (2 * kZ95), theirs["se"]));
            const AucDifference two = rocAucDifference(a.truth, a.p, b.p);
            QVERIFY(agrees(two.delta.value, theirs["delta"]));
            QVERIFY(agrees((two.delta.high - two.delta.low) / (2 * kZ95), theirs["delta_se"]));
            QVERIFY(agreesRelatively(two.p, theirs["p"], 1e-9));
        }
    }

    void calibrationIsTheirs()
    {
        const Scored data = scored(700, .6, 0, 6);
        const Json theirs = m_judge.ask("platt", { { "margins", data.margin }, { "truth", data.truth } });
        const Calibration platt = fitPlatt(data.margin, data.truth);
        QVERIFY(platt.fitted);
        // Their optimiser stops earlier than Newton's steps do.
        QVERIFY(agrees(calibrated(platt, data.margin), theirs, 1e-4));

        const Scored ties = scored(400, .5, 30, 7);
        const std::vector<double> target(ties.truth.begin(), ties.truth.end());
        const IsotonicMap map = fitIsotonic(ties.p, target);
        std::vector<double> at;
        std::vector<double> ours;
        for (int i = -2; i <= 105; ++i) {
            at.push_back(i / 103.0);
            ours.push_back(map(at.back()));
        }
        QVERIFY(agrees(ours,
                       m_judge.ask("isotonic", { { "score", ties.p }, { "truth", target }, { "at", at } })));
    }

    void twoSamplesAreComparedAsTheyDo()
    {
        Random random(3);

        struct Shape
        {
            std::size_t n, m;
            double shift, scale;
            int decimals;
        };

        for (const Shape& shape :
             { Shape { 300, 200, 0, 1, 6 }, Shape { 300, 200, .2, 1, 1 }, Shape { 40, 900, .5, 2, 6 },
               Shape { 1800, 600, .15, 1, 6 }, Shape { 7, 5, 0, 1, 0 }, Shape { 500, 500, 3, 1, 6 } }) {
            const auto reference = values(shape.n, 0, 1, shape.decimals, random);
            const auto current = values(shape.m, shape.shift, shape.scale, shape.decimals, random);
            const Json theirs =
                m_judge.ask("samples", { { "reference", reference }, { "current", current } });
            const TwoSample ours = compareSamples(reference, current);
            QVERIFY(agrees(ours.ks, theirs["ks"]));
            QVERIFY(agreesRelatively(ours.ksP, theirs["ks_p"], 1e-6));
            QVERIFY(agrees(ours.wasserstein, theirs["wasserstein"]));
            QVERIFY(agrees(normalizedWasserstein(ours.wasserstein, reference) * theirs["sd"].get<double>(),
                           theirs["wasserstein"]));
        }
    }

    void sharesAreComparedAsTheyDo()
    {
        Random random(12);
        for (const std::size_t k : { 2U, 3U, 10U, 40U }) {
            for (const double tilt : { 1.0, 1.15, 4.0 }) {
                const auto reference = counts(k, 1800, 1, random);
                const auto current = counts(k, 600, tilt, random);
                const Json theirs =
                    m_judge.ask("shares", { { "reference", reference }, { "current", current } });
                const Psi psi = populationStabilityIndex(reference, current);
                QVERIFY(agrees(psi.value, theirs["psi"]));
                QVERIFY(agrees(psi.critical, theirs["critical"]));
                QVERIFY(agrees(jensenShannonDistance(reference, current), theirs["js"]));
                QVERIFY(agrees(hellingerDistance(reference, current), theirs["hellinger"]));
                QVERIFY(agrees(totalVariation(reference, current), theirs["tv"]));
                QVERIFY(agrees(largestDifference(reference, current), theirs["linf"]));
                const Homogeneity test = homogeneity(reference, current, 1);
                QVERIFY(agrees(test.statistic, theirs["chi2"]));
                QVERIFY(agrees(test.cramersV, theirs["v"]));
                QCOMPARE(test.degrees, theirs["df"].get<int>());
                if (theirs["smallest"].get<double>() >= 5)
                    QVERIFY(agreesRelatively(test.p, theirs["p"], 1e-9));
            }
        }
    }

    void proportionsAreComparedAsTheyDo()
    {
        const std::vector<std::array<std::int64_t, 4>> all {
            { 45, 60, 30, 60 }, { 620, 1000, 460, 800 }, { 1, 12, 5, 9 },
            { 3, 75, 0, 75 },   { 150, 150, 75, 80 },    { 14, 1800, 61, 600 },
        };
        for (const auto& [k1, n1, k2, n2] : all) {
            const Json theirs =
                m_judge.ask("proportions", { { "k1", k1 }, { "n1", n1 }, { "k2", k2 }, { "n2", n2 } });
            QVERIFY(theirs.is_object());
            const Interval wilson = wilsonInterval(k1, n1);
            QVERIFY(agrees(wilson.low, theirs["wilson"][0]) && agrees(wilson.high, theirs["wilson"][1]));
            const Interval newcombe = differenceOfProportions(k1, n1, k2, n2);
            QVERIFY(agrees(newcombe.low, theirs["newcombe"][0])
                    && agrees(newcombe.high, theirs["newcombe"][1]));
            const TestResult z = twoProportionZ(k1, n1, k2, n2);
            QVERIFY(agrees(z.statistic, theirs["z"]));
            QVERIFY(agreesRelatively(z.p, theirs["p"], 1e-9));
            QVERIFY(agreesRelatively(fisherExact(k1, n1 - k1, k2, n2 - k2), theirs["fisher"], 1e-9));
        }
    }

    void pairedAndMultipleTestsAreTheirs()
    {
        for (const auto& [b, c] : { std::pair(8, 21), std::pair(0, 5), std::pair(12, 12), std::pair(3, 90) })
            QVERIFY(agreesRelatively(mcnemarExact(b, c), m_judge.ask("mcnemar", { { "b", b }, { "c", c } }),
                                     1e-9));
        Random random(2);
        std::vector<double> p;
        for (int i = 0; i < 60; ++i)
            p.push_back(std::pow(random.uniform(), i % 3 == 0 ? 6 : 1));
        p[7] = p[8]; // a tie
        const Json theirs = m_judge.ask("adjusted", { { "p", p } });
        QVERIFY(agrees(benjaminiHochberg(p), theirs["scipy"]));
        QVERIFY(agrees(benjaminiHochberg(p), theirs["statsmodels"]));
    }

    /// What the library calls contributions are Shapley's values by their definition, over all subsets.
    void contributionsAreShapleysValues()
    {
        constexpr std::size_t kColumns = 5;
        constexpr std::size_t kRows = 300;
        Random random(17);
        Matrix matrix { kRows, kColumns, {} };
        std::vector<Truth> truth;
        for (std::size_t r = 0; r < kRows; ++r) {
            double score = .4 * random.normal();
            for (std::size_t c = 0; c < kColumns; ++c) {
                const double x = c < 2 ? (random.chance(.4) ? 1 : 0) : random.normal();
                score += x * (c % 2 == 0 ? 1 : -.7) + (c == 3 ? x * x : 0);
                matrix.values.push_back(random.chance(.1) ? std::numeric_limits<float>::quiet_NaN()
                                                          : static_cast<float>(x));
            }
            truth.push_back(score > .5 ? kPositive : kNegative);
        }
        const Family& boosted = **findFamily("boosted");
        const auto parameters =
            ParameterValues::resolve(boosted.parameters(), { { "rounds", "8" }, { "depth", "3" } });
        CB_VERIFY(parameters);
        Progress silent;
        const auto model = boosted.fit(matrix, truth, *parameters, {}, silent);
        CB_VERIFY(model);
        const Json theirs =
            m_judge.ask("shapley", { { "model", (*model)->serialize() }, { "rows", rowsOf(matrix, 25) } });
        QVERIFY(theirs.is_array());
        const auto margins = (*model)->margins(matrix);
        const auto parts = (*model)->contributions(matrix);
        CB_VERIFY(parts);
        for (std::size_t r = 0; r < theirs.size(); ++r) {
            const auto row = parts->row(r);
            double sum = parts->base[r];
            for (const double part : row)
                sum += part;
            QVERIFY(std::abs(sum - (*margins)[r]) <= 1e-4 * (1 + std::abs((*margins)[r])));
            QVERIFY(agrees((*margins)[r], theirs[r]["margin"], 1e-5));
            QVERIFY(agrees(parts->base[r], theirs[r]["base"], 1e-5));
            QVERIFY(agrees(std::vector<double>(row.begin(), row.end()), theirs[r]["parts"], 1e-5));
        }
    }

private:
    static Json rowsOf(const Matrix& matrix, std::size_t count)
    {
        Json rows = Json::array();
        for (std::size_t r = 0; r < count; ++r) {
            Json row = Json::array();
            for (const float x : matrix.row(r))
                row.push_back(std::isnan(x) ? Json(nullptr) : Json(x));
            rows.push_back(std::move(row));
        }
        return rows;
    }
};

QTEST_GUILESS_MAIN(TestFigureJudges)
#include "tst_FigureJudges.moc"
