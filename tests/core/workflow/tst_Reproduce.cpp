// SPDX-License-Identifier: GPL-3.0-or-later
// Scenario 7: trained again, a run gives the same bytes, whatever was imported and said since.
#include "tests/core/workflow/WorkflowFixture.h"

#include "core/store/RunStore.h"

using namespace casebench;
using namespace casebench::test;

class TestReproduce : public QObject
{
    Q_OBJECT

private slots:

    void everyFamilyGivesTheSameBytesAgain_data()
    {
        QTest::addColumn<QString>("family");
        for (const char* family : { "boosted", "logistic", "svm", "majority", "one-rule" })
            QTest::newRow(family) << family;
    }

    void everyFamilyGivesTheSameBytesAgain()
    {
        QFETCH(QString, family);
        WorkflowFixture f;
        CB_VERIFY(f.takeSampleSnapshot({ 3, 150 }));
        const auto run = f.train("q1", family.toStdString(), "r");
        CB_VERIFY(run);
        CB_VERIFY(f.import(
            "later.csv",
            "case_id,received,Asked_OTP,Sofa\nlate-1,2026-05-01,Yes,red\nlate-2,2026-05-02,No,blue\n"));
        VerdictRequest verdict;
        verdict.caseId = "late-1";
        CB_VERIFY(giveVerdict(f.project(), f.actor("ina"), verdict));
        const auto again = reproduceRun(f.project(), f.actor("ana"), "r", f.silent());
        CB_VERIFY(again);
        QVERIFY2(again->identical, again->why.empty() ? "" : again->why.front().c_str());
        QCOMPARE(again->maxDifference, 0.0);
        QVERIFY(again->why.empty());
        QCOMPARE(RunStore(f.project()).list()->size(),
                 std::size_t { 1 }); // nothing but the audit record is stored
        QVERIFY(f.problems().empty());
    }

    void anotherSeedGivesAnotherModel()
    {
        WorkflowFixture f;
        CB_VERIFY(f.takeSampleSnapshot({ 3, 150 }));
        Recipe recipe;
        recipe.family = "boosted";
        recipe.split = SplitKind::Stratified;
        const auto a = trainRun(f.project(), f.actor("ana"), { "q1", recipe, "a", 0, 0 }, f.silent());
        recipe.seed = 2;
        const auto b = trainRun(f.project(), f.actor("ana"), { "q1", recipe, "b", 0, 0 }, f.silent());
        CB_VERIFY(a);
        CB_VERIFY(b);
        QVERIFY(a->modelSha256 != b->modelSha256);
    }

    void cancellingATrainingStoresNothing()
    {
        WorkflowFixture f;
        CB_VERIFY(f.takeSampleSnapshot({ 3, 150 }));
        Recipe recipe;
        recipe.family = "logistic";
        int stops = 0;
        for (int k = 0; k < 4096; k = k < 4 ? k + 1 : k * 2) {
            StopAt stop(k);
            const auto run =
                trainRun(f.project(), f.actor("ana"), { "q1", recipe, "r", 0, 0 }, stop.progress());
            if (run)
                break;
            QVERIFY2(run.error().code == ErrorCode::Cancelled, run.error().sentence().c_str());
            QVERIFY(RunStore(f.project()).list()->empty());
            ++stops;
        }
        QVERIFY(stops >= 3);
    }

    void anInvestigatorDoesNotReproduce()
    {
        WorkflowFixture f;
        CB_VERIFY(f.takeSampleSnapshot({ 3, 150 }));
        CB_VERIFY(f.train("q1", "majority", "r"));
        QCOMPARE(reproduceRun(f.project(), f.actor("ina"), "r", f.silent()).error().kind,
                 std::string("role"));
    }
};

QTEST_APPLESS_MAIN(TestReproduce)
#include "tst_Reproduce.moc"
