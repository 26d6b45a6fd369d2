// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreFixture.h"

#include "core/store/AlertStore.h"
#include "core/store/AuditChain.h"
#include "core/store/AuditLog.h"
#include "core/store/LabelStore.h"
#include "core/store/ProjectCheck.h"
#include "core/store/RunStore.h"
#include "core/store/ScoreStore.h"
#include "core/store/SnapshotStore.h"
#include "core/store/Sqlite.h"

using namespace casebench;
using namespace casebench::test;

class tst_History : public QObject
{
    Q_OBJECT

private slots:
    void namesTheFirstBadEvent_data();
    void namesTheFirstBadEvent();
    void aSignedHeadCatchesACutTail();
    void anEditedLabelIsNoticed();
    void nobodyApprovesTheirOwnRun();
    void recordsComeBack();
    void manyVerdictsAskNoCheckOfEachRow();
    void scoresOfManyCasesComeBackAsOne();
};

namespace {

std::int64_t g_inserted = 0;
std::int64_t g_steps = 0;

/// Steps of SQLite's virtual machine for rows of the table label.
int countInserts(unsigned, void*, void* statement, void*)
{
    auto* done = static_cast<sqlite3_stmt*>(statement);
    const char* sql = sqlite3_sql(done);
    if (sql == nullptr || !std::string_view(sql).starts_with("INSERT INTO label("))
        return 0;
    ++g_inserted;
    g_steps += sqlite3_stmt_status(done, SQLITE_STMTSTATUS_VM_STEP, 1);
    return 0;
}

int traceInserts(sqlite3* database, char**, const void*)
{
    return sqlite3_trace_v2(database, SQLITE_TRACE_PROFILE, countInserts, nullptr);
}

/// A snapshot of everything and a run on it, both with the number 1.
Result<void> addRun(Project& project, WriteTransaction& tx)
{
    Snapshot snapshot;
    snapshot.name = "all";
    CB_CHECK(SnapshotStore(project).create(tx, snapshot, {}));
    Run run;
    run.snapshotId = 1;
    CB_CHECK(RunStore(project).insert(tx, run, {}));
    return {};
}

Result<void> label(Project& project, const char* person)
{
    CB_TRY(WriteTransaction tx, project.beginWrite(StoreFixture::anna()));
    LabelEvent event;
    event.person = person;
    CB_CHECK(LabelStore(project).append(tx, event));
    CB_CHECK(tx.commit(StoreFixture::entry("label.add")));
    return {};
}

Result<Project> labelled(const StoreFixture& store)
{
    CB_TRY(Project project, store.create());
    CB_CHECK(StoreFixture::importNumbers(project, 3));
    for (int i = 0; i < 4; ++i)
        CB_CHECK(label(project, "anna"));
    return project;
}

/// As somebody who knows the fences takes them down and puts them up again.
bool tamper(const StoreFixture& store, const std::string& table, const std::string& sql)
{
    std::string script;
    for (const char* deed : { "UPDATE", "DELETE" })
        script += "DROP TRIGGER " + table + "_no_" + deed + ";";
    script += sql + ";";
    for (const char* deed : { "UPDATE", "DELETE" })
        script += "CREATE TRIGGER " + table + "_no_" + deed + " BEFORE " + deed + " ON " + table
            + " BEGIN SELECT RAISE(ABORT, 'The table " + table + " is append-only'); END;";
    return StoreFixture::rawSql(store.path(), script);
}

} // namespace

void tst_History::namesTheFirstBadEvent_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<int>("first");
    QTest::newRow("edit")
        << "UPDATE audit SET body = replace(CAST(body AS TEXT), 'label.add', 'label.xxx') WHERE seq = 3" << 3;
    QTest::newRow("delete") << "DELETE FROM audit WHERE seq = 2" << 2;
    QTest::newRow("hash") << "UPDATE audit SET hash = zeroblob(32) WHERE seq = 5" << 5;
    QTest::newRow("swap") << "UPDATE audit SET seq = 100 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = "
                             "4; UPDATE audit SET seq = 4 WHERE seq = 100"
                          << 3;
}

void tst_History::namesTheFirstBadEvent()
{
    QFETCH(QString, sql);
    QFETCH(int, first);
    const StoreFixture store;
    {
        auto project = labelled(store);
        CB_VERIFY(project);
        Progress progress;
        const auto verdict = AuditLog(*project).verify(progress);
        QVERIFY(verdict->ok);
        QCOMPARE(verdict->events, 5);
    }
    // The blob must stay a blob, so that only the chain can notice.
    QString script = sql;
    script.replace("replace(CAST(body AS TEXT), 'label.add', 'label.xxx')",
                   "CAST(replace(CAST(body AS TEXT), 'label.add', 'label.xxx') AS BLOB)");
    QVERIFY(tamper(store, "audit", script.toStdString()));
    const auto project = Project::open(store.path());
    QVERIFY(!project);
    QVERIFY2(project.error().where.find("audit event " + std::to_string(first)) != std::string::npos,
             project.error().sentence().c_str());
}

void tst_History::aSignedHeadCatchesACutTail()
{
    const StoreFixture store;
    const auto key = PrivateKey::generate();
    CB_VERIFY(key);
    std::string head;
    Progress progress;
    {
        auto project = labelled(store);
        CB_VERIFY(project);
        head = *AuditLog(*project).exportHead(*key);
        QVERIFY(AuditLog(*project).verifyAgainst(head, key->publicKey(), progress)->ok);
    }
    QVERIFY(tamper(store, "audit", "DELETE FROM audit WHERE seq = 5"));
    auto project = Project::open(store.path());
    CB_VERIFY(project);
    QVERIFY(verifyAuditChain(project->database(), progress)->ok); // a chain alone cannot see this
    QVERIFY(!AuditLog(*project).verify(progress)->ok); // the account's own witness does
    const auto verdict = AuditLog(*project).verifyAgainst(head, key->publicKey(), progress);
    CB_VERIFY(verdict);
    QVERIFY(!verdict->ok);
    QCOMPARE(verdict->firstBad, 5);
    QVERIFY(!checkProject(*project, progress)->ok()); // a label is there that no event speaks of
    CB_VERIFY(label(*project, "anna"));
    QVERIFY(!AuditLog(*project).verifyAgainst(head, key->publicKey(), progress)->ok);
    const auto other = PrivateKey::generate();
    QCOMPARE(AuditLog(*project).verifyAgainst(head, other->publicKey(), progress).error().kind,
             std::string("E_SIGNATURE"));
}

void tst_History::anEditedLabelIsNoticed()
{
    const StoreFixture store;
    {
        CB_VERIFY(labelled(store));
    }
    QVERIFY(tamper(store, "label", "UPDATE label SET verdict = 'not-scam' WHERE seq = 2"));
    QVERIFY(StoreFixture::rawSql(store.path(), "INSERT INTO setting(key, value) VALUES('planted', '1')"));
    auto project = Project::open(store.path());
    CB_VERIFY(project);
    Progress progress;
    const auto check = checkProject(*project, progress);
    CB_VERIFY(check);
    QCOMPARE(check->problems.size(), std::size_t { 2 });
    QVERIFY2(check->problems[0].text.find("\"label\"") != std::string::npos, check->problems[0].text.c_str());
    QVERIFY2(check->problems[1].text.find("\"setting\"") != std::string::npos,
             check->problems[1].text.c_str());
}

void tst_History::nobodyApprovesTheirOwnRun()
{
    const StoreFixture store;
    auto project = labelled(store);
    CB_VERIFY(project);
    const RunStore runs(*project);
    const std::vector<CaseRow> rows { 0, 2 };
    std::int64_t id = 0;
    {
        auto tx = project->beginWrite(StoreFixture::anna());
        Snapshot snapshot;
        snapshot.name = "months-1-3";
        snapshot.schema = *CaseStore(*project).schema();
        const auto snapshotId = SnapshotStore(*project).create(*tx, snapshot, rows);
        CB_VERIFY(snapshotId);
        Run run;
        run.snapshotId = *snapshotId;
        run.modelBytes = "model";
        const auto inserted = runs.insert(*tx, run, { { rows, { 1, 0 }, { 1.5, -2 }, { 0.8, 0.1 } }, {} });
        CB_VERIFY(inserted);
        id = *inserted;
        RunDecision submit;
        submit.runId = id;
        CB_VERIFY(runs.decide(*tx, submit));
        CB_VERIFY(tx->commit(StoreFixture::entry("run.train")));
    }
    QCOMPARE(*runs.loadModel(id), std::string("model"));
    QCOMPARE(runs.loadPredictions(id)->holdout.margin, (std::vector<double> { 1.5, -2 }));
    QCOMPARE(*SnapshotStore(*project).rows(1), rows);
    CB_VERIFY(SnapshotStore(*project).verifyChunks(1));
    RunDecision approve;
    approve.runId = id;
    approve.decision = Decision::Approve;
    {
        auto tx = project->beginWrite(StoreFixture::anna());
        QCOMPARE(runs.decide(*tx, approve).error().kind, std::string("E_FOUR_EYES"));
        QCOMPARE(runs.remove(*tx, id).error().code, ErrorCode::Refused);
    }
    QVERIFY(!StoreFixture::rawSql(store.path(), "UPDATE run SET state = 'approved'"));
    QVERIFY(!StoreFixture::rawSql(store.path(), "UPDATE run SET model_digest = 'other'"));
    QVERIFY(!StoreFixture::rawSql(
        store.path(),
        "INSERT INTO decision(run, decision, person, reason, at, statement, signature, fingerprint) "
        "VALUES(1, 'approve', 'anna', '', 0, 'null', '', '')"));
    const Instant before = now();
    auto tx = project->beginWrite({ "carl", Role::Compliance, "carl", 1001, {} });
    CB_VERIFY(runs.decide(*tx, approve));
    approve.decision = Decision::Promote;
    CB_VERIFY(runs.decide(*tx, approve));
    CB_VERIFY(tx->commit(StoreFixture::entry("run.approve")));
    QCOMPARE(*runs.champion(), std::optional<std::int64_t>(id));
    QCOMPARE(*runs.champion(before - 1), std::optional<std::int64_t>());
    QCOMPARE(runs.registry()->front().approvedBy, std::string("carl"));
}

void tst_History::recordsComeBack()
{
    const StoreFixture store;
    auto project = labelled(store);
    CB_VERIFY(project);
    auto tx = project->beginWrite(StoreFixture::anna());
    CB_VERIFY(addRun(*project, *tx));
    CB_VERIFY(ScoreStore(*project).add(*tx, 1, { { 0, 2 }, { 1, 2 }, { 0.5, 0.75 }, {} }));
    CB_VERIFY(ScoreStore(*project).add(*tx, 1, { { 2 }, { 9 }, { 0.25 }, {} }));
    Alert alert;
    alert.runId = 1;
    alert.kind = "schema";
    alert.fields = { "UPI_PAYMENTS" };
    alert.windowFrom = 1;
    alert.windowTo = 2;
    const AlertStore alerts(*project);
    QVERIFY(alerts.raise(*tx, alert)->isNew);
    QVERIFY(!alerts.raise(*tx, alert)->isNew);
    QCOMPARE(alerts.close(*tx, 1, " ").error().code, ErrorCode::InvalidInput);
    CB_VERIFY(alerts.take(*tx, 1));
    CB_VERIFY(alerts.close(*tx, 1, "looked into"));
    QCOMPARE(alerts.take(*tx, 1).error().code, ErrorCode::Refused);
    LabelEvent undo;
    undo.person = "anna";
    undo.retracts = 4;
    CB_VERIFY(LabelStore(*project).append(*tx, undo));
    CB_VERIFY(tx->commit(StoreFixture::entry("many")));
    QCOMPARE(ScoreStore(*project).latest(1)->margin, (std::vector<double> { 1, 9 }));
    QCOMPARE(alerts.list()->front().answer, std::string("looked into"));
    QCOMPARE((*LabelStore(*project).lastStanding("anna"))->seq, 3);
    QCOMPARE(LabelStore(*project).events(0)->size(), std::size_t { 5 });
    Progress progress;
    const auto check = checkProject(*project, progress);
    QVERIFY2(check->ok(), check->ok() ? "" : check->problems.front().text.c_str());
}

void tst_History::manyVerdictsAskNoCheckOfEachRow()
{
    const StoreFixture store;
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(traceInserts));
    auto project = labelled(store);
    sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(traceInserts));
    CB_VERIFY(project);
    const auto stepsOf = [&](std::size_t count) -> double {
        LabelEvent event;
        event.person = "anna";
        g_inserted = g_steps = 0;
        auto tx = project->beginWrite(StoreFixture::anna());
        const bool done = tx && LabelStore(*project).appendAll(*tx, std::vector(count, event))
            && tx->commit(StoreFixture::entry("label.bulk"));
        return done && g_inserted == static_cast<std::int64_t>(count)
            ? static_cast<double>(g_steps) / static_cast<double>(count)
            : -1;
    };
    const double few = stepsOf(10);
    const double many = stepsOf(1000);
    qInfo("steps for a verdict: %.0f among few, %.0f among many", few, many);
    QVERIFY(many > 0);
    QVERIFY(many < few * 0.7);
    QCOMPARE(*LabelStore(*project).count(), 1014);
    // Everything else is asked as ever, before and afterwards.
    QVERIFY(!project->database().execute(
        "INSERT INTO label(case_row, verdict, origin, person, reason, note, decided_assumed, recorded_at) "
        "VALUES(0, 'perhaps', 'person', 'anna', '', '', 0, 1)"));
    auto tx = project->beginWrite(StoreFixture::anna());
    std::vector<LabelEvent> events(100);
    for (LabelEvent& event : events)
        event.person = "anna";
    events.back().row = 3; // there are three cases
    QCOMPARE(LabelStore(*project).appendAll(*tx, events).error().code, ErrorCode::InvalidInput);
    QCOMPARE(*project->database().integer("PRAGMA ignore_check_constraints"), 0);
}

void tst_History::scoresOfManyCasesComeBackAsOne()
{
    constexpr std::size_t kCases = 2'000'001; // one more than a BLOB takes
    const StoreFixture store;
    auto project = labelled(store);
    CB_VERIFY(project);
    auto tx = project->beginWrite(StoreFixture::anna());
    CB_VERIFY(addRun(*project, *tx));
    CaseScores scores;
    for (std::size_t i = 0; i < kCases; ++i) {
        scores.rows.push_back(static_cast<CaseRow>(i));
        scores.margin.push_back(static_cast<double>(i));
        scores.probability.push_back(static_cast<double>(i) / static_cast<double>(kCases));
    }
    CB_VERIFY(ScoreStore(*project).add(*tx, 1, scores));
    CB_VERIFY(tx->commit(StoreFixture::entry("score")));
    QCOMPARE(*project->database().integer("SELECT count(*) FROM score"), 2);
    const auto read = ScoreStore(*project).latest(1);
    CB_VERIFY(read);
    QVERIFY(read->rows == scores.rows);
    QVERIFY(read->margin == scores.margin);
    QVERIFY(read->probability == scores.probability);
}

QTEST_APPLESS_MAIN(tst_History)
#include "tst_History.moc"
