// SPDX-License-Identifier: GPL-3.0-or-later
#include "Golden.h"

#include "core/stats/Descriptive.h"
#include "core/stats/Multiple.h"
#include "core/stats/Samples.h"

#include <array>

using namespace casebench;
using namespace casebench::test;

namespace {

/// make_golden.py, spread_samples().
std::vector<double> spreadSamples(int n, int from, double shift)
{
    std::vector<double> values;
    for (long long i = from; i < from + n; ++i)
        values.push_back(static_cast<double>(i * 7919 % 10007) / 10007 + shift);
    return values;
}

} // namespace

class tst_Samples : public QObject
{
    Q_OBJECT

private slots:

    void comparesSamplesAsScipy()
    {
        for (const auto& row : golden("samples.json", "cases")) {
            const auto reference = numbersOf(row["a"]);
            const TwoSample result = compareSamples(reference, numbersOf(row["b"]));
            QVERIFY(agrees(result.ks, numberOrNan(row["ks"]), 1e-12, 1e-15));
            QVERIFY(agrees(result.ksP, numberOrNan(row["p"]), 1e-9));
            QVERIFY(agrees(result.wasserstein, numberOrNan(row["w"]), 1e-12, 1e-14));
            QVERIFY(agrees(populationSd(reference), numberOrNan(row["sd"]), 1e-12));
            QVERIFY(agrees(normalizedWasserstein(result.wasserstein, reference), numberOrNan(row["wSd"]),
                           1e-12, 1e-14));
        }
    }

    void comparesLongSamplesAsScipy()
    {
        for (const auto& row : golden("samples.json", "long")) {
            const TwoSample result =
                compareSamples(spreadSamples(row["n"], 0, 0), spreadSamples(row["m"], 5000, row["shift"]));
            QVERIFY(agrees(result.ks, numberOrNan(row["ks"]), 1e-10, 1e-14));
            QVERIFY(agrees(result.ksP, numberOrNan(row["p"]), 1e-5, 1e-300));
            QVERIFY(agrees(result.wasserstein, numberOrNan(row["w"]), 1e-10));
        }
    }

    void sidesMayBeSwapped()
    {
        const auto a = spreadSamples(70, 0, 0);
        const auto b = spreadSamples(45, 9, .1);
        QVERIFY(agrees(compareSamples(a, b).ksP, compareSamples(b, a).ksP, 1e-12));
        QVERIFY(agrees(compareSamples(a, b).wasserstein, compareSamples(b, a).wasserstein, 1e-12));
    }

    void emptyAndConstantSamplesAreUndefined()
    {
        const std::array<double, 3> values { .1, .1, .1 };
        QVERIFY(std::isnan(compareSamples({}, values).ks) && std::isnan(compareSamples(values, {}).ksP));
        QVERIFY(std::isnan(normalizedWasserstein(1, values)));
        QVERIFY(std::isnan(normalizedWasserstein(1, {})));
        QCOMPARE(compareSamples(values, values).ksP, 1.0);
    }

    void describesAsNumpy()
    {
        for (const auto& row : golden("descriptive.json", "cases")) {
            const auto x = numbersOf(row["x"]);
            QVERIFY(agrees(mean(x), numberOrNan(row["mean"]), 1e-13, 1e-14));
            QVERIFY(agrees(populationSd(x), numberOrNan(row["populationSd"]),
                           1e-5)); // 1e9 +- .01 has five digits of spread
            QVERIFY(agrees(sampleSd(x), numberOrNan(row["sampleSd"]), 1e-5));
            const auto q = numbersOf(row["q"]);
            std::vector<double> quantiles;
            for (const double at : q)
                quantiles.push_back(quantile(x, at));
            QVERIFY(agrees(quantiles, row["quantiles"], 1e-13, 1e-14));
            QVERIFY(agrees(quantileEdges(x, 10), row["edges"], 1e-13, 1e-14));
            QVERIFY(agrees(midRanks(x), row["ranks"], 0));
            QVERIFY(countInBins(x, numbersOf(row["edges"])) == integersOf<std::int64_t>(row["counts"]));
        }
    }

    void edgesCoverEveryValueAndNoNaN()
    {
        const std::array<double, 2> edges { 0, 1 };
        const double infinity = std::numeric_limits<double>::infinity();
        const std::array<double, 6> values { -infinity, 0, .5, 1, infinity, std::nan("") };
        QVERIFY((countInBins(values, edges) == std::vector<std::int64_t> { 2, 2, 1 }));
        QVERIFY((countInBins(values, {}) == std::vector<std::int64_t> { 5 }));
        QVERIFY(std::isnan(mean({})) && std::isnan(populationSd({})) && std::isnan(quantile({}, .5)));
    }

    void constantHasNoSpreadWhateverItsRounding()
    {
        const std::vector<double> values(7, .1); // their sum is not .7
        QCOMPARE(populationSd(values), 0.0);
        QCOMPARE(sampleSd(values), 0.0);
    }

    void adjustsAsScipyAndSkipsUndefined()
    {
        for (const auto& row : golden("descriptive.json", "adjusted")) {
            auto p = numbersOf(row["p"]);
            QVERIFY(agrees(benjaminiHochberg(p), row["adjusted"], 1e-12));
            p.insert(p.begin(), std::nan(""));
            auto adjusted = benjaminiHochberg(p);
            QVERIFY(std::isnan(adjusted.front()));
            adjusted.erase(adjusted.begin());
            QVERIFY(agrees(adjusted, row["adjusted"], 1e-12));
        }
        QVERIFY(benjaminiHochberg({}).empty());
    }
};

QTEST_APPLESS_MAIN(tst_Samples)
#include "tst_Samples.moc"
