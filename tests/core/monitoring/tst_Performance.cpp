// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/CaseTableBuilder.h"
#include "tests/support/TestMain.h"

#include "core/monitoring/Performance.h"
#include "core/stats/Estimation.h"

using namespace casebench;
using namespace casebench::test;

namespace {

std::vector<JudgedCase> judged(int caught, int missed, int honest, bool slice)
{
    std::vector<JudgedCase> cases;
    const auto add = [&](int n, bool scam, bool flagged) {
        for (int i = 0; i < n; ++i)
            cases.push_back({ static_cast<std::uint32_t>(cases.size()), scam, flagged, slice });
    };
    add(caught, true, true);
    add(missed, true, false);
    add(honest, false, true);
    return cases;
}

} // namespace

class TestPerformance : public QObject
{
    Q_OBJECT

private slots:

    void auditedRecallIsWilsonsOverTheScams()
    {
        // statistics.md 1: 45/60 -> .6277-.8422
        const AuditedRecall audited = auditedRecall(judged(45, 15, 20, true));
        QCOMPARE(audited.recall.value, .75);
        QVERIFY(std::abs(audited.recall.low - .6277) < 5e-5 && std::abs(audited.recall.high - .8422) < 5e-5);
        QCOMPARE(audited.recall.n, std::int64_t { 60 });
        QCOMPARE(audited.audited, std::int64_t { 80 });
        QVERIFY(audited.randomSlice);
    }

    void onlyTheRandomSliceCountsWhenThereIsOne()
    {
        std::vector<JudgedCase> cases = judged(8, 2, 0, true);
        const auto chosen = judged(500, 0, 0, false); // people looked at flagged cases: they would flatter
        cases.insert(cases.end(), chosen.begin(), chosen.end());
        QCOMPARE(auditedRecall(cases).recall.value, .8);
        QCOMPARE(auditedRecall(cases).audited, std::int64_t { 10 });
    }

    void withoutASliceAllDecidedCasesCountAndThatIsSaid()
    {
        const AuditedRecall audited = auditedRecall(judged(8, 2, 5, false));
        QCOMPARE(audited.recall.value, .8);
        QVERIFY(!audited.randomSlice);
        QCOMPARE(audited.audited, std::int64_t { 15 });
    }

    void withoutAScamRecallIsUndefinedNotZero()
    {
        QVERIFY(std::isnan(auditedRecall(judged(0, 0, 9, true)).recall.value));
        QVERIFY(std::isnan(auditedRecall({}).recall.value));
        QCOMPARE(auditedRecall({}).audited, std::int64_t { 0 });
    }

    void theExpectedConfusionIsThatOfTheVector()
    {
        // statistics.md 1, CBPE: p = (.9,.8,.6,.4,.3,.1), cut .5: 2.3/.7/.8/2.2 -> recall .7419, precision
        // .7667
        const std::vector<double> p { .9, .8, .6, .4, .3, .1 };
        const Confusion expected = expectedConfusion(p, .5);
        QVERIFY(std::abs(expected.tp - 2.3) < 1e-12 && std::abs(expected.fp - .7) < 1e-12);
        QVERIFY(std::abs(expected.fn - .8) < 1e-12 && std::abs(expected.tn - 2.2) < 1e-12);
        Predictions holdout;
        holdout.rows = { 0, 1, 2, 3, 4, 5 };
        holdout.probability = p;
        const Interval estimate = estimatedRecall(p, .5, holdout, {});
        QVERIFY(std::abs(estimate.value - .7419) < 5e-5);
        QVERIFY(std::abs(expected.precision() - .7667) < 5e-5);
        QVERIFY(estimate.low < estimate.value && estimate.value < estimate.high);
        QCOMPARE(estimate.n, std::int64_t { 6 });
    }

    void theBandOfTheEstimateNarrowsWithTheWindowAndIsReproducible()
    {
        Predictions holdout;
        for (int i = 0; i < 300; ++i) {
            holdout.rows.push_back(static_cast<CaseRow>(i));
            holdout.probability.push_back((i % 10) / 10.0 + .05);
        }
        std::vector<double> small(holdout.probability.begin(), holdout.probability.begin() + 100);
        std::vector<double> large;
        for (int i = 0; i < 10; ++i)
            large.insert(large.end(), holdout.probability.begin(), holdout.probability.end());
        const Interval a = estimatedRecall(small, .5, holdout, {});
        const Interval b = estimatedRecall(large, .5, holdout, {});
        QVERIFY(b.high - b.low < a.high - a.low);
        QCOMPARE(estimatedRecall(small, .5, holdout, {}).low, a.low);
        QVERIFY(std::isnan(estimatedRecall({}, .5, holdout, {}).value));
    }

    void errorSlicesRankTheFieldTheModelCannotSeeFirst()
    {
        // 100 audited scams: 40 missed, of which 35 pay by UPI; of 60 caught 6 do. Opened_Bank_Website says
        // the opposite.
        std::vector<std::string> upi, opened, weekend;
        std::vector<JudgedCase> cases;
        for (std::uint32_t i = 0; i < 120; ++i) {
            const bool scam = i < 100;
            const bool missed = i < 40;
            upi.emplace_back((missed && i < 35) || (!missed && i < 46) ? "Yes" : "No");
            opened.emplace_back(missed ? "No" : "Yes");
            weekend.emplace_back(i % 3 == 0 ? "Yes" : "No");
            cases.push_back({ i, scam, !missed, true });
        }
        const CaseTablePtr table = CaseTableBuilder()
                                       .yesNo("Opened_Bank_Website", opened)
                                       .yesNo("Weekend_Call", weekend)
                                       .yesNo("UPI_PAYMENTS", upi)
                                       .build();
        const auto slices =
            findErrorSlices(*table, cases, std::vector<std::string> { "Opened_Bank_Website" });
        QVERIFY(!slices.empty());
        QCOMPARE(slices[0].field, std::string("UPI_PAYMENTS"));
        QCOMPARE(slices[0].value, std::string("Yes"));
        QCOMPARE(slices[0].missed, std::int64_t { 35 });
        QCOMPARE(slices[0].caught, std::int64_t { 6 });
        QCOMPARE(slices[0].missedAll, std::int64_t { 40 });
        QCOMPARE(slices[0].caughtAll, std::int64_t { 60 });
        QVERIFY(slices[0].pAdjusted >= slices[0].p && slices[0].pAdjusted < 1e-6);
        QVERIFY(!slices[0].usedByModel);
        QCOMPARE(slices.back().field, std::string("Opened_Bank_Website")); // stronger, but the symptom
        QVERIFY(slices.back().usedByModel && slices.back().p < slices[0].p);
        for (const ErrorSlice& slice : slices)
            QVERIFY(slice.missed * slice.caughtAll > slice.caught * slice.missedAll);
    }

    void missingIsASliceOfItsOwnAndNumbersGoByQuartiles()
    {
        std::vector<std::string> asked;
        std::vector<double> money;
        std::vector<JudgedCase> cases;
        for (std::uint32_t i = 0; i < 80; ++i) {
            const bool missed = i < 20;
            asked.emplace_back(missed ? "" : "No");
            money.push_back(missed ? 10 + i : 1000 + i);
            cases.push_back({ i, true, !missed, true });
        }
        const CaseTablePtr table = CaseTableBuilder().yesNo("asked", asked).number("money", money).build();
        const auto slices = findErrorSlices(*table, cases, {});
        const auto byField = [&](std::string_view name) {
            return std::ranges::find(slices, name, &ErrorSlice::field);
        };
        QCOMPARE(byField("asked")->value, std::string("not asked"));
        QVERIFY(byField("money")->value.starts_with("up to "));
        QCOMPARE(byField("money")->missed, std::int64_t { 20 });
    }

    void withoutMissedOrCaughtScamsThereIsNothingToCompare()
    {
        const CaseTablePtr table = CaseTableBuilder().yesNo("a", std::vector<std::string>(30, "Yes")).build();
        QVERIFY(findErrorSlices(*table, judged(30, 0, 0, true), {}).empty());
        QVERIFY(findErrorSlices(*table, judged(0, 30, 0, true), {}).empty());
        QVERIFY(findErrorSlices(*table, judged(10, 20, 0, true), {}).empty()); // one value everywhere
    }
};

QTEST_APPLESS_MAIN(TestPerformance)
#include "tst_Performance.moc"
