// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/workflow/WorkflowFixture.h"

#include "core/base/Random.h"
#include "core/store/ExpectationStore.h"
#include "core/workflow/ExpectData.h"

#include <QTest>

#include <fmt/format.h>

using namespace casebench;
using namespace casebench::test;

namespace {

template<typename T>
T must(Result<T> result)
{
    return WorkflowFixture::must(std::move(result));
}

std::string monthFile(int month, bool odd)
{
    Random random(static_cast<std::uint64_t>(month));
    std::string csv = "case_id,received,money,place\n";
    for (int row = 0; row < 200; ++row)
        csv += fmt::format("C{}{:03},2026-0{}-{:02}T08:00:00Z,{},{}\n", month, row, month, 1 + row % 28,
                           odd && row < 10 ? 99'999 : 100 + static_cast<int>(random.below(900)),
                           odd && row == 7         ? "moon"
                               : random.chance(.5) ? "local"
                                                   : "intl");
    return csv;
}

QStringList failures(const ExpectationReport& report)
{
    QStringList lines;
    for (const ExpectationOutcome& outcome : report.checks) {
        if (outcome.result.status != CheckStatus::Failed)
            continue;
        QString line = qs(outcome.expectation.name);
        for (const std::string& id : outcome.failingCases)
            line += u' ' + qs(id);
        lines.append(line);
    }
    return lines;
}

} // namespace

class TestExpectData : public QObject
{
    Q_OBJECT

private slots:
    void withoutExpectationsAnImportChecksNothing();
    void suggestsSavesAndHolds();
    void eachImportIsHeldToThem();
    void everySavedVersionStays();
    void scopesChooseTheCases();
    void takesARole();
    void aCancelledRunRecordsNothing();
};

void TestExpectData::withoutExpectationsAnImportChecksNothing()
{
    WorkflowFixture fixture;
    const auto done = fixture.import("m1.csv", monthFile(1, false));
    CB_VERIFY(done);
    QVERIFY(!done->expectations);
    const auto run = runExpectations(fixture.project(), fixture.actor("ana"), {}, fixture.silent());
    QVERIFY(!run);
    QCOMPARE(run.error().code, ErrorCode::NotFound);
    QVERIFY(!run.error().advice.empty());
}

void TestExpectData::suggestsSavesAndHolds()
{
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("m1.csv", monthFile(1, false)));
    const auto suggested = suggestFor(fixture.project(), {}, fixture.silent());
    CB_VERIFY(suggested);
    QCOMPARE(qs(suggested->reference), QStringLiteral("all cases, 200 cases"));
    QVERIFY(must(currentExpectations(fixture.project())).empty()); // nothing is saved
    CB_VERIFY(saveExpectations(fixture.project(), fixture.actor("ana"), suggested->expectations, "first"));
    QVERIFY(must(currentExpectations(fixture.project())) == suggested->expectations);
    const auto report = runExpectations(fixture.project(), fixture.actor("ana"), {}, fixture.silent());
    CB_VERIFY(report);
    QCOMPARE(failures(*report), QStringList());
    const auto last = lastExpectationReport(fixture.project());
    CB_VERIFY(last);
    QCOMPARE(qs(canonicalJson(toJson(**last))), qs(canonicalJson(toJson(*report))));
    QCOMPARE(qs(fixture.problems()), QString());
}

void TestExpectData::eachImportIsHeldToThem()
{
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("m1.csv", monthFile(1, false)));
    CB_VERIFY(saveExpectations(fixture.project(), fixture.actor("ana"),
                               must(suggestFor(fixture.project(), {}, fixture.silent())).expectations, {}));
    const auto good = fixture.import("m2.csv", monthFile(2, false));
    CB_VERIFY(good);
    QCOMPARE(good->expectations->rows, 200);
    QCOMPARE(failures(*good->expectations), QStringList());
    const auto odd = fixture.import("m3.csv", monthFile(3, true));
    CB_VERIFY(odd);
    QCOMPARE(failures(*odd->expectations),
             (QStringList { "money between C3000 C3001 C3002 C3003 C3004 C3005 C3006 C3007 C3008 C3009",
                            "money mean-between", "place no-new-levels C3007" }));
    QCOMPARE(odd->expectations->failed(CheckSeverity::Critical), 0);
    // A file that lacks a column fails on the column, whatever the project has.
    std::string lacking = "case_id,received,place\n";
    for (int row = 0; row < 200; ++row)
        lacking += fmt::format("D{},2026-04-{:02}T08:00:00Z,local\n", row, 1 + row % 28);
    const auto gone = fixture.import("m4.csv", lacking);
    CB_VERIFY(gone);
    QVERIFY(gone->expectations->failed(CheckSeverity::Critical) >= 1);
    QVERIFY(failures(*gone->expectations).contains("money column-exists"));
    QCOMPARE(qs(fixture.problems()), QString());
}

void TestExpectData::everySavedVersionStays()
{
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("m1.csv", monthFile(1, false)));
    const Actor ana = fixture.actor("ana");
    auto list = must(suggestFor(fixture.project(), {}, fixture.silent())).expectations;
    CB_VERIFY(saveExpectations(fixture.project(), ana, list, {}));
    const auto head = must(AuditLog(fixture.project()).head()).seq;
    CB_VERIFY(saveExpectations(fixture.project(), ana, list, {}));
    QCOMPARE(must(AuditLog(fixture.project()).head()).seq, head); // the same again is no event
    list.pop_back();
    CB_VERIFY(saveExpectations(fixture.project(), ana, list, {}));
    QCOMPARE(must(ExpectationStore(fixture.project()).current())->id, 2);
    list.front().name.clear();
    QVERIFY(!saveExpectations(fixture.project(), ana, list, {}));
}

void TestExpectData::scopesChooseTheCases()
{
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("m1.csv", monthFile(1, false)));
    CB_VERIFY(fixture.import("m3.csv", monthFile(3, true)));
    CB_VERIFY(fixture.snapshot("all"));
    Expectation range;
    range.name = "money";
    range.field = "money";
    range.check = CheckKind::Between;
    range.high = 1000;
    CB_VERIFY(saveExpectations(fixture.project(), fixture.actor("ana"), { range }, {}));
    const auto failed = [&](const ExpectScope& scope) {
        const auto report = must(checkCases(fixture.project(), scope, fixture.silent()));
        return QStringLiteral("%1 of %2").arg(report.checks.front().result.failed).arg(report.rows);
    };
    QCOMPARE(failed({}), QStringLiteral("10 of 400"));
    QCOMPARE(failed({ 1, {}, {} }), QStringLiteral("0 of 200"));
    QCOMPARE(failed({ 2, {}, {} }), QStringLiteral("10 of 200"));
    QCOMPARE(failed({ 0, "all", {} }), QStringLiteral("10 of 400"));
    QCOMPARE(failed({ 0, {}, "case_id = 'C3001'" }), QStringLiteral("1 of 1"));
    QVERIFY(!checkCases(fixture.project(), { 9, {}, {} }, fixture.silent()));
    QVERIFY(!checkCases(fixture.project(), { 0, {}, "nonsense ===" }, fixture.silent()));
    // A later file that changes a known case is held to them in that case, too.
    CB_VERIFY(fixture.import("fix.csv", "case_id,money\nC1005,5000\n"));
    QCOMPARE(failed({ 3, {}, {} }), QStringLiteral("1 of 1"));
}

void TestExpectData::takesARole()
{
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("m1.csv", monthFile(1, false)));
    const auto list = must(suggestFor(fixture.project(), {}, fixture.silent())).expectations;
    for (const char* person : { "ina", "omar" }) {
        const auto refused = saveExpectations(fixture.project(), fixture.actor(person), list, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Refused);
    }
    CB_VERIFY(saveExpectations(fixture.project(), fixture.actor("ana"), list, {}));
    QVERIFY(!runExpectations(fixture.project(), fixture.actor("ina"), {}, fixture.silent()));
    // Whoever may import has the import checked.
    ImportRequest request;
    request.path = fixture.folder().write("m2.csv", monthFile(2, false));
    const auto done = importCases(fixture.project(), fixture.actor("ina"), request, fixture.silent());
    CB_VERIFY(done);
    QVERIFY(done->expectations.has_value());
    QVERIFY(done->expectationsFailure.empty());
}

void TestExpectData::aCancelledRunRecordsNothing()
{
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("m1.csv", monthFile(1, false)));
    CB_VERIFY(saveExpectations(fixture.project(), fixture.actor("ana"),
                               must(suggestFor(fixture.project(), {}, fixture.silent())).expectations, {}));
    const std::string before = fixture.state();
    for (const int k : { 0, 4, 9 }) {
        StopAt stop(k);
        const auto run = runExpectations(fixture.project(), fixture.actor("ana"), {}, stop.progress());
        QVERIFY(!run);
        QCOMPARE(run.error().code, ErrorCode::Cancelled);
        QCOMPARE(qs(fixture.state()), qs(before));
    }
    QVERIFY(!must(lastExpectationReport(fixture.project())));
}

QTEST_APPLESS_MAIN(TestExpectData)
#include "tst_ExpectData.moc"
