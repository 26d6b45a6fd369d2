// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/workflow/WorkflowFixture.h"

#include <fmt/format.h>
#include <sqlite3.h>

using namespace casebench;
using namespace casebench::test;

namespace {

constexpr int kRows = 75'000; // more than one part, and more than the 4 MiB that are looked at first
constexpr int kLate = 70'000; // behind those

/// What stands in a table of the project file, as text.
std::string rowsOf(const std::filesystem::path& path, const char* select)
{
    sqlite3* database = nullptr;
    std::string rows;
    if (sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
        return "cannot open";
    const auto take = [](void* into, int count, char** values, char**) {
        for (int i = 0; i < count; ++i)
            *static_cast<std::string*>(into) += std::string(values[i] != nullptr ? values[i] : "NULL") + "|";
        *static_cast<std::string*>(into) += "\n";
        return 0;
    };
    char* message = nullptr;
    if (sqlite3_exec(database, select, take, &rows, &message) != SQLITE_OK)
        rows = message;
    sqlite3_free(message);
    sqlite3_close(database);
    return rows;
}

/// All that a summary says, but for the times and numbers of the import itself.
std::string told(const ImportSummary& summary)
{
    std::string text =
        fmt::format("{} {} {} {} {} {}\n", summary.rowsAccepted, summary.rowsNew, summary.rowsUpdated,
                    summary.rowsQuarantined, summary.cellsChanged, summary.profile.sha256);
    for (const std::string& note : summary.profile.notes)
        text += note + " ";
    for (const ColumnProfile& column : summary.profile.columns) {
        text += fmt::format("\n{} {} {} {} {} {} {} {} {} {}", column.name, static_cast<int>(column.type),
                            column.reason, column.filled, column.missing, column.distinct, column.minimum,
                            column.maximum, column.unique, column.declaredMissing);
        for (const LevelCount& level : column.levels)
            text += fmt::format(" {}={}", level.text, level.rows);
        for (const HiddenMissing& hidden : column.missingSuggested)
            text += fmt::format(" {}?{}", hidden.text, hidden.why);
    }
    for (const FieldPlan& plan : summary.plan)
        text += fmt::format("\n{} {} {} {} {}", plan.field.name, name(plan.field.kind), name(plan.field.role),
                            plan.reason, plan.dateOrder);
    for (const RowIssue& issue : summary.quarantine)
        text += fmt::format("\n{} {} {} {}", issue.line, issue.kind, issue.reason, issue.raw);
    for (const ChangedCells& group : summary.changed) {
        text += fmt::format("\n{} {} {}", group.field, static_cast<int>(group.why), group.count);
        for (const ChangedCell& cell : group.examples)
            text += fmt::format(" {}:{}>{}", cell.line, cell.oldText, cell.newText);
    }
    if (summary.labels)
        text += fmt::format("\n{} {} {} {}", summary.labels->positive, summary.labels->positives,
                            summary.labels->negatives, summary.labels->missing);
    return text;
}

/// What an import left in a project of its own.
struct Left
{
    std::string error;
    std::string summary;
    std::string chunks;
    std::string dictionary;
    std::string fields;
    std::string labels;
    std::string quarantine;
    std::string acts;

    bool operator==(const Left&) const = default;
};

struct Arrival
{
    std::string first; ///< imported before, or ""
    std::string csv;
    ImportRequest request;
};

Left leftBy(const Arrival& arrival, bool twoPasses)
{
    WorkflowFixture f;
    Left left;
    if (!arrival.first.empty() && !f.import("first.csv", arrival.first, arrival.request)) {
        left.error = "the file before cannot be imported";
        return left;
    }
    ImportRequest request = arrival.request;
    if (twoPasses) // somebody who is told of every cell cannot be told twice
        request.changes = [](ChangedCell&&) {};
    const auto summary = f.import("a.csv", arrival.csv, request);
    left.error = summary ? "" : summary.error().kind + ": " + summary.error().sentence();
    const std::string folder = f.folder().path().string(); // of this try
    if (const auto at = left.error.find(folder); at != std::string::npos)
        left.error.erase(at, folder.size());
    left.summary = summary ? told(*summary) : "";
    const auto path = f.folder() / "p.casebench";
    left.chunks = rowsOf(path, "SELECT field, part, rows, hex(sha256) FROM chunk ORDER BY id");
    left.dictionary = rowsOf(path, "SELECT field, code, text FROM dictionary ORDER BY id");
    left.fields = rowsOf(path, "SELECT name, kind, role, type FROM field ORDER BY id");
    left.labels = rowsOf(path, "SELECT first_seq, count, first_row, hex(data) FROM label_block ORDER BY id");
    left.quarantine = rowsOf(path, "SELECT source, line, kind, reason, raw FROM quarantine ORDER BY id");
    left.acts = rowsOf(path, "SELECT count(*) FROM audit");
    return left;
}

void compare(const Arrival& arrival)
{
    const Left one = leftBy(arrival, false);
    const Left two = leftBy(arrival, true);
    QCOMPARE(one.error, two.error);
    QCOMPARE(one.summary, two.summary);
    QCOMPARE(one.fields, two.fields);
    QCOMPARE(one.dictionary, two.dictionary);
    QCOMPARE(one.labels, two.labels);
    QCOMPARE(one.quarantine, two.quarantine);
    QVERIFY(one == two);
}

/// A row of the usual file; `odd` replaces its last field.
std::string rowOf(int i, const std::string& odd)
{
    return fmt::format("case-{:07},2026-{:02}-{:02}T{:02}:15:00Z,{},{}.{:02},{},\"level {}, of ten\",{},{}\n",
                       i, i / 28 % 6 + 1, i % 28 + 1, i % 24, i % 300, i * 37 % 9000, i % 100,
                       i % 11 == 0      ? ""
                           : i % 3 == 0 ? "Yes"
                                        : "No",
                       i % 10, i % 4 == 0 ? 1 : 0, odd);
}

constexpr std::string_view kHeader = "case_id,received,small,amount,Asked_OTP,place,label,odd\n";

/// Takes: usual: the odd field of most rows; late: that of one row in the end.
std::string fileWith(const std::string& usual, const std::string& late)
{
    std::string csv(kHeader);
    for (int i = 0; i < kRows; ++i)
        csv += rowOf(i, i == kLate ? late : usual);
    return csv;
}

ImportRequest usualRequest()
{
    ImportRequest request;
    request.choices.id = "case_id";
    request.choices.time = "received";
    request.choices.label = "label";
    return request;
}

} // namespace

/// A large file is stored while it is looked at: what comes out is what two passes give.
class TestOnePass : public QObject
{
    Q_OBJECT

private slots:

    void theUsualFileIsStoredAsByTwoPasses()
    {
        std::string csv(kHeader);
        for (int i = 0; i < kRows; ++i) {
            csv +=
                rowOf(i % 50'000 == 49'999 ? i - 1 : i, i % 7 == 0 ? "n/a" : fmt::format("text {}", i * 7));
            if (i == 30'000)
                csv += "ragged,row\n\n";
            if (i == 66'000)
                csv += rowOf(i, "no id").substr(12);
        }
        Arrival arrival { "", csv, usualRequest() };
        arrival.request.read.columns["odd"].missing = { "n/a" };
        const Left one = leftBy(arrival, false);
        QCOMPARE(one.error, std::string());
        QVERIFY(one.quarantine.find("duplicate-id") != std::string::npos);
        QVERIFY(one.quarantine.find("missing-id") != std::string::npos);
        QVERIFY(one.quarantine.find("ragged") != std::string::npos);
        QVERIFY(!one.labels.empty());
        compare(arrival);
    }

    void theFileIsReadOnce()
    {
        // A second reading of the rows takes the progress beyond the share of the first.
        constexpr double kShareOfOnePass = 0.61;
        const auto furthest = [](const std::string& late) {
            WorkflowFixture f;
            double most = 0;
            Progress progress({}, [&](double fraction, std::string_view step) {
                if (step == "reading rows")
                    most = std::max(most, fraction);
                else if (step == "looking through the file")
                    most = 2;
            });
            ImportRequest request = usualRequest();
            request.path = f.folder().write("a.csv", fileWith("12", late));
            return importCases(f.project(), f.actor("ana"), request, progress) ? most : -1;
        };
        const double same = furthest("13");
        QVERIFY2(same > 0.5 && same < kShareOfOnePass, std::to_string(same).c_str());
        const double contradicted = furthest("12.5");
        QVERIFY2(contradicted > kShareOfOnePass && contradicted <= 1, std::to_string(contradicted).c_str());
    }

    void knownCasesAreUpdatedAsByTwoPasses()
    {
        std::string before(kHeader);
        for (int i = 0; i < 9'000; i += 3)
            before += rowOf(i, "before");
        compare({ before, fileWith("after", "late"), usualRequest() });
    }

    void theEndOfAFileMayContradictItsBeginning_data()
    {
        QTest::addColumn<QString>("usual");
        QTest::addColumn<QString>("late");
        QTest::newRow("whole numbers, then a part") << "12"
                                                    << "12.5";
        QTest::newRow("numbers, then a text") << "12.25"
                                              << "twelve";
        QTest::newRow("numbers, then a leading zero") << "12"
                                                      << "012";
        QTest::newRow("yes and no, then another word") << "Yes"
                                                       << "perhaps";
        QTest::newRow("times, then a text") << "2026-05-01"
                                            << "yesterday";
        QTest::newRow("days, then a time") << "2026-05-01"
                                           << "2026-05-01T10:00:00Z";
        QTest::newRow("a date that decides") << "05/04/2026"
                                             << "25/04/2026";
        QTest::newRow("a date that is not there") << "25/04/2026"
                                                  << "31/02/2026";
        QTest::newRow("one level, then two") << "a"
                                             << "b";
        QTest::newRow("nothing, then a number") << ""
                                                << "5";
        QTest::newRow("nothing, then a text") << ""
                                              << "five";
        QTest::newRow("a quote that is never closed") << "a"
                                                      << "\"b";
        QTest::newRow("the number of a country") << "1234.5"
                                                 << "1.234,5";
    }

    void theEndOfAFileMayContradictItsBeginning()
    {
        QFETCH(const QString, usual);
        QFETCH(const QString, late);
        compare({ "", fileWith(usual.toStdString(), late.toStdString()), usualRequest() });
    }

    void manyLevelsComeLate()
    {
        std::string csv(kHeader);
        for (int i = 0; i < kRows; ++i)
            csv += rowOf(i, i < kLate ? fmt::format("l{}", i % 20) : fmt::format("l{}", i));
        compare({ "", csv, usualRequest() });
    }

    void anIdThatComesTwiceLateIsNoId()
    {
        std::string csv(kHeader);
        for (int i = 0; i < kRows; ++i)
            csv += rowOf(i == kLate ? 5 : i, "x");
        ImportRequest guessed; // the id was not named: it is the field whose values differ
        compare({ "", csv, guessed });
    }

    void aPersonsQuestionsAreAskedOfTheWholeFile()
    {
        ImportRequest asked = usualRequest();
        asked.choices.kinds["odd"] = FieldKind::Time;
        const Arrival arrival { "", fileWith("05/04/2026", "06/04/2026"), asked };
        const Left one = leftBy(arrival, false);
        QVERIFY2(one.error.starts_with("date-ambiguous"), one.error.c_str());
        QCOMPARE(one.chunks, std::string());
        compare(arrival);
    }

    void whatIsNoTextInTheEndLeavesNothing()
    {
        const Arrival arrival { "", fileWith("plain", "caf\xE9"), usualRequest() };
        const Left one = leftBy(arrival, false);
        QVERIFY2(one.error.starts_with("encoding-unknown"), one.error.c_str());
        QCOMPARE(one.chunks, std::string());
        QCOMPARE(one.fields, std::string());
        compare(arrival);
    }

    void aDryRunLeavesNothing()
    {
        ImportRequest dry = usualRequest();
        dry.dryRun = true;
        const Arrival arrival { "", fileWith("a", "b"), dry };
        QCOMPARE(leftBy(arrival, false).chunks, std::string());
        compare(arrival);
    }

    void stoppingLeavesNothing()
    {
        const std::string csv = fileWith("a", "b");
        for (const int k : { 0, 1, 2, 5, 9, 14, 20 }) {
            WorkflowFixture f;
            StopAt stop(k);
            ImportRequest request = usualRequest();
            request.path = f.folder().write("a.csv", csv);
            const auto stopped = importCases(f.project(), f.actor("ana"), request, stop.progress());
            QVERIFY(!stopped);
            QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
            QCOMPARE(rowsOf(f.folder() / "p.casebench", "SELECT count(*) FROM part"), std::string("0|\n"));
            CB_VERIFY(importCases(f.project(), f.actor("ana"), request, f.silent()));
        }
    }
};

QTEST_APPLESS_MAIN(TestOnePass)
#include "tst_OnePass.moc"
