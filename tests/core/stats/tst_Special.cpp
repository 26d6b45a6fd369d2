// SPDX-License-Identifier: GPL-3.0-or-later
#include "Golden.h"

#include "core/stats/Kolmogorov.h"
#include "core/stats/Special.h"

#include <functional>
#include <map>

using namespace casebench;
using namespace casebench::test;

namespace {

using Arguments = std::vector<double>;

struct Checked
{
    std::function<double(const Arguments&)> function;
    double relative = 1e-12;
    double absolute = 1e-300;
};

std::int64_t whole(double value)
{
    return static_cast<std::int64_t>(value);
}

const std::map<std::string, Checked>& functions()
{
    static const std::map<std::string, Checked> all {
        { "normalCdf", { [](const Arguments& a) { return normalCdf(a[0]); } } },
        { "normalTwoSided", { [](const Arguments& a) { return normalTwoSided(a[0]); } } },
        { "normalQuantile", { [](const Arguments& a) { return normalQuantile(a[0]); } } },
        { "upperGamma", { [](const Arguments& a) { return upperGamma(a[0], a[1]); }, 1e-10 } },
        { "incompleteBeta",
          { [](const Arguments& a) { return incompleteBeta(a[0], a[1], a[2]); }, 1e-9, 1e-250 } },
        { "chiSquaredTail", { [](const Arguments& a) { return chiSquaredTail(a[0], a[1]); }, 1e-10 } },
        { "chiSquaredCritical", { [](const Arguments& a) { return chiSquaredCritical(a[0], a[1]); } } },
        { "studentTwoSided",
          { [](const Arguments& a) { return studentTwoSided(a[0], a[1]); }, 1e-9, 1e-250 } },
        { "binomialCdf",
          { [](const Arguments& a) { return binomialCdf(whole(a[0]), whole(a[1]), a[2]); }, 1e-10 } },
        { "kolmogorovLimit", { [](const Arguments& a) { return kolmogorovTail(a[0]); }, 1e-12 } },
        { "kolmogorovTail",
          { [](const Arguments& a) { return kolmogorovTail(a[0], whole(a[1])); }, 5e-5, 1e-250 } },
        { "logFactorial", { [](const Arguments& a) { return logFactorial(whole(a[0])); } } },
    };
    return all;
}

} // namespace

class tst_Special : public QObject
{
    Q_OBJECT

private slots:

    void agreesWithScipy()
    {
        for (const auto& row : golden("special.json", "cases")) {
            const auto name = row["f"].get<std::string>();
            QVERIFY2(functions().contains(name), name.c_str());
            const Checked& checked = functions().at(name);
            const auto arguments = numbersOf(row["args"]);
            const double value = checked.function(arguments);
            const bool coarse =
                name == "kolmogorovTail" && arguments[1] < 141; // its contract: fewer digits for small n
            const double relative = coarse ? 5e-4 : checked.relative;
            QVERIFY2(agrees(value, numberOrNan(row["value"]), relative, checked.absolute),
                     row.dump().c_str());
        }
    }

    void undefinedArgumentsGiveNaN()
    {
        const double nan = std::nan("");
        QVERIFY(std::isnan(normalCdf(nan)));
        QVERIFY(std::isnan(normalQuantile(0)) && std::isnan(normalQuantile(1))
                && std::isnan(normalQuantile(nan)));
        QVERIFY(std::isnan(upperGamma(0, 1)) && std::isnan(upperGamma(1, -1)));
        QVERIFY(std::isnan(incompleteBeta(1, 1, nan)));
        QVERIFY(std::isnan(studentTwoSided(nan, 3)));
        QVERIFY(std::isnan(kolmogorovTail(nan, 10)) && std::isnan(kolmogorovTail(.1, 0)));
        QVERIFY(std::isnan(kolmogorovTwoSampleExact(.1, 0, 3)));
    }

    void kolmogorovTailNeverRisesWithDistance()
    {
        for (const std::int64_t n : { 50, 300, 5000 }) {
            double before = 1;
            for (double d = .0005; d < 1; d *= 1.05) {
                const double p = kolmogorovTail(d, n);
                QVERIFY2(p <= before * (1 + 1e-5) && p >= 0,
                         qPrintable(QStringLiteral("n %1, d %2").arg(n).arg(d)));
                before = p;
            }
        }
    }
};

QTEST_APPLESS_MAIN(tst_Special)
#include "tst_Special.moc"
