// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/workflow/WorkflowFixture.h"

#include "core/store/SnapshotStore.h"
#include "core/workflow/LookAtCases.h"

#include <set>

using namespace casebench;
using namespace casebench::test;

namespace {

/// c0 ... c39 with two answers, one of them missing now and then, and verdicts on every second case.
void importForty(WorkflowFixture& f, std::string_view answerOfC7 = "Yes")
{
    std::string csv = "case_id,received,Asked_OTP,Money\n";
    std::string verdicts = "case,verdict,person,reason,time\n";
    for (int i = 0; i < 40; ++i) {
        const std::string answer = i == 7 ? std::string(answerOfC7)
            : i % 3 == 0                  ? "Yes"
            : i % 3 == 1                  ? "No"
                                          : "";
        csv += "c" + std::to_string(i) + ",2026-0" + std::to_string(1 + i / 20) + "-05," + answer + ","
            + std::to_string(100 + i) + "\n";
        if (i % 2 == 0)
            verdicts += "c" + std::to_string(i)
                + (i % 4 == 0 ? ",scam,bo,,2026-03-01\n" : ",not-scam,bo,,2026-03-01\n");
    }
    ImportRequest request;
    request.choices.id = "case_id";
    request.choices.time = "received";
    CB_VERIFY(f.import("a.csv", csv, request));
    CB_VERIFY(f.importVerdicts("l.csv", verdicts));
}

} // namespace

class TestSnapshots : public QObject
{
    Q_OBJECT

private slots:

    void itCountsWhatTrainsAndWhatDoesNot()
    {
        WorkflowFixture f;
        importForty(f);
        const auto all = f.snapshot("all");
        CB_VERIFY(all);
        QCOMPARE(all->rows, std::int64_t { 40 });
        QCOMPARE(all->positives, std::int64_t { 10 });
        QCOMPARE(all->negatives, std::int64_t { 10 });
        QCOMPARE(all->undecided, std::int64_t { 20 });
        QCOMPARE(all->createdBy, std::string("ana"));
        QCOMPARE(all->digest.size(), std::size_t { 64 });
        const auto taken = f.snapshot("all");
        QVERIFY(!taken && taken.error().code == ErrorCode::Refused);
    }

    void theSameDataGivesTheSameDigestInAnotherProject()
    {
        WorkflowFixture a, b;
        importForty(a);
        importForty(b);
        QCOMPARE(a.snapshot("x")->digest, b.snapshot("another name")->digest);
    }

    void oneChangedCellChangesTheDigestAndTheDiffNamesRowAndField()
    {
        WorkflowFixture f;
        importForty(f);
        const auto before = f.snapshot("before");
        CB_VERIFY(correctCell(f.project(), f.actor("ana"), { "c7", "Asked_OTP", "No", "misread" }));
        const auto after = f.snapshot("after");
        CB_VERIFY(after);
        QVERIFY(before->digest != after->digest);
        const auto diff = diffSnapshots(f.project(), "before", "after", f.silent());
        CB_VERIFY(diff);
        QCOMPARE(diff->cellsChanged, std::int64_t { 1 });
        QCOMPARE(diff->cells[0].caseId, std::string("c7"));
        QCOMPARE(diff->cells[0].field, std::string("Asked_OTP"));
        QCOMPARE(diff->cells[0].a, std::string("Yes"));
        QCOMPARE(diff->cells[0].b, std::string("No"));
        QVERIFY(diff->onlyInA == 0 && diff->onlyInB == 0 && diff->fieldsOnlyInA.empty()
                && diff->fieldsOnlyInB.empty());
    }

    void notAskedIsNotNoInTheDigest()
    {
        WorkflowFixture yes, no, missing;
        importForty(yes, "Yes");
        importForty(no, "No");
        importForty(missing, "");
        const std::set<std::string> digests { yes.snapshot("s")->digest, no.snapshot("s")->digest,
                                              missing.snapshot("s")->digest };
        QCOMPARE(digests.size(), std::size_t { 3 });
    }

    void oneChangedVerdictChangesTheDigestToo()
    {
        WorkflowFixture f;
        importForty(f);
        const auto before = f.snapshot("before");
        VerdictRequest request;
        request.caseId = "c1";
        CB_VERIFY(giveVerdict(f.project(), f.actor("ina"), request));
        const auto after = f.snapshot("after");
        QVERIFY(before->digest != after->digest);
        const auto diff = diffSnapshots(f.project(), "before", "after", f.silent());
        QCOMPARE(diff->cellsChanged, std::int64_t { 1 });
        QCOMPARE(diff->cells[0].field, std::string("label"));
        QCOMPARE(diff->cells[0].a, std::string("undecided"));
        QCOMPARE(diff->cells[0].b, std::string("scam"));
    }

    void itStaysByteTrueWhateverHappensLater()
    {
        WorkflowFixture f;
        importForty(f);
        const auto taken = f.snapshot("frozen");
        const auto first = loadSnapshot(f.project(), "frozen", f.silent());
        CB_VERIFY(first);
        QCOMPARE(datasetDigest(*first->table, first->truth), taken->digest);

        CB_VERIFY(f.import(
            "b.csv",
            "case_id,received,Asked_OTP,Money,UPI\nc3,2026-01-05,No,999,Yes\nc77,2026-04-05,No,1,Yes\n"));
        CB_VERIFY(correctCell(f.project(), f.actor("ana"), { "c5", "Money", "1", "typo" }));
        VerdictRequest request;
        request.caseId = "c0";
        request.verdict = Verdict::NotScam;
        CB_VERIFY(giveVerdict(f.project(), f.actor("ina"), request)); // now disputed
        request.caseId = "c1";
        CB_VERIFY(giveVerdict(f.project(), f.actor("ina"), request));

        const auto again = loadSnapshot(f.project(), "frozen", f.silent());
        CB_VERIFY(again);
        QVERIFY(again->table->schema == first->table->schema);
        QVERIFY(again->truth == first->truth);
        QVERIFY(again->decidedAt == first->decidedAt);
        for (std::size_t i = 0; i < first->table->columns.size(); ++i) {
            for (std::size_t row = 0; row < first->table->rowCount(); ++row)
                QCOMPARE(again->table->columns[i].text(row), first->table->columns[i].text(row));
        }
        QVERIFY(*verifySnapshot(f.project(), "frozen", f.silent()));
        QVERIFY(f.snapshot("now")->digest != taken->digest);
        QVERIFY(*verifySnapshot(f.project(), "now", f.silent()));
    }

    void spansAndExpressionsChoose()
    {
        WorkflowFixture f;
        importForty(f);
        SnapshotRequest request;
        request.name = "february";
        request.from = monthStart(2026 * 12 + 1);
        request.to = monthStart(2026 * 12 + 2);
        QCOMPARE(takeSnapshot(f.project(), f.actor("ana"), request, f.silent())->rows, std::int64_t { 20 });
        request.name = "february, decided";
        request.decidedOnly = true;
        QCOMPARE(takeSnapshot(f.project(), f.actor("ana"), request, f.silent())->undecided,
                 std::int64_t { 0 });
        request = {};
        request.name = "large";
        request.where = "Money >= 130";
        QCOMPARE(takeSnapshot(f.project(), f.actor("ana"), request, f.silent())->rows, std::int64_t { 10 });
        request.name = "none";
        request.where = "Money > 1000";
        QCOMPARE(takeSnapshot(f.project(), f.actor("ana"), request, f.silent()).error().kind,
                 std::string("empty-snapshot"));
        request.where = "Money >";
        QVERIFY(takeSnapshot(f.project(), f.actor("ana"), request, f.silent()).error().code
                == ErrorCode::InvalidInput);
        QCOMPARE(SnapshotStore(f.project()).list()->size(), std::size_t { 3 });
    }

    void asOfAnEarlierTimeLaterVerdictsDoNotCount()
    {
        WorkflowFixture f;
        importForty(f);
        const Instant before = now();
        VerdictRequest verdict;
        verdict.caseId = "c1";
        CB_VERIFY(giveVerdict(f.project(), f.actor("ina"), verdict));
        SnapshotRequest request;
        request.name = "then";
        request.asOf = before;
        const auto then = takeSnapshot(f.project(), f.actor("ana"), request, f.silent());
        CB_VERIFY(then);
        QCOMPARE(then->positives, std::int64_t { 10 });
        QCOMPARE(f.snapshot("now")->positives, std::int64_t { 11 });
        QVERIFY(*verifySnapshot(f.project(), "then", f.silent()));
    }

    void thePolicyDecidesTheTruthAndStandsInTheSnapshot()
    {
        WorkflowFixture f;
        importForty(f);
        SnapshotRequest request;
        request.name = "complaints";
        request.policy = LabelPolicy::Complaints;
        const auto complaints = takeSnapshot(f.project(), f.actor("ana"), request, f.silent());
        CB_VERIFY(complaints);
        QCOMPARE(complaints->policy, LabelPolicy::Complaints);
        QCOMPARE(complaints->positives, std::int64_t { 40 });
        QVERIFY(*verifySnapshot(f.project(), "complaints", f.silent()));
    }

    void investigatorsDoNotFreezeAndCancellingLeavesNothing()
    {
        WorkflowFixture f;
        importForty(f);
        SnapshotRequest request;
        request.name = "s";
        QCOMPARE(takeSnapshot(f.project(), f.actor("ina"), request, f.silent()).error().kind,
                 std::string("role"));
        StopAt stop(0);
        QVERIFY(takeSnapshot(f.project(), f.actor("ana"), request, stop.progress()).error().code
                == ErrorCode::Cancelled);
        QVERIFY(SnapshotStore(f.project()).list()->empty());
    }
};

QTEST_APPLESS_MAIN(TestSnapshots)
#include "tst_Snapshots.moc"
