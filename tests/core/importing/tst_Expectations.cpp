// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/CaseTableBuilder.h"
#include "tests/support/TestMain.h"

#include "core/base/Random.h"
#include "core/base/Text.h"
#include "core/importing/CheckExpectations.h"
#include "core/importing/Pattern.h"

#include <QTest>

#include <regex>
#include <set>

using namespace casebench;
using casebench::test::CaseTableBuilder;
using casebench::test::qs;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Expectation expect(CheckKind check, std::string field, double mostly = 1)
{
    Expectation expectation;
    expectation.check = check;
    expectation.field = std::move(field);
    expectation.name = expectation.field + " " + std::string(name(check));
    expectation.mostly = mostly;
    return expectation;
}

CheckResult checked(const CaseTable& table, const Expectation& expectation, std::vector<Truth> truth = {})
{
    std::vector<std::string> present;
    for (const Field& field : table.schema.fields())
        present.push_back(field.name);
    Progress progress;
    return checkExpectations(std::span(&expectation, 1), { table, truth, present }, progress).value().front();
}

QString told(const CheckResult& result)
{
    QString text = qs(name(result.status)) + QStringLiteral(" %1/%2").arg(result.failed).arg(result.checked);
    for (const std::uint32_t row : result.failingRows)
        text += QStringLiteral(" %1").arg(row);
    return text;
}

/// Great Expectations' rule, row by row on texts; "" is null. Written from its documentation, not from our
/// code.
struct Plain
{
    bool success = true;
    std::vector<std::uint32_t> unexpected;
};

template<typename Holds>
Plain plainMap(const std::vector<std::string>& cells, double mostly, bool nullsCount, Holds holds)
{
    Plain plain;
    std::size_t considered = 0;
    for (std::uint32_t row = 0; row < cells.size(); ++row) {
        if (cells[row].empty() && !nullsCount)
            continue;
        ++considered;
        if (!holds(cells[row]))
            plain.unexpected.push_back(row);
    }
    plain.success = considered == 0 || plain.unexpected.empty()
        || static_cast<double>(considered - plain.unexpected.size()) / static_cast<double>(considered)
            >= mostly;
    return plain;
}

void compare(const CheckResult& ours, const Plain& plain, const char* what)
{
    QVERIFY2((ours.status == CheckStatus::Passed) == plain.success, what);
    QVERIFY2(ours.failingRows == plain.unexpected, what);
    QCOMPARE(ours.failed, static_cast<std::int64_t>(plain.unexpected.size()));
}

} // namespace

class TestExpectations : public QObject
{
    Q_OBJECT

private slots:
    void mostlyLeavesMissingOut();
    void agreesWithARowByRowImplementation();
    void uniqueFailsEveryRowOfARepeatedValue();
    void judgesAggregates();
    void judgesTheTable();
    void anAbsentFieldFails();
    void setsKnowNumbersAndYesNo();
    void slowAndWrongPatternsAreRefused();
    void demandsCanBeWrittenAndRead();
    void jsonComesBackEqual();
    void refusesWrongFiles_data();
    void refusesWrongFiles();
    void suggestionsHoldOnTheirReference();
    void suggestionsNoticeAnotherMonth();
    void stopsWhenAsked();
};

void TestExpectations::mostlyLeavesMissingOut()
{
    std::vector<double> values(100, 5);
    for (int i = 0; i < 10; ++i)
        values[static_cast<std::size_t>(i)] = kNan;
    values[50] = values[51] = values[52] = values[53] = 50; // 86 of 90 hold
    const auto table = CaseTableBuilder().number("x", values).build();
    Expectation range = expect(CheckKind::Between, "x", 0.95);
    range.low = 0;
    range.high = 10;
    const CheckResult ours = checked(*table, range);
    QCOMPARE(told(ours), QStringLiteral("passed 4/90 50 51 52 53"));
    QCOMPARE(ours.observed, 86.0 / 90);
    range.mostly = 0.96;
    QCOMPARE(checked(*table, range).status, CheckStatus::Failed);
    // not-missing alone counts them: .90 holds exactly
    QCOMPARE(checked(*table, expect(CheckKind::NotMissing, "x", 0.90)).status, CheckStatus::Passed);
    QCOMPARE(checked(*table, expect(CheckKind::NotMissing, "x", 0.91)).status, CheckStatus::Failed);
    const auto empty = CaseTableBuilder().number("x", { kNan, kNan }).build();
    QCOMPARE(told(checked(*empty, range)), QStringLiteral("passed 0/0"));
}

void TestExpectations::agreesWithARowByRowImplementation()
{
    int failures = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        Random random(seed);
        std::vector<std::string> words;
        std::vector<std::string> numbers;
        std::vector<double> values;
        const std::size_t rows = 1 + random.below(80);
        for (std::size_t row = 0; row < rows; ++row) {
            words.push_back(random.chance(.2)
                                ? ""
                                : std::string(1 + random.below(3), static_cast<char>('a' + random.below(6))));
            const auto number = static_cast<int>(random.below(40));
            numbers.push_back(random.chance(.2) ? "" : std::to_string(number));
            values.push_back(numbers.back().empty() ? kNan : number);
        }
        const auto table = CaseTableBuilder().category("w", words).number("n", values).build();
        const double mostly = random.chance(.3) ? 1 : .5 + random.uniform() / 2;

        compare(checked(*table, expect(CheckKind::NotMissing, "w", mostly)),
                plainMap(words, mostly, true, [](const std::string& cell) { return !cell.empty(); }),
                "not-missing");
        Expectation set = expect(CheckKind::InSet, "w", mostly);
        for (const char letter : { 'a', 'b', 'c', 'd', 'e' }) {
            for (const std::size_t length : { 1U, 2U, 3U })
                set.values.emplace_back(length, letter);
        }
        const std::set<std::string> allowed(set.values.begin(), set.values.end());
        const auto inSet = checked(*table, set);
        failures += inSet.status == CheckStatus::Failed ? 1 : 0;
        compare(
            inSet,
            plainMap(words, mostly, false, [&](const std::string& cell) { return allowed.contains(cell); }),
            "in-set");
        Expectation range = expect(CheckKind::Between, "n", mostly);
        range.low = 5;
        range.high = 30;
        compare(checked(*table, range),
                plainMap(numbers, mostly, false,
                         [](const std::string& cell) {
                             const int number = std::stoi(cell);
                             return number >= 5 && number <= 30;
                         }),
                "between");
        Expectation match = expect(CheckKind::Matches, "w", mostly);
        match.pattern = "^[a-c]+$";
        const std::regex plainPattern("^[a-c]+$");
        compare(checked(*table, match),
                plainMap(words, mostly, false,
                         [&](const std::string& cell) { return std::regex_search(cell, plainPattern); }),
                "matches");
        compare(checked(*table, expect(CheckKind::Unique, "n", mostly)),
                plainMap(numbers, mostly, false,
                         [&](const std::string& cell) { return std::ranges::count(numbers, cell) == 1; }),
                "unique");
    }
    QVERIFY(failures > 10 && failures < 60);
}

void TestExpectations::uniqueFailsEveryRowOfARepeatedValue()
{
    const auto table = CaseTableBuilder().text("id", { "a", "b", "a", "", "", "c" }).build();
    QCOMPARE(told(checked(*table, expect(CheckKind::Unique, "id"))), QStringLiteral("failed 2/4 0 2"));
}

void TestExpectations::judgesAggregates()
{
    const auto table = CaseTableBuilder()
                           .number("x", { 1, 2, 3, 4, kNan })
                           .number("none", { kNan, kNan, kNan, kNan, kNan })
                           .yesNo("asked", { "Yes", "No", "No", "No", "" })
                           .time("t", { "2026-01-01", "2026-01-03", "2026-02-01", "", "" })
                           .build();
    Expectation average = expect(CheckKind::MeanBetween, "x");
    average.low = 2.5;
    average.high = 2.5;
    QCOMPARE(checked(*table, average).status, CheckStatus::Passed);
    average.high = average.low = 2.6;
    QCOMPARE(checked(*table, average).status, CheckStatus::Failed);
    average.field = "none";
    QCOMPARE(checked(*table, average).status, CheckStatus::Failed); // no value, no mean
    average.field = "asked";
    QCOMPARE(checked(*table, average).observed, 0.25);
    Expectation quarter = expect(CheckKind::QuantileBetween, "x");
    quarter.quantile = 0.25;
    quarter.low = quarter.high = 1.75; // numpy.quantile([1, 2, 3, 4], .25)
    QCOMPARE(checked(*table, quarter).status, CheckStatus::Passed);
    Expectation span = expect(CheckKind::Between, "t");
    CB_VERIFY(setDemand(span, "2026-01-01 to 2026-01-31"));
    QCOMPARE(told(checked(*table, span)), QStringLiteral("failed 1/3 2"));
}

void TestExpectations::judgesTheTable()
{
    const auto table = CaseTableBuilder().number("x", { 1, 2, 3 }).number("y", { 1, 2, 3 }).build();
    Expectation rows = expect(CheckKind::RowCountBetween, "");
    rows.low = 3;
    QCOMPARE(checked(*table, rows).status, CheckStatus::Passed);
    rows.low = 4;
    QCOMPARE(checked(*table, rows).status, CheckStatus::Failed);
    Expectation known = expect(CheckKind::NoUnknownColumns, "");
    known.values = { "x" };
    const CheckResult unknown = checked(*table, known);
    QCOMPARE(unknown.status, CheckStatus::Failed);
    QVERIFY(unknown.text.find("y") != std::string::npos);
    known.values = { "x", "y", "z" };
    QCOMPARE(checked(*table, known).status, CheckStatus::Passed);
    Expectation rate = expect(CheckKind::PositiveRateBetween, "");
    rate.high = 0.5;
    QCOMPARE(checked(*table, rate, { kUndecided, kUndecided, kUndecided }).status, CheckStatus::Skipped);
    QCOMPARE(checked(*table, rate, { kPositive, kUndecided, kNegative }).status, CheckStatus::Passed);
    QCOMPARE(checked(*table, rate, { kPositive, kPositive, kNegative }).status, CheckStatus::Failed);
}

void TestExpectations::anAbsentFieldFails()
{
    const auto table = CaseTableBuilder().number("x", { 1 }).build();
    for (const CheckKind check : { CheckKind::ColumnExists, CheckKind::NotMissing, CheckKind::Unique })
        QCOMPARE(checked(*table, expect(check, "y")).status, CheckStatus::Failed);
    // A field of the project that the file did not bring is absent as well.
    const Expectation there = expect(CheckKind::ColumnExists, "x");
    Progress progress;
    const auto results = checkExpectations(std::span(&there, 1), { *table, {}, {} }, progress);
    QCOMPARE(results->front().status, CheckStatus::Failed);
    Expectation kind = expect(CheckKind::Kind, "x");
    kind.values = { "number" };
    QCOMPARE(checked(*table, kind).status, CheckStatus::Passed);
    kind.values = { "category" };
    QCOMPARE(checked(*table, kind).status, CheckStatus::Failed);
}

void TestExpectations::setsKnowNumbersAndYesNo()
{
    const auto table = CaseTableBuilder().number("x", { 1, 2.5 }).yesNo("q", { "Yes", "No" }).build();
    Expectation set = expect(CheckKind::InSet, "x");
    set.values = { "1.0", "2.50" };
    QCOMPARE(checked(*table, set).status, CheckStatus::Passed);
    set.field = "q";
    set.values = { "yes" };
    QCOMPARE(told(checked(*table, set)), QStringLiteral("failed 1/2 1"));
}

void TestExpectations::slowAndWrongPatternsAreRefused()
{
    const auto wrong = Pattern::compile("a(b");
    QVERIFY(!wrong && wrong.error().kind == "pattern");
    QVERIFY(!Pattern::compile(""));
    auto slow = Pattern::compile("^(a+)+$");
    CB_VERIFY(slow);
    const auto stopped = slow->found(std::string(60, 'a') + "b");
    QVERIFY(!stopped && stopped.error().kind == "pattern-too-slow");
    QVERIFY(!*Pattern::compile("x")->found("\xff"));
}

void TestExpectations::demandsCanBeWrittenAndRead()
{
    const std::pair<CheckKind, const char*> demands[] = {
        { CheckKind::Between, "0 to 5000" },
        { CheckKind::Between, "to 100" },
        { CheckKind::Between, "-1.5 to" },
        { CheckKind::Between, "2026-01-01 to 2026-02-01" },
        { CheckKind::QuantileBetween, "0.5: 1 to 2" },
        { CheckKind::InSet, "a | b c | d\\|e" },
        { CheckKind::Matches, "^C[0-9]+$" },
        { CheckKind::Kind, "number" },
        { CheckKind::Unique, "" },
    };
    for (const auto& [check, text] : demands) {
        Expectation expectation = expect(check, "x");
        CB_VERIFY(setDemand(expectation, text));
        QCOMPARE(qs(demandText(expectation)), QString::fromUtf8(text));
    }
    Expectation range = expect(CheckKind::Between, "x");
    for (const char* text : { "", "abc", "5 to 1", "x to y", "5", "to" }) {
        const auto refused = setDemand(range, text);
        QVERIFY2(!refused, text);
        QVERIFY(!refused.error().what.empty());
    }
    QVERIFY(std::isnan(range.low)); // a refused text changes nothing
}

void TestExpectations::jsonComesBackEqual()
{
    std::vector<Expectation> all;
    for (const auto& [check, word] : kCheckKindNames) {
        Expectation expectation =
            expect(check, speaksOfField(check) ? "field ü" : "", speaksOfRows(check) ? .97 : 1);
        expectation.name = word;
        if (hasBounds(check))
            expectation.low = check == CheckKind::PositiveRateBetween ? .1 : 3;
        if (hasValues(check))
            expectation.values = { "a", "b|c" };
        if (check == CheckKind::Kind)
            expectation.values = { "number" };
        if (check == CheckKind::Matches)
            expectation.pattern = "^x\\d$";
        expectation.severity = all.size() % 2 == 0 ? CheckSeverity::Critical : CheckSeverity::Warning;
        all.push_back(std::move(expectation));
    }
    all.push_back(expect(CheckKind::Between, "t"));
    all.back().name = "span";
    CB_VERIFY(setDemand(all.back(), "2026-01-01 to 2026-01-31"));
    const auto parsed = parseJson(prettyJson(toJson(all)));
    CB_VERIFY(parsed);
    const auto back = expectationsFromJson(*parsed);
    CB_VERIFY(back);
    QVERIFY(*back == all);
}

void TestExpectations::refusesWrongFiles_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, const char* entry) {
        QTest::newRow(name) << QByteArray(
                                   R"({"format":"casebench-expectations","version":1,"expectations":[)")
                + entry + "]}";
    };
    QTest::newRow("another format") << QByteArray(R"({"expectations":[]})");
    QTest::newRow("newer version") << QByteArray(
        R"({"format":"casebench-expectations","version":9,"expectations":[]})");
    row("unknown key", R"({"name":"a","check":"unique","field":"x","most":1})");
    row("unknown check", R"({"name":"a","check":"is-nice","field":"x"})");
    row("no field", R"({"name":"a","check":"unique"})");
    row("share too large", R"({"name":"a","check":"unique","field":"x","mostly":1.5})");
    row("share zero", R"({"name":"a","check":"unique","field":"x","mostly":0})");
    row("no bounds", R"({"name":"a","check":"between","field":"x"})");
    row("no values", R"({"name":"a","check":"in-set","field":"x"})");
    row("bad pattern", R"({"name":"a","check":"matches","field":"x","pattern":"("})");
    row("bad kind", R"({"name":"a","check":"kind","field":"x","kind":"colour"})");
    row("twice the same name",
        R"({"name":"a","check":"unique","field":"x"},{"name":"a","check":"unique","field":"y"})");
    row("no object", "7");
}

void TestExpectations::refusesWrongFiles()
{
    QFETCH(QByteArray, text);
    const auto json = parseJson(text.toStdString());
    CB_VERIFY(json);
    const auto refused = expectationsFromJson(*json);
    QVERIFY(!refused);
    QVERIFY(!refused.error().what.empty());
}

namespace {

/// A month of cases; `shift` moves the money, adds a level and empties some cells.
CaseTablePtr month(int index, bool shift)
{
    Random random(static_cast<std::uint64_t>(index) + 1);
    std::vector<std::string> ids;
    std::vector<std::string> times;
    std::vector<double> money;
    std::vector<std::string> place;
    for (int row = 0; row < 400; ++row) {
        ids.push_back("C" + std::to_string(1000 + row) + "-" + std::to_string(index));
        times.push_back("2026-0" + std::to_string(index) + "-" + (row % 20 < 9 ? "0" : "")
                        + std::to_string(1 + row % 20));
        money.push_back(random.chance(shift ? .3 : .02)
                            ? kNan
                            : std::round(100 + 10 * random.normal() + (shift ? 60 : 0)));
        place.push_back(shift && row % 10 == 0 ? "moon" : random.chance(.5) ? "local" : "intl");
    }
    return CaseTableBuilder()
        .text("case_id", ids)
        .as(FieldRole::Id)
        .time("received", times)
        .number("money", money)
        .category("place", place)
        .build();
}

QStringList
failedNames(const CaseTable& table, const std::vector<Expectation>& expectations, std::vector<Truth> truth)
{
    QStringList names;
    for (const Expectation& expectation : expectations) {
        if (checked(table, expectation, truth).status == CheckStatus::Failed)
            names.append(qs(expectation.name));
    }
    return names;
}

} // namespace

void TestExpectations::suggestionsHoldOnTheirReference()
{
    const auto reference = month(1, false);
    std::vector<Truth> truth(400, kNegative);
    std::fill_n(truth.begin(), 100, kPositive);
    const auto suggested = suggestExpectations(*reference, truth);
    CB_VERIFY(validate(suggested));
    QVERIFY(suggested.size() >= 15);
    QCOMPARE(failedNames(*reference, suggested, truth), QStringList());
    const auto id =
        std::ranges::find_if(suggested, [](const Expectation& e) { return e.check == CheckKind::Matches; });
    QCOMPARE(qs(id->pattern), QStringLiteral("^[A-Z][0-9]{4}-[0-9]$"));
    QCOMPARE(failedNames(*month(2, false), suggested, truth),
             QStringList()); // another such month holds as well
}

void TestExpectations::suggestionsNoticeAnotherMonth()
{
    std::vector<Truth> truth(400, kNegative);
    std::fill_n(truth.begin(), 100, kPositive);
    const auto suggested = suggestExpectations(*month(1, false), truth);
    std::fill_n(truth.begin(), 400, kNegative);
    QCOMPARE(failedNames(*month(3, true), suggested, truth),
             (QStringList { "money not-missing", "money between", "money mean-between",
                            "money quantile-between", "place no-new-levels", "positive-rate-between" }));
}

void TestExpectations::stopsWhenAsked()
{
    const auto table = month(1, false);
    const auto suggested = suggestExpectations(*table, {});
    StopAt stop(3);
    const auto results = checkExpectations(suggested, { *table, {}, {} }, stop.progress());
    QVERIFY(!results);
    QCOMPARE(results.error().code, ErrorCode::Cancelled);
}

QTEST_APPLESS_MAIN(TestExpectations)
#include "tst_Expectations.moc"
