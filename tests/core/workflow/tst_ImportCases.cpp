// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/workflow/WorkflowFixture.h"

using namespace casebench;
using namespace casebench::test;

namespace {

constexpr std::string_view kThree = "case_id,received,Asked_OTP,Money\n"
                                    "c1,2026-01-01,Yes,100\n"
                                    "c2,2026-01-02,No,200\n"
                                    "c3,2026-01-03,,300\n";

ImportRequest withRoles()
{
    ImportRequest request;
    request.choices.id = "case_id";
    request.choices.time = "received";
    return request;
}

std::string manyRows(int rows)
{
    std::string csv = "case_id,received,Asked_OTP,Money\n";
    for (int i = 0; i < rows; ++i)
        csv += "c" + std::to_string(i) + ",2026-01-" + (i % 28 < 9 ? "0" : "") + std::to_string(i % 28 + 1)
            + (i % 2 == 0 ? ",Yes," : ",No,") + std::to_string(100 + i) + "\n";
    return csv;
}

} // namespace

class TestImportCases : public QObject
{
    Q_OBJECT

private slots:

    void rowsBecomeCasesWithTheirTextsKept()
    {
        WorkflowFixture f;
        const auto summary = f.import("a.csv", kThree, withRoles());
        CB_VERIFY(summary);
        QCOMPARE(summary->rowsNew, std::int64_t { 3 });
        QCOMPARE(summary->rowsAccepted, std::int64_t { 3 });
        QCOMPARE(summary->rowsQuarantined, std::int64_t { 0 });
        QCOMPARE(f.cell("c2", "Money"), std::string("200"));
        QCOMPARE(f.cell("c3", "Asked_OTP"), std::string());
        QVERIFY(f.problems().empty());
    }

    void knownIdsAreUpdatedAndTheOldValueStaysInTheHistory()
    {
        WorkflowFixture f;
        CB_VERIFY(f.import("a.csv", kThree, withRoles()));
        const auto again = f.import("b.csv",
                                    "case_id,received,Asked_OTP,Money\nc2,2026-01-02,No,250\nc3,2026-01-03,,"
                                    "300\nc4,2026-01-04,No,400\n");
        CB_VERIFY(again);
        QCOMPARE(again->rowsNew, std::int64_t { 1 });
        QCOMPARE(again->rowsUpdated, std::int64_t { 1 });
        QCOMPARE(again->cellsChanged, std::int64_t { 1 });
        QCOMPARE(again->rowsAccepted, std::int64_t { 3 });
        QCOMPARE(f.cell("c2", "Money"), std::string("250"));
        const auto history = CaseStore(f.project()).caseHistory(*findCase(f.project(), "c2"));
        CB_VERIFY(history);
        QCOMPARE(history->size(), std::size_t { 1 });
        QCOMPARE(history->front().field, std::string("Money"));
        QCOMPARE(history->front().sourceId, again->sourceId);
        QVERIFY(f.problems().empty());
    }

    void theSameFileAgainChangesNothing()
    {
        WorkflowFixture f;
        CB_VERIFY(f.import("a.csv", kThree, withRoles()));
        const auto again = f.import("a.csv", kThree);
        CB_VERIFY(again);
        QCOMPARE(again->rowsNew, std::int64_t { 0 });
        QCOMPARE(again->rowsUpdated, std::int64_t { 0 });
        QCOMPARE(again->cellsChanged, std::int64_t { 0 });
        QCOMPARE(*CaseStore(f.project()).rowCount(), std::size_t { 3 });
        QCOMPARE(*CaseStore(f.project()).lastChangeSeq(), std::int64_t { 0 });
    }

    void aFileWithoutIdsIsNotTakenTwice()
    {
        WorkflowFixture f;
        const std::string csv = "Asked_OTP,Money\nYes,1\nNo,2\nNo,3\n";
        CB_VERIFY(f.import("a.csv", csv));
        const auto again = f.import("b.csv", csv);
        QVERIFY(!again);
        QCOMPARE(again.error().kind, std::string("already-imported"));
        QCOMPARE(*CaseStore(f.project()).rowCount(), std::size_t { 3 });
    }

    void duplicateAndMissingIdsAreQuarantinedWithLineAndReason()
    {
        WorkflowFixture f;
        const auto summary = f.import("a.csv",
                                      "case_id,received,Asked_OTP,Money\nc1,2026-01-01,Yes,1\nc1,2026-01-02,"
                                      "No,2\n,2026-01-03,No,3\nc2,2026-01-04,No,4\n",
                                      withRoles());
        CB_VERIFY(summary);
        QCOMPARE(summary->rowsNew, std::int64_t { 2 });
        QCOMPARE(summary->rowsQuarantined, std::int64_t { 2 });
        const auto rows = SourceStore(f.project()).quarantined(summary->sourceId);
        CB_VERIFY(rows);
        QCOMPARE(rows->size(), std::size_t { 2 });
        QCOMPARE((*rows)[0].kind, std::string("duplicate-id"));
        QCOMPARE((*rows)[0].line, std::int64_t { 3 });
        QCOMPARE((*rows)[0].column, std::string("case_id"));
        QVERIFY((*rows)[0].raw.find("2026-01-02") != std::string::npos);
        QCOMPARE((*rows)[1].kind, std::string("missing-id"));
        QCOMPARE((*rows)[1].line, std::int64_t { 4 });
        QCOMPARE(f.cell("c1", "Money"), std::string("1")); // the first one stands
    }

    void aKnownIdTwiceInOneFileIsTakenOnce()
    {
        WorkflowFixture f;
        CB_VERIFY(f.import("a.csv", kThree, withRoles()));
        const auto summary =
            f.import("b.csv", "case_id,received,Asked_OTP,Money\nc1,2026-01-01,Yes,7\nc1,2026-01-01,Yes,8\n");
        CB_VERIFY(summary);
        QCOMPARE(summary->rowsUpdated, std::int64_t { 1 });
        QCOMPARE(summary->rowsQuarantined, std::int64_t { 1 });
        QCOMPARE(f.cell("c1", "Money"), std::string("7"));
    }

    void aDryRunSaysTheSameAndLeavesNothing()
    {
        WorkflowFixture f;
        CB_VERIFY(f.import("a.csv", kThree, withRoles()));
        const std::string before = f.state();
        ImportRequest dry;
        dry.dryRun = true;
        const std::string csv = "case_id,received,Asked_OTP,Money,UPI\nc2,2026-01-02,No,250,Yes\nc9,2026-01-"
                                "09,No,9,No\nc9,2026-01-09,No,9,No\n";
        const auto planned = f.import("b.csv", csv, dry);
        CB_VERIFY(planned);
        QCOMPARE(planned->sourceId, std::int64_t { 0 });
        QCOMPARE(f.state(), before);
        const auto done = f.import("b.csv", csv);
        CB_VERIFY(done);
        QCOMPARE(planned->rowsNew, done->rowsNew);
        QCOMPARE(planned->rowsUpdated, done->rowsUpdated);
        QCOMPARE(planned->rowsQuarantined, done->rowsQuarantined);
        QVERIFY(planned->fieldsNew == done->fieldsNew
                && done->fieldsNew == std::vector<std::string> { "UPI" });
        QVERIFY(f.state() != before);
    }

    void cancellingAtAnyCheckpointLeavesNothing()
    {
        WorkflowFixture f;
        CB_VERIFY(f.import("a.csv", kThree, withRoles()));
        const std::string before = f.state();
        ImportRequest request;
        request.path = f.folder().write("b.csv", manyRows(3000));
        int stops = 0;
        for (int k = 0; k < 1000; ++k) {
            StopAt stop(k);
            const auto summary = importCases(f.project(), f.actor("ana"), request, stop.progress());
            if (summary)
                break;
            QVERIFY2(summary.error().code == ErrorCode::Cancelled, summary.error().sentence().c_str());
            QCOMPARE(f.state(), before);
            ++stops;
        }
        QVERIFY2(stops >= 3, qPrintable(QString::number(stops)));
        QVERIFY(f.state() != before); // the last one went through
        QVERIFY(f.problems().empty());
    }

    void aLabelFieldNamedAtImportGivesOneVerdictACase()
    {
        WorkflowFixture f;
        ImportRequest request = withRoles();
        request.choices.label = "fraud";
        const std::string csv =
            "case_id,received,Asked_OTP,fraud\nc1,2026-01-01,Yes,1\nc2,2026-01-02,No,0\nc3,2026-01-03,No,\n";
        const auto summary = f.import("claims.csv", csv, request);
        CB_VERIFY(summary);
        QVERIFY(summary->labels.has_value());
        QCOMPARE(summary->labels->positive, std::string("1"));
        QCOMPARE(summary->labels->positives, std::int64_t { 1 });
        QCOMPARE(summary->labels->negatives, std::int64_t { 1 });
        QCOMPARE(summary->labels->missing, std::int64_t { 1 });
        const auto labels = caseLabels(f.project(), "c1");
        CB_VERIFY(labels);
        QCOMPARE(labels->settled.truth, kPositive);
        QCOMPARE(labels->events.size(), std::size_t { 1 });
        QCOMPARE(labels->events[0].person, std::string("import:claims.csv"));
        QVERIFY(labels->events[0].decidedAssumed);
        QCOMPARE(formatDate(labels->events[0].decidedAt), std::string("2026-01-01"));
        QCOMPARE(caseLabels(f.project(), "c2")->settled.truth, kNegative);
        QCOMPARE(caseLabels(f.project(), "c3")->settled.state, CaseState::Alleged);
        // Again: no verdict is doubled; a changed one is one more event that replaces it.
        CB_VERIFY(f.import("claims.csv", csv));
        QCOMPARE(*LabelStore(f.project()).count(), std::int64_t { 2 });
        CB_VERIFY(f.import("claims.csv",
                           "case_id,received,Asked_OTP,fraud\nc1,2026-01-01,Yes,0\nc2,2026-01-02,No,0\n"));
        QCOMPARE(caseLabels(f.project(), "c1")->events.size(), std::size_t { 2 });
        QCOMPARE(caseLabels(f.project(), "c1")->settled.truth, kNegative);
    }

    void theLabelIsNoFeature()
    {
        WorkflowFixture f;
        ImportRequest request = withRoles();
        request.choices.label = "fraud";
        CB_VERIFY(f.import("claims.csv",
                           "case_id,received,Asked_OTP,fraud\nc1,2026-01-01,Yes,1\nc2,2026-01-02,No,0\n",
                           request));
        const Schema schema = *CaseStore(f.project()).schema();
        for (const std::size_t at : schema.modelFields())
            QVERIFY(schema[at].name != "fraud");
    }

    void anUnclearPositiveValueIsAsked()
    {
        WorkflowFixture f;
        ImportRequest request = withRoles();
        request.choices.label = "outcome";
        const std::string csv = "case_id,received,outcome\nc1,2026-01-01,red\nc2,2026-01-02,blue\n";
        const std::string before = f.state();
        const auto unclear = f.import("a.csv", csv, request);
        QVERIFY(!unclear);
        QCOMPARE(unclear.error().kind, std::string("label-positive"));
        QCOMPARE(f.state(), before);
        request.positive = "red";
        CB_VERIFY(f.import("a.csv", csv, request));
        QCOMPARE(caseLabels(f.project(), "c1")->settled.truth, kPositive);
    }

    void aLaterColumnIsMissingInEarlierCases()
    {
        WorkflowFixture f;
        CB_VERIFY(f.import("a.csv", kThree, withRoles()));
        const auto later =
            f.import("b.csv", "case_id,received,Money,UPI\nc4,2026-02-01,5,Yes\nc5,2026-02-02,6,No\n");
        CB_VERIFY(later);
        QVERIFY(later->fieldsNew == std::vector<std::string> { "UPI" });
        QVERIFY(later->fieldsGone == std::vector<std::string> { "Asked_OTP" });
        const auto upi = CaseStore(f.project()).loadColumn("UPI");
        CB_VERIFY(upi);
        QVERIFY(upi->isMissing(0) && upi->text(3) == "Yes" && upi->text(4) == "No");
    }

    void complianceMayNotImport()
    {
        WorkflowFixture f;
        ImportRequest request = withRoles();
        request.path = f.folder().write("a.csv", kThree);
        const auto refused = importCases(f.project(), f.actor("omar"), request, f.silent());
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::Refused);
        QCOMPARE(refused.error().kind, std::string("role"));
        CB_VERIFY(importCases(f.project(), f.actor("ina"), request, f.silent()));
    }
};

QTEST_APPLESS_MAIN(TestImportCases)
#include "tst_ImportCases.moc"
