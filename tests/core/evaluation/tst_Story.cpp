// SPDX-License-Identifier: GPL-3.0-or-later
// The seed story in numbers: a champion of three months fades as tactics change. Distribution and bounds: the
// fixture of the scenarios, written here by itself, so that training is judged without import and store.
#include "tests/core/models/Cases.h"
#include "tests/support/TestMain.h"

#include "core/evaluation/Compare.h"
#include "core/evaluation/Evaluate.h"
#include "core/evaluation/Train.h"
#include "core/models/Scorer.h"

#include <functional>

using namespace casebench;
using namespace casebench::test;

namespace {

constexpr int kMonths = 8;
constexpr std::size_t kPerMonth = 600;
constexpr double kShift[kMonths] = { 0, 0, 0, 0, 0.15, 0.35, 0.60, 0.85 };

struct Fixture
{
    CaseTablePtr table;
    std::vector<Truth> truth;
};

Fixture fixture(std::uint64_t seed)
{
    Random random(seed);
    std::vector<Code> remote, opened, otp, masked, place, upi;
    std::vector<double> money;
    Fixture result;
    const auto flag = [&](double p) { return random.chance(p) ? kYesCode : kNoCode; };
    for (int month = 0; month < kMonths; ++month) {
        for (std::size_t i = 0; i < kPerMonth; ++i) {
            const bool scam = random.chance(0.74);
            const bool shifted = scam && random.chance(kShift[month]);
            result.truth.push_back(scam ? kPositive : kNegative);
            remote.push_back(flag(shifted ? 0.15 : scam ? 0.55 : 0.08));
            opened.push_back(shifted ? kNoCode : flag(scam ? 0.80 : 0.10));
            otp.push_back(flag(scam ? 0.45 : 0.12));
            masked.push_back(flag(scam ? 0.35 : 0.20));
            const double where = random.uniform();
            place.push_back(where < .4 ? 0 : where < .6 ? 1 : where < .85 ? 2 : 3);
            money.push_back(std::round(std::exp((scam ? 7.5 : 6.6) + 0.9 * random.normal())));
            const Code used = shifted ? kYesCode : scam ? kNoCode : flag(0.03);
            upi.push_back(month < 4 ? kMissingCode : used);
        }
    }
    TableBuilder builder(kMonths * kPerMonth);
    builder.received()
        .yesNo("Asked_Remote_Access", remote)
        .yesNo("Opened_Bank_Website", opened)
        .yesNo("Asked_OTP", otp)
        .yesNo("Number_Masked", masked)
        .category("Location_Of_Call", place, { "local", "intl", "voip", "unknown" })
        .number("Money_Asked", money)
        .yesNo("UPI_PAYMENTS", upi);
    result.table = builder.build();
    return result;
}

SnapshotData snapshotFor(const Fixture& f, const std::function<bool(std::size_t)>& decided)
{
    SnapshotData data;
    data.table = f.table;
    data.truth.assign(f.truth.size(), kUndecided);
    for (std::size_t i = 0; i < f.truth.size(); ++i) {
        if (decided(i))
            data.truth[i] = f.truth[i];
    }
    data.decidedAt.assign(f.truth.size(), kNoTime);
    return data;
}

struct MonthFigures
{
    double recall = 0;
    double specificity = 0;
    double auc = 0;
};

MonthFigures figuresOf(const Run& run, const Fixture& f, std::size_t month)
{
    std::vector<std::uint32_t> rows(kPerMonth);
    std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>((month - 1) * kPerMonth));
    Progress silent;
    const auto scores = Scorer::fromRun(run)->score(*f.table, rows, silent);
    const std::span<const Truth> truth(f.truth.data() + (month - 1) * kPerMonth, kPerMonth);
    const Confusion counts = confusionAt(truth, scores->probability, run.threshold);
    return { counts.recall(), counts.specificity(), rocAuc(truth, scores->margin) };
}

Run trainedOn(const SnapshotData& data, FinalFit finalFit)
{
    Recipe recipe;
    recipe.family = "boosted";
    Progress silent;
    return trainModel(data, recipe, { finalFit, 50, 10 }, silent)->run;
}

} // namespace

class TestStory : public QObject
{
    Q_OBJECT

private slots:

    void theChampionFadesAndTheChallengerDoesNot()
    {
        constexpr int kSeeds = 4;
        // The scenarios give .94 .88 .79 .68 .575 for months 4-8 (mean of 40 seeds +-.03; here 4 seeds).
        const double expected[] = { .94, .88, .79, .68, .575 };
        double recall[5] = { 0, 0, 0, 0, 0 };
        double specificity = 0;
        double reference = 0;
        MonthFigures challenger;
        for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
            const Fixture f = fixture(seed);
            const Run champion = trainedOn(snapshotFor(f, [](std::size_t i) { return i < 3 * kPerMonth; }),
                                           FinalFit::TrainingPart);
            for (std::size_t m = 0; m < 5; ++m)
                recall[m] += figuresOf(champion, f, m + 4).recall / kSeeds;
            specificity += figuresOf(champion, f, 4).specificity / kSeeds;
            reference += champion.referenceRecall.value / kSeeds;
            // 75 audited cases each of months 5 and 6 join; the new field is empty before.
            const auto audited = [](std::size_t i) {
                return i < 3 * kPerMonth || (i >= 4 * kPerMonth && i < 6 * kPerMonth && i % 8 == 0);
            };
            const MonthFigures reached =
                figuresOf(trainedOn(snapshotFor(f, audited), FinalFit::AllRows), f, 7);
            challenger.recall += reached.recall / kSeeds;
            challenger.specificity += reached.specificity / kSeeds;
            challenger.auc += reached.auc / kSeeds;
            const MonthFigures part =
                figuresOf(trainedOn(snapshotFor(f, audited), FinalFit::TrainingPart), f, 7);
            qInfo("seed %d: month 7, refit %.3f %.3f %.3f; training part only %.3f %.3f %.3f",
                  static_cast<int>(seed), reached.recall, reached.specificity, reached.auc, part.recall,
                  part.specificity, part.auc);
        }
        qInfo("champion %.3f %.3f %.3f %.3f %.3f, specificity %.3f, reference %.3f", recall[0], recall[1],
              recall[2], recall[3], recall[4], specificity, reference);
        for (std::size_t m = 0; m < 5; ++m)
            QVERIFY2(std::abs(recall[m] - expected[m]) < 0.06, qPrintable(QString::number(recall[m])));
        QVERIFY(std::abs(specificity - 0.79) < 0.06);
        QVERIFY(std::abs(reference - 0.94) < 0.04);
        QVERIFY2(challenger.recall >= 0.90, qPrintable(QString::number(challenger.recall)));
        QVERIFY2(challenger.specificity >= 0.68, qPrintable(QString::number(challenger.specificity)));
        QVERIFY2(challenger.auc >= 0.90, qPrintable(QString::number(challenger.auc)));
    }
};

QTEST_APPLESS_MAIN(TestStory)
#include "tst_Story.moc"
