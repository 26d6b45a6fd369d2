// SPDX-License-Identifier: GPL-3.0-or-later
// Our families against scikit-learn and the Python xgboost package; numbers and their makers in
// tests/data/models.
#include "tests/support/TestMain.h"
#include "tests/support/Where.h"

#include "core/base/Json.h"
#include "core/base/Text.h"
#include "core/models/Calibration.h"
#include "core/models/Families.h"
#include "core/stats/Binary.h"

#include <QFile>

using namespace casebench;
using namespace casebench::test;

namespace {

constexpr std::size_t kRows = 400;
constexpr std::size_t kColumns = 4;
const std::string kFolder = casebench::test::sourceDirectory() / "tests/data/models/";

struct Problem
{
    Matrix matrix { kRows, kColumns, {} };
    std::vector<Truth> truth;
};

/// The same matrix as in generate.py.
Problem problem()
{
    std::uint32_t state = 12345;
    const auto next = [&] {
        state = 1664525U * state + 1013904223U;
        return static_cast<double>(state >> 8U) / 8388608.0 - 1;
    };
    Problem result;
    for (std::size_t r = 0; r < kRows; ++r) {
        double x[kColumns];
        for (double& cell : x)
            cell = next();
        const double noise = next();
        x[3] = x[3] > 0.4 ? 1 : 0;
        for (const double cell : x)
            result.matrix.values.push_back(static_cast<float>(cell));
        result.truth.push_back(1.5 * x[0] - x[1] + 0.8 * x[3] + 1.2 * noise > 0.9 ? kPositive : kNegative);
    }
    return result;
}

std::string readFile(const std::string& name)
{
    QFile file(qs(kFolder + name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string {};
}

Json golden(const std::string& name)
{
    return *parseJson(readFile(name));
}

Json linearFit(const char* family, double c)
{
    const Problem data = problem();
    const Family& maker = **findFamily(family);
    Progress silent;
    const auto values = ParameterValues::resolve(maker.parameters(), { { "C", shortestNumber(c) } });
    return *parseJson((*maker.fit(data.matrix, data.truth, *values, {}, silent))->serialize());
}

double largestDifference(const Json& ours, const Json& theirs)
{
    double largest = std::abs(ours["intercept"].get<double>() - theirs["intercept"].get<double>());
    for (std::size_t i = 0; i < kColumns; ++i)
        largest = std::max(largest,
                           std::abs(ours["weights"][i].get<double>() - theirs["weights"][i].get<double>()));
    return largest;
}

Problem problemWithGaps()
{
    Problem data = problem();
    for (std::size_t r = 0; r < kRows; r += 7)
        data.matrix.row(r)[1] = std::numeric_limits<float>::quiet_NaN();
    return data;
}

} // namespace

class TestGolden : public QObject
{
    Q_OBJECT

private slots:

    void logisticEqualsScikitLearn()
    {
        const Json all = golden("golden.json");
        const Problem data = problem();
        QCOMPARE(static_cast<int>(std::ranges::count(data.truth, kPositive)), all["positives"].get<int>());
        QCOMPARE(all["logistic"].size(), std::size_t { 3 });
        for (const Json& theirs : all["logistic"]) {
            const double difference =
                largestDifference(linearFit("logistic", theirs["C"].get<double>()), theirs);
            QVERIFY2(difference < 1e-5, qPrintable(QString::number(difference)));
        }
    }

    void svmRanksAsScikitLearnsBalancedHinge()
    {
        const Problem data = problem();
        for (const Json& theirs : golden("golden.json")["svm"]) {
            const Json ours = linearFit("svm", theirs["C"].get<double>());
            std::vector<double> margins;
            for (std::size_t r = 0; r < kRows; ++r) {
                double margin = ours["intercept"].get<double>();
                for (std::size_t c = 0; c < kColumns; ++c)
                    margin += ours["weights"][c].get<double>() * static_cast<double>(data.matrix.at(r, c));
                margins.push_back(margin);
            }
            QVERIFY(std::abs(rocAuc(data.truth, margins) - theirs["auc"].get<double>()) < 0.001);
            const double difference = largestDifference(ours, theirs);
            QVERIFY2(difference < 0.02, qPrintable(QString::number(difference)));
        }
    }

    void plattEqualsTheWeightedLogisticRegression()
    {
        const Problem data = problem();
        std::vector<double> margins;
        for (std::size_t r = 0; r < kRows; ++r)
            margins.push_back(1.5 * static_cast<double>(data.matrix.at(r, 0))
                              - static_cast<double>(data.matrix.at(r, 1)));
        const Calibration fitted = fitPlatt(margins, data.truth);
        const Json theirs = golden("golden.json")["platt"];
        QVERIFY(fitted.fitted);
        QCOMPARE(fitted.n, std::int64_t { kRows });
        QVERIFY(std::abs(fitted.a - theirs["a"].get<double>()) < 1e-5);
        QVERIFY(std::abs(fitted.b - theirs["b"].get<double>()) < 1e-5);
    }

    void pythonReadsOurBoostedModelTheSame()
    {
        const Problem data = problemWithGaps();
        const Family& boosted = **findFamily("boosted");
        if (qEnvironmentVariableIsSet("CASEBENCH_WRITE_GOLDEN")) {
            Progress silent;
            const auto values =
                ParameterValues::resolve(boosted.parameters(), { { "rounds", "12" }, { "depth", "3" } });
            QFile file(qs(kFolder + "boosted.json"));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray::fromStdString(
                (*boosted.fit(data.matrix, data.truth, *values, {}, silent))->serialize()));
        }
        const auto model = boosted.load(readFile("boosted.json"), kColumns);
        CB_VERIFY(model);
        const Json theirs = golden("boosted-golden.json");
        const auto margins = (*model)->margins(data.matrix);
        const auto parts = (*model)->contributions(data.matrix);
        QCOMPARE(theirs["margins"].size(), std::size_t { 60 });
        for (std::size_t r = 0; r < 60; ++r) {
            QVERIFY(std::abs((*margins)[r] - theirs["margins"][r].get<double>()) < 1e-6);
            for (std::size_t c = 0; c < kColumns; ++c)
                QVERIFY(std::abs(parts->row(r)[c] - theirs["contributions"][r][c].get<double>()) < 1e-6);
            QVERIFY(std::abs(parts->base[r] - theirs["contributions"][r][kColumns].get<double>()) < 1e-6);
        }
    }
};

QTEST_APPLESS_MAIN(TestGolden)
#include "tst_Golden.moc"
