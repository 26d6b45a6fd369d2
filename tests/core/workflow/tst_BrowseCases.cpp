// SPDX-License-Identifier: GPL-3.0-or-later
#include "WorkflowFixture.h"

#include "core/base/AtomicFile.h"
#include "core/base/Random.h"
#include "core/data/Filter.h"
#include "core/workflow/BrowseCases.h"
#include "core/workflow/BulkVerdict.h"
#include "core/workflow/EditFields.h"
#include "core/workflow/ExpectData.h"
#include "core/workflow/LookAtCases.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <thread>

using namespace casebench;
using namespace casebench::test;

namespace {

template<typename T>
T must(Result<T> result)
{
    return WorkflowFixture::must(std::move(result));
}

void done(const Result<void>& result)
{
    expects(result.has_value(), result ? "" : result.error().sentence());
}

/// Several parts: another id column, another spelling of yes, a field that comes later, numbers with a text
/// of their own, a category with thousands of levels, texts without a dictionary.
class Browsed : public WorkflowFixture
{
public:
    Browsed()
    {
        Random random(3);
        std::size_t number = 0;
        for (int file = 0; file < 4; ++file) {
            const std::size_t rows = file == 1 ? 11'000 : 300 + static_cast<std::size_t>(file) * 40;
            std::string csv = file < 3 ? "case_id,received,amount,small,otp,place,story,phone\n"
                                       : "case_id,received,amount,small,otp,place,story,phone,later\n";
            for (std::size_t row = 0; row < rows; ++row, ++number)
                csv += line(random, number, file);
            must(import("cases-" + std::to_string(file) + ".csv", csv));
        }
        done(changeField(project(), actor("ana"), "phone", { {}, "personal", {} }));
        for (int i = 0; i < 40; ++i)
            correct(random, number);
        must(importVerdicts("v.csv",
                            "case,verdict,person\nK-000001,scam,ina\nK-000005,not-scam,ina\n"
                            "K-011200,scam,ina\nK-011200,not-scam,ana\n"));
        whole = must(CaseStore(project()).loadTable({}, silent()));
        lister = must(openCaseLister(project(), actor("ana")));
    }

    static std::string line(Random& random, std::size_t number, int file)
    {
        const auto pick = [&](std::initializer_list<const char*> words) {
            return std::string(*(words.begin() + static_cast<std::ptrdiff_t>(random.below(words.size()))));
        };
        std::string id = std::to_string(number);
        id.insert(0, 6 - id.size(), '0');
        std::string text = "K-" + id + ",";
        text += random.chance(0.1)
            ? ""
            : "2026-0" + std::to_string(1 + random.below(9)) + "-1" + std::to_string(random.below(10));
        text += ","
            + (random.chance(0.1) ? std::string()
                   : random.chance(0.1)
                   ? "007"
                   : std::to_string(random.below(100'000)) + "." + std::to_string(random.below(100)));
        text += "," + std::to_string(random.below(20));
        text += "," + pick({ file == 2 ? "yes" : "Yes", "No", "" });
        text += ",L" + std::to_string(random.below(5'300));
        text += ",\"story of " + id + (random.chance(0.2) ? ", and more\"" : "\"");
        text += ",+4917" + std::to_string(1'000'000 + random.below(1'000'000));
        if (file == 3)
            text += "," + pick({ "north", "south" });
        return text + "\n";
    }

    void correct(Random& random, std::size_t cases)
    {
        const char* field = random.chance(0.5) ? "amount" : "place";
        std::string id = std::to_string(random.below(cases));
        id.insert(0, 6 - id.size(), '0');
        done(correctCell(project(), actor("ana"),
                         { "K-" + id, field, std::to_string(random.below(50)), "typing error" }));
    }

    CaseTablePtr whole;
    CaseListerPtr lister;
};

std::vector<CaseRow> someRows(Random& random, std::size_t of)
{
    std::vector<CaseRow> rows;
    const auto start = static_cast<CaseRow>(random.below(of));
    const bool neighbours = random.chance(0.5);
    for (CaseRow i = 0; i < 60; ++i)
        rows.push_back(neighbours ? std::min(start + i, static_cast<CaseRow>(of - 1))
                                  : static_cast<CaseRow>(random.below(of)));
    std::ranges::sort(rows);
    rows.erase(std::ranges::unique(rows).begin(), rows.end());
    return rows;
}

/// What a sort must give: the plainest one over the whole table.
std::vector<CaseRow> plainlySorted(const CaseTable& table, const std::string& field, bool descending)
{
    std::vector<CaseRow> rows(table.rowCount());
    std::iota(rows.begin(), rows.end(), CaseRow { 0 });
    const Column* column = table.column(field);
    const auto isMissing = [&](CaseRow row) { return column != nullptr && column->isMissing(row); };
    const auto less = [&](CaseRow a, CaseRow b) {
        if (column == nullptr)
            return table.ids[a] < table.ids[b];
        if (column->kind() == FieldKind::Number)
            return column->numbers()[a] < column->numbers()[b];
        if (column->kind() == FieldKind::Time)
            return column->times()[a] < column->times()[b];
        if (column->kind() == FieldKind::YesNo)
            return column->codes()[a] < column->codes()[b];
        return column->printed(a) < column->printed(b);
    };
    const auto end =
        std::stable_partition(rows.begin(), rows.end(), [&](CaseRow row) { return !isMissing(row); });
    std::stable_sort(rows.begin(), end,
                     [&](CaseRow a, CaseRow b) { return descending ? less(b, a) : less(a, b); });
    return rows;
}

} // namespace

class TestBrowseCases : public QObject
{
    Q_OBJECT

private slots:
    void pagesHoldWhatTheWholeTableHolds();
    void keepsWithinItsBound();
    void sortsAsAPlainSortDoes_data();
    void sortsAsAPlainSortDoes();
    void seesWhatStandsInOrderAlready_data();
    void seesWhatStandsInOrderAlready();
    void choosesWhatTheFilterChoosesOfTheWholeTable_data();
    void choosesWhatTheFilterChoosesOfTheWholeTable();
    void tellsMistakesOfAFilterBeforeReading();
    void findsTheNextRowAndWrapsRound();
    void ordersGeneratedIdsAsTexts();
    void hidesScoresThatAreNotEarned();
    void threadsShareOneBrowser();
    void exportsInOrderAndMasksPersonalFields();
    void personalValuesCannotBeGuessedByAsking();
    void stopsWhenAsked();

private:
    Browsed m_cases;
};

void TestBrowseCases::pagesHoldWhatTheWholeTableHolds()
{
    Random random(17);
    const CaseTable& whole = *m_cases.whole;
    const auto fresh = must(CaseBrowser::open(m_cases.project()));
    QCOMPARE(fresh->rowCount(), whole.rowCount());
    QVERIFY(fresh->partCount() >= 4);
    QVERIFY(fresh->schema() == whole.schema);
    for (int turn = 0; turn < 120; ++turn) {
        if (turn == 60) // from here on parts are kept
            done(fresh->warm(m_cases.project(), m_cases.silent()));
        const auto rows = someRows(random, whole.rowCount());
        std::vector<std::size_t> fields(whole.schema.size());
        std::iota(fields.begin(), fields.end(), std::size_t { 0 });
        const bool exact = turn % 3 == 0;
        const auto page =
            fresh->page(m_cases.project(), rows, fields,
                        exact ? CaseBrowser::Texts::AsTheSourceHadThem : CaseBrowser::Texts::Printed);
        CB_VERIFY(page);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            QCOMPARE((*page)->ids[i], whole.ids[rows[i]]);
            QCOMPARE((*page)->rows[i], rows[i]);
            for (std::size_t field = 0; field < fields.size(); ++field) {
                const Column& here = (*page)->columns[field];
                QVERIFY(here.kind() == whole.columns[field].kind());
                QCOMPARE(here.isMissing(i), whole.columns[field].isMissing(rows[i]));
                QCOMPARE(qs(here.printed(i)), qs(whole.columns[field].printed(rows[i])));
                if (exact)
                    QCOMPARE(qs(here.text(i)), qs(whole.columns[field].text(rows[i])));
            }
        }
    }
    const std::vector<CaseRow> beyond { static_cast<CaseRow>(whole.rowCount()) };
    QCOMPARE(fresh->page(m_cases.project(), beyond, {}).error().code, ErrorCode::InvalidInput);
}

void TestBrowseCases::keepsWithinItsBound()
{
    constexpr std::size_t kBound = 200'000;
    const auto small = must(CaseBrowser::open(m_cases.project(), kBound));
    for (std::size_t field = 0; field < small->schema().size(); ++field) {
        for (std::size_t part = 0; part < small->partCount(); ++part) {
            const auto column = must(small->column(m_cases.project(), field, part));
            QCOMPARE(column->size(), small->rowsOf(part));
            QVERIFY(small->keptBytes() <= kBound || column->size() > 10'000); // one column always fits
        }
    }
    const CaseLister lister(small, std::make_shared<const CaseMarks>());
    const auto rows =
        lister.list(m_cases.project(), { .where = "amount > 500", .sort = "place" }, m_cases.silent());
    CB_VERIFY(rows);
    const auto same = m_cases.lister->list(m_cases.project(), { .where = "amount > 500", .sort = "place" },
                                           m_cases.silent());
    QVERIFY(*rows == *same);
}

void TestBrowseCases::sortsAsAPlainSortDoes_data()
{
    QTest::addColumn<QString>("field");
    for (const char* field : { "case", "received", "amount", "small", "otp", "place", "story", "later" })
        QTest::newRow(field) << QString(field);
}

void TestBrowseCases::sortsAsAPlainSortDoes()
{
    QFETCH(QString, field);
    for (const bool descending : { false, true }) {
        const CaseQuery query { .sort = field.toStdString(), .descending = descending };
        const auto rows = m_cases.lister->list(m_cases.project(), query, m_cases.silent());
        CB_VERIFY(rows);
        QVERIFY(*rows == plainlySorted(*m_cases.whole, query.sort, descending));
        // Under the order that is kept, a filter keeps it.
        CaseQuery part = query;
        part.where = "small < 5";
        const auto some = m_cases.lister->list(m_cases.project(), part, m_cases.silent());
        CB_VERIFY(some);
        std::vector<CaseRow> expected;
        const auto small = m_cases.whole->column("small")->numbers();
        std::ranges::copy_if(*rows, std::back_inserter(expected),
                             [&](CaseRow row) { return small[row] < 5; });
        QVERIFY(!expected.empty() && *some == expected);
    }
}

void TestBrowseCases::seesWhatStandsInOrderAlready_data()
{
    QTest::addColumn<QString>("field");
    for (const char* field :
         { "case", "up", "down", "level", "late", "word", "asked", "when", "flat", "empty" })
        QTest::newRow(field) << QString(field);
}

/// More than one part of 65,536 rows, each field with cells that are missing, at a border of parts, too.
void TestBrowseCases::seesWhatStandsInOrderAlready()
{
    constexpr int kRows = 66'000;
    static const auto ordered = [] {
        auto cases = std::make_unique<WorkflowFixture>();
        std::string csv = "case_id,up,down,level,late,word,asked,when,flat,empty\n";
        for (int row = 0; row < kRows; ++row) {
            const bool gap = row % 97 == 5 || row == 65'535 || row == 65'536;
            const auto cell = [&](const std::string& text) { csv += "," + (gap ? std::string() : text); };
            csv += std::to_string(1'000'000 + row);
            cell(std::to_string(row) + ".5");
            cell(std::to_string(-row));
            cell(std::to_string(row / 1000)); // many times the same
            cell(std::to_string(row == kRows - 1 ? 7 : row)); // in order but for the last one
            cell("word " + std::to_string(1'000'000 + row / 3));
            cell(row < 40'000 ? "No" : "Yes");
            cell("2026-01-01T" + std::string(row < 30'000 ? "08" : "09") + ":00:00Z");
            cell("4");
            csv += ",\n";
        }
        must(cases->import("ordered.csv", csv));
        return cases;
    }();
    QFETCH(QString, field);
    static const CaseTablePtr whole = must(CaseStore(ordered->project()).loadTable({}, ordered->silent()));
    const CaseLister lister(must(CaseBrowser::open(ordered->project())), std::make_shared<const CaseMarks>());
    QVERIFY(lister.browser().partCount() > 1);
    for (const bool descending : { false, true }) {
        const CaseQuery query { .sort = field.toStdString(), .descending = descending };
        const auto rows = lister.list(ordered->project(), query, ordered->silent());
        CB_VERIFY(rows);
        QVERIFY(*rows == plainlySorted(*whole, query.sort, descending));
    }
}

void TestBrowseCases::choosesWhatTheFilterChoosesOfTheWholeTable_data()
{
    QTest::addColumn<QString>("where");
    for (const char* where :
         { "amount > 90000", "amount > 1e9", "NOT amount > 7", "received = '2026-03'",
           "otp = 'Yes' AND place LIKE 'L1%'", "later = 'north' OR small = 3", "case_id LIKE '%99'",
           "story LIKE '%more%'", "later IS NULL", "label = 'scam'", "amount IS MISSING", "ID = 'K-000017'" })
        QTest::newRow(where) << QString(where);
}

void TestBrowseCases::choosesWhatTheFilterChoosesOfTheWholeTable()
{
    QFETCH(QString, where);
    const auto labels = must(settledCases(m_cases.project(), LabelPolicy::Confirmed));
    std::vector<Truth> truth;
    for (const SettledCase& label : labels)
        truth.push_back(label.truth);
    const auto mask = must(must(Filter::parse(where.toStdString())).mask(*m_cases.whole, truth));
    std::vector<CaseRow> expected;
    for (CaseRow row = 0; row < mask.size(); ++row) {
        if (mask[row] != 0)
            expected.push_back(row);
    }
    const auto rows =
        m_cases.lister->list(m_cases.project(), { .where = where.toStdString() }, m_cases.silent());
    CB_VERIFY(rows);
    QVERIFY(*rows == expected);
}

void TestBrowseCases::tellsMistakesOfAFilterBeforeReading()
{
    for (const char* where :
         { "nowhere = 1", "amount > 1e12 AND nowhere = 1", "amount > 1e12 AND small = 'much'" }) {
        const auto rows = m_cases.lister->list(m_cases.project(), { .where = where }, m_cases.silent());
        QVERIFY2(!rows, where);
        QVERIFY(rows.error().sentence().find("filter") != std::string::npos);
    }
    QCOMPARE(m_cases.lister->list(m_cases.project(), { .sort = "nowhere" }, m_cases.silent()).error().code,
             ErrorCode::NotFound);
}

void TestBrowseCases::findsTheNextRowAndWrapsRound()
{
    const auto rows = must(m_cases.lister->list(m_cases.project(), { .sort = "case" }, m_cases.silent()));
    const auto at = [&](std::string_view words, std::size_t from, bool backwards) -> int {
        const auto hit =
            must(m_cases.lister->find(m_cases.project(), rows, words, from, backwards, m_cases.silent()));
        return hit ? static_cast<int>(hit->position) : -1;
    };
    QCOMPARE(at("k-0000", 0, false), 0);
    QCOMPARE(at("STORY OF 000123", 0, false), 123);
    QCOMPARE(at("k-00012", 121, false), 121);
    QCOMPARE(at("k-00012", 130, false), 120); // wrapped
    QCOMPARE(at("k-00012", 119, true), 129); // wrapped backwards
    QCOMPARE(at("k-00012", 125, true), 125);
    const auto hit =
        must(m_cases.lister->find(m_cases.project(), rows, "k-00012", 125, false, m_cases.silent()));
    QCOMPARE(hit->number, std::int64_t { 6 });
    QCOMPARE(hit->of, std::int64_t { 10 });
    QCOMPARE(at("no such words", 0, false), -1);
    const std::string phone = m_cases.whole->column("phone")->text(5);
    QCOMPARE(at(phone, 0, false), -1); // a personal field is not searched
}

void TestBrowseCases::ordersGeneratedIdsAsTexts()
{
    WorkflowFixture plain;
    std::string csv = "amount\n";
    for (int i = 0; i < 500; ++i)
        csv += std::to_string(i % 7) + ".5\n";
    must(plain.import("plain.csv", csv));
    const auto lister = must(openCaseLister(plain.project(), plain.actor("ana")));
    QVERIFY(lister->browser().hasGeneratedIds());
    const auto rows =
        must(lister->list(plain.project(), { .sort = "case", .descending = true }, plain.silent()));
    QCOMPARE(rows.front(), CaseRow { 499 });
    QCOMPARE(rows.back(), CaseRow { 0 });
    const auto page = must(lister->browser().page(plain.project(), std::vector<CaseRow> { 7 }, {}));
    QCOMPARE(page->ids.front(), std::string("case-000008"));
}

void TestBrowseCases::hidesScoresThatAreNotEarned()
{
    CaseMarks marks;
    marks.rows = { 2 };
    marks.settled = { SettledCase { kPositive, CaseState::Confirmed } };
    marks.score = { 0.2, std::nan(""), 0.9 };
    const CaseLister lister(m_cases.lister->browserPtr(), std::make_shared<const CaseMarks>(marks));
    using Rows = std::vector<CaseRow>;
    QVERIFY(must(lister.list(m_cases.project(), { .scoreFrom = 0.5 }, m_cases.silent())) == Rows { 2 });
    QVERIFY(must(lister.list(m_cases.project(), { .state = CaseState::Confirmed }, m_cases.silent()))
            == Rows { 2 });
    const auto sorted =
        must(lister.list(m_cases.project(), { .sort = "score", .descending = true }, m_cases.silent()));
    QCOMPARE(sorted[0], CaseRow { 2 });
    QCOMPARE(sorted[1], CaseRow { 0 });
    QCOMPARE(sorted.size(), m_cases.whole->rowCount());
    QCOMPARE(marks.decided(), std::int64_t { 1 });
    QVERIFY(std::isnan(marks.scoreOf(1)) && std::isnan(marks.scoreOf(77)));
}

void TestBrowseCases::threadsShareOneBrowser()
{
    const auto shared = must(CaseBrowser::open(m_cases.project(), 300'000));
    const auto path = m_cases.project().path();
    std::vector<int> wrong(4, 0);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < wrong.size(); ++t)
        threads.emplace_back([&, t] {
            const Project own = must(Project::open(path, { .readOnly = true }));
            Random random(100 + t);
            for (int turn = 0; turn < 30; ++turn) {
                const auto rows = someRows(random, shared->rowCount());
                const std::vector<std::size_t> fields { random.below(shared->schema().size()) };
                const auto page = must(shared->page(own, rows, fields));
                const auto whole =
                    must(shared->column(own, fields.front(), random.below(shared->partCount())));
                for (std::size_t i = 0; i < rows.size(); ++i)
                    wrong[t] +=
                        page->columns[0].printed(i) != m_cases.whole->columns[fields[0]].printed(rows[i]) ? 1
                                                                                                          : 0;
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(wrong, std::vector<int>(4, 0));
}

void TestBrowseCases::exportsInOrderAndMasksPersonalFields()
{
    const auto rows = must(m_cases.lister->list(
        m_cases.project(), { .where = "small = 4", .sort = "amount", .descending = true }, m_cases.silent()));
    const auto textOf = [&](const std::vector<std::string>& revealed) {
        const auto out = m_cases.folder() / "out.csv";
        const auto written = must(
            exportCases(m_cases.project(), revealed, m_cases.lister->browser(), rows, out, m_cases.silent()));
        expects(written == static_cast<std::int64_t>(rows.size()), "rows written");
        return must(readFile(out));
    };
    const std::string clear = textOf({ "phone" });
    const std::string phone = m_cases.whole->column("phone")->text(rows.front());
    QVERIFY(clear.find(phone) != std::string::npos);
    const std::string masked = textOf({});
    QVERIFY(masked.find(phone) == std::string::npos);
    QVERIFY(masked.find("•• " + phone.substr(phone.size() - 4)) != std::string::npos);
    std::size_t place = 0;
    for (const CaseRow row : rows) {
        const auto at = masked.find(m_cases.whole->ids[row], place);
        QVERIFY(at != std::string::npos);
        place = at;
    }
}

/// Every comparison answers a guess, and so does the place in an order; whether there is a value is shown
/// anyway.
void TestBrowseCases::personalValuesCannotBeGuessedByAsking()
{
    const std::string phone = m_cases.whole->column("phone")->text(5);
    const auto ask = [&](CaseQuery query) {
        return m_cases.lister->list(m_cases.project(), query, m_cases.silent());
    };
    const auto isRefused = [](const auto& result) {
        return !result && result.error().code == ErrorCode::Refused && result.error().kind == "personal-field"
            && result.error().what.find("phone") != std::string::npos
            && result.error().sentence().find("--reveal") != std::string::npos;
    };
    for (const std::string& where :
         { "phone = '" + phone + "'", "phone <> '" + phone + "'", "PHONE IN ('x', '" + phone + "')",
           std::string("phone LIKE '%7%'"), std::string("NOT (phone > '5' AND small = 4)"),
           std::string("small = 4 OR \"phone\" BETWEEN '1' AND '5'") }) {
        QVERIFY2(isRefused(ask({ .where = where })), where.c_str());
        SnapshotRequest request;
        request.name = "guess";
        request.where = where;
        QVERIFY(isRefused(takeSnapshot(m_cases.project(), m_cases.actor("ana"), request, m_cases.silent())));
        QVERIFY(isRefused(
            previewBulk(m_cases.project(), m_cases.actor("ina"), where, Verdict::Scam, m_cases.silent())));
        ExpectScope scope;
        scope.where = where;
        CB_VERIFY(saveExpectations(m_cases.project(), m_cases.actor("ana"), {}, {}));
        QVERIFY(isRefused(checkCases(m_cases.project(), scope, m_cases.silent())));
    }
    QVERIFY(isRefused(ask({ .sort = "phone" })));
    QVERIFY(isRefused(ask({ .sort = "phone", .descending = true })));
    CB_VERIFY(ask({ .where = "phone IS NOT NULL AND small = 4" }));

    // Asked with a reason that is kept, it may be used; and no longer by whoever comes next.
    const auto shown = ask({ .where = "phone = '" + phone + "'", .sort = "phone", .revealed = { "phone" } });
    CB_VERIFY(shown);
    QVERIFY(std::ranges::find(*shown, CaseRow { 5 }) != shown->end());
    QVERIFY(isRefused(ask({ .sort = "phone" })));
}

void TestBrowseCases::stopsWhenAsked()
{
    for (const CaseQuery& query : { CaseQuery { .sort = "story" }, CaseQuery { .where = "small < 3" } }) {
        StopAt stop(1);
        const CaseLister fresh(must(CaseBrowser::open(m_cases.project())),
                               std::make_shared<const CaseMarks>());
        const auto rows = fresh.list(m_cases.project(), query, stop.progress());
        QVERIFY(!rows && rows.error().code == ErrorCode::Cancelled);
    }
}

QTEST_APPLESS_MAIN(TestBrowseCases)
#include "tst_BrowseCases.moc"
