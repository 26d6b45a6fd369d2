// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/workflow/WorkflowFixture.h"

#include "core/store/AuditLog.h"
#include "core/store/PersonStore.h"
#include "core/workflow/LabelQueue.h"
#include "core/workflow/LabelReasons.h"

using namespace casebench;
using namespace casebench::test;

namespace {

/// Three cases without a verdict.
void importThree(WorkflowFixture& f)
{
    ImportRequest request;
    request.choices.id = "case_id";
    request.choices.time = "received";
    CB_VERIFY(f.import("a.csv",
                       "case_id,received,Asked_OTP\nc1,2026-01-01,Yes\nc2,2026-01-02,No\nc3,2026-01-03,No\n",
                       request));
}

VerdictRequest verdict(std::string caseId, Verdict what, std::string reason = {})
{
    VerdictRequest request;
    request.caseId = std::move(caseId);
    request.verdict = what;
    request.reason = std::move(reason);
    return request;
}

} // namespace

class TestLabels : public QObject
{
    Q_OBJECT

private slots:

    void aVerdictIsRecordedWithItsPersonAndReason()
    {
        WorkflowFixture f;
        importThree(f);
        const auto labels =
            giveVerdict(f.project(), f.actor("ina"), verdict("c1", Verdict::Scam, "called back"));
        CB_VERIFY(labels);
        QCOMPARE(labels->settled.state, CaseState::Confirmed);
        QCOMPARE(labels->events.size(), std::size_t { 1 });
        QCOMPARE(labels->events[0].person, std::string("ina"));
        QCOMPARE(labels->events[0].reason, std::string("called back"));
        QVERIFY(!labels->events[0].decidedAssumed);
        QVERIFY(f.problems().empty());
    }

    void reasonsAreChosenForEverybodyAndRecorded()
    {
        WorkflowFixture f;
        const auto none = labelReasons(f.project());
        CB_VERIFY(none);
        QVERIFY(none->empty());
        const auto before = AuditLog(f.project()).head();
        CB_VERIFY(before);
        CB_VERIFY(
            chooseLabelReasons(f.project(), f.actor("ina"), { " Money sent ", "", "Money sent", "OTP" }));
        QVERIFY(*labelReasons(f.project()) == (std::vector<std::string> { "Money sent", "OTP" }));
        const auto records = AuditLog(f.project()).list(before->seq + 1, 10);
        CB_VERIFY(records);
        QCOMPARE(records->size(), std::size_t { 1 });
        QCOMPARE(records->front().person, std::string("ina"));
        QCOMPARE(records->front().act, std::string("setting.set"));
        QVERIFY(records->front().body.at("after") == Json({ "Money sent", "OTP" }));
        CB_VERIFY(chooseLabelReasons(f.project(), f.actor("ina"), {})); // back to the program's own
        QVERIFY(labelReasons(f.project())->empty());
    }

    void reasonsThatNoKeyWouldGiveAreRefused()
    {
        WorkflowFixture f;
        std::vector<std::string> ten;
        for (int i = 0; i < 10; ++i)
            ten.push_back("reason " + std::to_string(i));
        const auto many = chooseLabelReasons(f.project(), f.actor("ina"), ten);
        QVERIFY(!many && many.error().code == ErrorCode::InvalidInput);
        QVERIFY2(many.error().what.find("10 reasons") != std::string::npos, many.error().what.c_str());
        const auto broken = chooseLabelReasons(f.project(), f.actor("ina"), { "two\nlines" });
        QVERIFY(!broken && broken.error().code == ErrorCode::InvalidInput);
        const auto stranger = chooseLabelReasons(f.project(), f.actor("omar"), { "mine" });
        QVERIFY(!stranger && stranger.error().code == ErrorCode::Refused);
        QVERIFY(labelReasons(f.project())->empty());
    }

    void undoKeepsBothEvents()
    {
        WorkflowFixture f;
        importThree(f);
        CB_VERIFY(giveVerdict(f.project(), f.actor("ina"), verdict("c1", Verdict::Scam)));
        CB_VERIFY(giveVerdict(f.project(), f.actor("ina"), verdict("c2", Verdict::NotScam)));
        const auto undone = undoVerdict(f.project(), f.actor("ina"));
        CB_VERIFY(undone);
        QVERIFY(undone->caseIds == std::vector<std::string> { "c2" });
        QCOMPARE(undone->first.settled.state, CaseState::Alleged);
        QCOMPARE(undone->first.events.size(), std::size_t { 2 });
        QCOMPARE(undone->first.events[1].retracts, undone->first.events[0].seq);
        CB_VERIFY(undoVerdict(f.project(), f.actor("ina"), "c1"));
        QCOMPARE(caseLabels(f.project(), "c1")->settled.state, CaseState::Alleged);
        const auto nothing = undoVerdict(f.project(), f.actor("ina"));
        QVERIFY(!nothing && nothing.error().kind == "nothing-to-undo");
        QCOMPARE(*LabelStore(f.project()).count(), std::int64_t { 4 });
    }

    void nobodyTakesBackWhatAnotherSaid()
    {
        WorkflowFixture f;
        importThree(f);
        CB_VERIFY(giveVerdict(f.project(), f.actor("ina"), verdict("c1", Verdict::Scam)));
        QVERIFY(!undoVerdict(f.project(), f.actor("ana")));
        QVERIFY(!undoVerdict(f.project(), f.actor("ana"), "c1"));
        QCOMPARE(caseLabels(f.project(), "c1")->settled.state, CaseState::Confirmed);
    }

    void complianceAndPeopleWithoutARoleMayNotLabel()
    {
        WorkflowFixture f;
        importThree(f);
        CB_VERIFY(f.importVerdicts("l.csv", "case,verdict,person\nc1,scam,guest\n"));
        for (const char* person : { "omar", "guest" }) {
            const auto refused = giveVerdict(f.project(), f.actor(person), verdict("c1", Verdict::Scam));
            QVERIFY(!refused);
            QVERIFY(refused.error().code == ErrorCode::Refused);
            QCOMPARE(refused.error().kind, std::string("role"));
            QVERIFY(!undoVerdict(f.project(), f.actor(person)));
        }
        QCOMPARE(*LabelStore(f.project()).count(), std::int64_t { 1 });
    }

    void anUnknownCaseIsNamed()
    {
        WorkflowFixture f;
        importThree(f);
        const auto unknown = giveVerdict(f.project(), f.actor("ina"), verdict("c99", Verdict::Scam));
        QVERIFY(!unknown);
        QVERIFY(unknown.error().code == ErrorCode::NotFound);
        QVERIFY(unknown.error().sentence().find("c99") != std::string::npos);
    }

    void manyVerdictsAreAllThereOrNone()
    {
        WorkflowFixture f;
        importThree(f);
        const std::vector<VerdictRequest> broken { verdict("c1", Verdict::Scam),
                                                   verdict("c99", Verdict::Scam) };
        QVERIFY(!giveVerdicts(f.project(), f.actor("ina"), broken));
        QCOMPARE(*LabelStore(f.project()).count(), std::int64_t { 0 });
        const std::vector<VerdictRequest> whole { verdict("c1", Verdict::Scam),
                                                  verdict("c2", Verdict::NotScam) };
        QCOMPARE(*giveVerdicts(f.project(), f.actor("ina"), whole), std::int64_t { 2 });
    }

    void aLabelFileIsTakenLineByLine()
    {
        WorkflowFixture f;
        importThree(f);
        const auto summary = f.importVerdicts("l.csv",
                                              "verdict,case,person,reason,time\n"
                                              "scam,c1,bo,audit,2026-01-05T10:00:00Z\n"
                                              "maybe,c2,bo,,2026-01-05\n"
                                              "scam,c99,bo,,2026-01-05\n"
                                              "scam,c2,,,2026-01-05\n"
                                              "scam,c2,bo,,yesterday\n"
                                              "not-scam,c3,bo,,\n");
        CB_VERIFY(summary);
        QCOMPARE(summary->rowsRead, std::int64_t { 6 });
        QCOMPARE(summary->accepted, std::int64_t { 2 });
        QCOMPARE(summary->issues.size(), std::size_t { 4 });
        const std::vector<std::pair<std::uint64_t, std::string>> expected {
            { 3, "unknown-verdict" }, { 4, "unknown-case" }, { 5, "no-person" }, { 6, "bad-time" }
        };
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QCOMPARE(summary->issues[i].line, expected[i].first);
            QCOMPARE(summary->issues[i].kind, expected[i].second);
        }
        QCOMPARE(SourceStore(f.project()).quarantinedCount().value(), std::int64_t { 4 });
        const auto audited = caseLabels(f.project(), "c1");
        QVERIFY(audited->settled.audited && audited->settled.truth == kPositive);
        QCOMPARE(formatInstant(audited->settled.decidedAt), std::string("2026-01-05T10:00:00Z"));
        const auto assumed = caseLabels(f.project(), "c3");
        QVERIFY(assumed->events[0].decidedAssumed);
        QCOMPARE(formatDate(assumed->events[0].decidedAt), std::string("2026-01-03"));
    }

    void theirPersonsAreAddedWithoutARole()
    {
        WorkflowFixture f;
        importThree(f);
        const auto summary = f.importVerdicts("l.csv", "case,verdict,person\nc1,scam,bo\nc2,scam,ina\n");
        CB_VERIFY(summary);
        QVERIFY(summary->personsAdded == std::vector<std::string> { "bo" });
        QCOMPARE(PersonStore(f.project()).find("bo")->role, Role::None);
        QCOMPARE(PersonStore(f.project()).find("ina")->role, Role::Investigator);
    }

    void theSameLabelFileAgainAddsNothing()
    {
        WorkflowFixture f;
        importThree(f);
        const std::string csv = "case,verdict,person,reason,time\nc1,scam,bo,,2026-01-05\nc1,scam,bo,,2026-"
                                "01-05\nc2,not-scam,bo,,2026-01-05\n";
        QCOMPARE(f.importVerdicts("l.csv", csv)->repeated, std::int64_t { 1 });
        const auto again = f.importVerdicts("l.csv", csv);
        CB_VERIFY(again);
        QCOMPARE(again->accepted, std::int64_t { 0 });
        QCOMPARE(again->repeated, std::int64_t { 3 });
        QCOMPARE(*LabelStore(f.project()).count(), std::int64_t { 2 });
    }

    void aFileThatIsNoLabelFileSaysWhichColumnsItTakes()
    {
        WorkflowFixture f;
        importThree(f);
        const auto refused = f.importVerdicts("l.csv", "id,answer\nc1,scam\n");
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, std::string("label-columns"));
        QVERIFY(refused.error().sentence().find("l.csv") != std::string::npos);
    }

    void whatIsExportedCanBeImportedElsewhere()
    {
        WorkflowFixture a, b;
        importThree(a);
        importThree(b);
        CB_VERIFY(giveVerdict(a.project(), a.actor("ina"), verdict("c1", Verdict::Scam, "=1+1")));
        CB_VERIFY(giveVerdict(a.project(), a.actor("ina"), verdict("c2", Verdict::NotScam)));
        CB_VERIFY(giveVerdict(a.project(), a.actor("ana"), verdict("c3", Verdict::Unresolvable)));
        CB_VERIFY(undoVerdict(a.project(), a.actor("ana")));
        QCOMPARE(*exportLabels(a.project(), a.actor("ina"), a.folder() / "out.csv"), std::int64_t { 2 });
        const auto taken = b.importVerdicts("in.csv", *readFile(a.folder() / "out.csv"));
        CB_VERIFY(taken);
        QCOMPARE(taken->accepted, std::int64_t { 2 });
        QVERIFY(taken->issues.empty());
        QCOMPARE(caseLabels(b.project(), "c1")->settled.truth, kPositive);
        QCOMPARE(caseLabels(b.project(), "c2")->settled.truth, kNegative);
        QCOMPARE(caseLabels(b.project(), "c3")->settled.state, CaseState::Alleged);
        QVERIFY(readFile(a.folder() / "out.csv")->find(",=1+1")
                == std::string::npos); // no formula in a spreadsheet
    }

    void theQueueShrinksByWhatIsDecided()
    {
        WorkflowFixture f;
        importThree(f);
        const auto queueOf = [&](const char* person) {
            return *labelQueue(f.project(), f.actor(person), {});
        };
        QCOMPARE(queueOf("ina").size(), std::size_t { 3 }); // all of a small month are audited
        QCOMPARE(queueOf("ina")[0].caseId, std::string("c1"));
        CB_VERIFY(giveVerdict(f.project(), f.actor("ina"), verdict("c1", Verdict::Scam)));
        CB_VERIFY(giveVerdict(f.project(), f.actor("ina"), verdict("c3", Verdict::Scam)));
        CB_VERIFY(giveVerdict(f.project(), f.actor("ana"), verdict("c3", Verdict::NotScam)));
        QCOMPARE(queueOf("ina").size(), std::size_t { 1 }); // nobody settles an own conflict
        const auto open = queueOf("ada");
        QVERIFY(!open.empty());
        QCOMPARE(open[0].caseId, std::string("c3"));
        QCOMPARE(open[0].entry.kind, QueueKind::Disputed);
        QCOMPARE(open[0].told, std::string("disputed"));
        QCOMPARE(labelQueue(f.project(), f.actor("ada"), { {}, 1 })->size(), std::size_t { 1 });
    }
};

QTEST_APPLESS_MAIN(TestLabels)
#include "tst_Labels.moc"
