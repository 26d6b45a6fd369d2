// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/workflow/WorkflowFixture.h"

#include "core/base/Random.h"
#include "core/store/ExpectationStore.h"
#include "core/workflow/EditFields.h"
#include "core/workflow/ExpectData.h"

#include <QTest>

#include <cmath>
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

/// Calls with two personal fields and one that is not; ann has called twice.
std::string personalFile()
{
    return "case_id,received,caller,age,place\n"
           "P1,2026-01-01T08:00:00Z,ann,30,local\nP2,2026-01-02T08:00:00Z,ann,40,intl\n"
           "P3,2026-01-03T08:00:00Z,zebediah,50,local\nP4,2026-01-04T08:00:00Z,,60,local\n";
}

ImportRequest personalRequest()
{
    ImportRequest request;
    request.choices.kinds = { { "caller", FieldKind::Text }, { "age", FieldKind::Number } };
    request.choices.roles = { { "caller", FieldRole::Personal }, { "age", FieldRole::Personal } };
    return request;
}

Expectation expectation(CheckKind check, const std::string& field)
{
    Expectation expectation;
    expectation.name = field + " " + std::string(name(check));
    expectation.check = check;
    expectation.field = field;
    return expectation;
}

/// Every check that may be kept on a personal field: those that would tell values first.
std::vector<Expectation> nosyExpectations(const std::string& guess)
{
    std::vector<Expectation> list {
        expectation(CheckKind::Matches, "caller"),    expectation(CheckKind::Between, "age"),
        expectation(CheckKind::MeanBetween, "age"),   expectation(CheckKind::QuantileBetween, "age"),
        expectation(CheckKind::NotMissing, "caller"), expectation(CheckKind::Unique, "caller"),
        expectation(CheckKind::Kind, "age"),          expectation(CheckKind::ColumnExists, "age")
    };
    list[0].pattern = "^(?!" + guess + "$)"; // fails for whom the guess hits
    for (std::size_t i = 1; i <= 3; ++i) {
        list[i].low = 0;
        list[i].high = 45;
    }
    list[3].quantile = 1;
    list[6].values = { "number" };
    return list;
}

QStringList results(const ExpectationReport& report)
{
    QStringList lines;
    for (const ExpectationOutcome& outcome : report.checks) {
        lines.append(QStringLiteral("%1 %2 %3")
                         .arg(qs(outcome.expectation.name), qs(std::string(name(outcome.result.status))))
                         .arg(outcome.result.failed));
        for (const std::string& id : outcome.failingCases)
            lines.back() += u' ' + qs(id);
    }
    return lines;
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
    void personalValuesAreNotToBeGuessed();
    void askedWithAReasonTheyCompareAndNothingStays();
    void aFieldThatBecamePersonalIsHeldBack();
    void listsOfPersonalValuesAreNotKept();
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

void TestExpectData::personalValuesAreNotToBeGuessed()
{
    const auto told = [](const std::string& guess) {
        WorkflowFixture fixture;
        must(fixture.import("p.csv", personalFile(), personalRequest()));
        const Actor ana = fixture.actor("ana");
        const auto saved = saveExpectations(fixture.project(), ana, nosyExpectations(guess), {});
        expects(saved.has_value(), saved ? "" : saved.error().sentence());
        const auto report = must(runExpectations(fixture.project(), ana, {}, fixture.silent()));
        Json json = toJson(report);
        json.erase("suite"); // repeats the question
        return results(report) << qs(json.dump()).replace(qs(guess), "GUESS");
    };
    const QStringList hit = told("zebediah");
    QCOMPARE(
        hit.first(8),
        (QStringList { "caller matches skipped 0", "age between skipped 0", "age mean-between skipped 0",
                       "age quantile-between skipped 0", "caller not-missing failed 1 P4",
                       "caller unique failed 2 P1 P2", "age kind passed 0", "age column-exists passed 0" }));
    QVERIFY2(hit.last().contains("caller is personal") && hit.last().contains("--reveal"),
             qPrintable(hit.last()));
    QCOMPARE(hit, told("nobody")); // right or wrong, the answer is the same

    // So it is where an import runs them, in part of the cases, and in a snapshot.
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("p.csv", personalFile(), personalRequest()));
    CB_VERIFY(saveExpectations(fixture.project(), fixture.actor("ana"), nosyExpectations("zebediah"), {}));
    const auto more = fixture.import("more.csv", "case_id,caller,age\nP9,zebediah,44\n", personalRequest());
    CB_VERIFY(more);
    QCOMPARE(results(*more->expectations).first(2),
             (QStringList { "caller matches skipped 0", "age between skipped 0" }));
    CB_VERIFY(fixture.snapshot("s"));
    for (const ExpectScope& scope :
         { ExpectScope { 2, {}, {} }, ExpectScope { 0, "s", {} }, ExpectScope { 0, {}, "case_id = 'P3'" } }) {
        const auto report = must(checkCases(fixture.project(), scope, fixture.silent()));
        QCOMPARE(results(report).first(2), results(*more->expectations).first(2));
        QVERIFY(std::isnan(report.checks[2].result.observed)); // the mean of one case is its value
        QVERIFY(report.checks[3].result.text.find("44") == std::string::npos);
    }
    // What may be asked of them is suggested, and nothing else.
    for (const Expectation& asked : must(suggestFor(fixture.project(), {}, fixture.silent())).expectations)
        QVERIFY2(!comparesValues(asked.check) || (asked.field != "caller" && asked.field != "age"),
                 asked.name.c_str());
}

void TestExpectData::askedWithAReasonTheyCompareAndNothingStays()
{
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("p.csv", personalFile(), personalRequest()));
    CB_VERIFY(saveExpectations(fixture.project(), fixture.actor("ana"), nosyExpectations("zebediah"), {}));
    ExpectScope scope;
    scope.revealed = { "caller" };
    const auto shown =
        must(runExpectations(fixture.project(), fixture.actor("ada"), scope, fixture.silent()));
    QCOMPARE(results(shown).first(2),
             (QStringList { "caller matches failed 1 P3", "age between skipped 0" })); // what was asked for
    const auto last = must(lastExpectationReport(fixture.project()));
    QCOMPARE(results(*last).first(2), (QStringList { "caller matches skipped 0", "age between skipped 0" }));
    const auto stored = must(ExpectationStore(fixture.project()).latestRun());
    QVERIFY(stored->body["checks"][0]["failing_rows"].empty());
    QCOMPARE(stored->body["checks"][0]["failed"].get<int>(), 0);
    QCOMPARE(qs(fixture.problems()), QString());
}

void TestExpectData::aFieldThatBecamePersonalIsHeldBack()
{
    WorkflowFixture fixture;
    ImportRequest request;
    request.choices.kinds = { { "caller", FieldKind::Category } };
    CB_VERIFY(fixture.import("p.csv", personalFile(), request));
    CB_VERIFY(fixture.snapshot("s"));
    Expectation known = expectation(CheckKind::InSet, "caller");
    known.values = { "ann" };
    const Actor ana = fixture.actor("ana");
    CB_VERIFY(saveExpectations(fixture.project(), ana, { known }, {}));
    const auto before = must(runExpectations(fixture.project(), ana, {}, fixture.silent()));
    QCOMPARE(results(before), (QStringList { "caller in-set failed 1 P3" }));
    QVERIFY(before.checks.front().result.text.find("zebediah") != std::string::npos);

    CB_VERIFY(changeField(fixture.project(), ana, "caller", { {}, "personal", {} }));
    const QStringList heldBack { "caller in-set skipped 0" };
    const auto last = must(lastExpectationReport(fixture.project()));
    QCOMPARE(results(*last), heldBack);
    const auto again = must(runExpectations(fixture.project(), ana, {}, fixture.silent()));
    QCOMPARE(results(again), heldBack);
    QCOMPARE(results(must(checkCases(fixture.project(), { 0, "s", {} }, fixture.silent()))), heldBack);
    const auto listed = must(currentExpectations(fixture.project()));
    for (const std::string& text :
         { toJson(*last).dump(), toJson(again).dump(), toJson(listed).dump(),
           toJson(must(suggestFor(fixture.project(), "s", fixture.silent())).expectations).dump() }) {
        QVERIFY2(text.find("ann") == std::string::npos, text.c_str());
        QVERIFY2(text.find("zebediah") == std::string::npos, text.c_str());
    }
    QCOMPARE(listed.size(), std::size_t { 1 }); // it is there, with its name, to be taken out
    CB_VERIFY(expectationsFromJson(toJson(listed)));
    QVERIFY(listed.front() == again.checks.front().expectation); // so the desktop program finds its result
}

void TestExpectData::listsOfPersonalValuesAreNotKept()
{
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("p.csv", personalFile(), personalRequest()));
    for (const CheckKind check : { CheckKind::InSet, CheckKind::NoNewLevels }) {
        Expectation list = expectation(check, "caller");
        list.values = { "zebediah" };
        const auto refused = saveExpectations(fixture.project(), fixture.actor("ada"), { list }, {});
        QVERIFY(!refused && refused.error().code == ErrorCode::Refused);
        QCOMPARE(qs(refused.error().kind), QStringLiteral("personal-field"));
        QVERIFY(refused.error().what.find("caller") != std::string::npos && !refused.error().advice.empty());
        list.field = "place";
        CB_VERIFY(saveExpectations(fixture.project(), fixture.actor("ana"), { list }, {}));
    }
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
