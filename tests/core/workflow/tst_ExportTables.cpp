// SPDX-License-Identifier: GPL-3.0-or-later
#include "WorkflowFixture.h"

#include "core/base/AtomicFile.h"
#include "core/workflow/EditFields.h"
#include "core/workflow/ExportTables.h"

#include <algorithm>
#include <sqlite3.h>

using namespace casebench;
using namespace casebench::test;

namespace {

/// All rows of a query, cells joined by |, rows by line feeds; NULL is a dash.
std::string answer(const std::filesystem::path& file, const std::string& sql)
{
    sqlite3* handle = nullptr;
    std::string text;
    if (sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
            text = sqlite3_errmsg(handle);
        while (statement != nullptr && sqlite3_step(statement) == SQLITE_ROW) {
            for (int i = 0; i < sqlite3_column_count(statement); ++i) {
                const auto* cell = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
                text += (i == 0 ? "" : "|") + std::string(cell == nullptr ? "-" : cell);
            }
            text += "\n";
        }
        sqlite3_finalize(statement);
    }
    sqlite3_close(handle);
    return text;
}

} // namespace

class TestExportTables : public QObject
{
    Q_OBJECT

private slots:
    void writesTypedTables();
    void writesVerdictsThatAreStoredByTheBlock();
    void masksPersonalFields();
    void leavesTheOldFileWhenItStops();
    void splitsMoreFieldsThanATableHolds();
};

void TestExportTables::writesTypedTables()
{
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("a.csv",
                             "case_id,received,amount,otp,place\nK1,2026-03-01,12.5,Yes,\"a, b\"\n"
                             "K2,,3,No,\nK3,2026-03-02,,,x'y\n"));
    CB_VERIFY(fixture.import("b.csv", "case_id,later\nK4,5\n"));
    CB_VERIFY(fixture.importVerdicts("v.csv", "case,verdict,person\nK1,scam,ina\n"));
    const auto out = fixture.folder() / "out.sqlite";
    const auto tables = exportProjectTables(fixture.project(), out, fixture.silent());
    CB_VERIFY(tables);
    QCOMPARE(tables->front().name, std::string("cases"));
    QCOMPARE(tables->front().rows, std::int64_t { 4 });
    QCOMPARE(answer(out, "SELECT case_id, received, amount, otp, place, later FROM cases"),
             std::string("K1|2026-03-01|12.5|1|a, b|-\nK2|-|3.0|0|-|-\nK3|2026-03-02|-|-|x'y|-\n"
                         "K4|-|-|-|-|5\n"));
    QCOMPARE(tables->front().columns.front(), std::string("case_id"));
    QCOMPARE(std::ranges::count(tables->front().columns, "case_id_2"), 0);
    QCOMPARE(answer(out, "SELECT typeof(amount), typeof(otp), typeof(place) FROM cases WHERE case_id = 'K1'"),
             std::string("real|integer|text\n"));
    QCOMPARE(answer(out, "SELECT count(*), max(rows_accepted) FROM source"), std::string("3|3\n"));
    QCOMPARE(answer(out, "SELECT case_row, person FROM label"), std::string("0|ina\n"));
    QCOMPARE(answer(out, "PRAGMA integrity_check"), std::string("ok\n"));
}

void TestExportTables::writesVerdictsThatAreStoredByTheBlock()
{
    WorkflowFixture fixture;
    std::string csv = "case_id,received,scam\n";
    std::string verdicts = "case,verdict,person\n";
    for (int i = 0; i < 100; ++i) {
        const std::string id = "K" + std::to_string(1000 + i);
        csv += id + ",2026-03-0" + std::to_string(1 + i % 9) + "T10:00:00Z,x\n";
        verdicts += id + (i % 4 == 0 ? ",scam,ina\n" : ",not-scam,ina\n");
    }
    CB_VERIFY(fixture.import("a.csv", csv));
    CB_VERIFY(fixture.importVerdicts("v.csv", verdicts));
    CB_VERIFY(fixture.importVerdicts("w.csv", "case,verdict,person\nK1003,scam,bea\n"));
    QCOMPARE(answer(fixture.project().path(), "SELECT count FROM label_block"), std::string("100\n"));
    const auto out = fixture.folder() / "out.sqlite";
    const auto tables = exportProjectTables(fixture.project(), out, fixture.silent());
    CB_VERIFY(tables);
    const auto label = std::ranges::find(*tables, "label", &ExportedTable::name);
    QVERIFY(label != tables->end());
    QCOMPARE(label->rows, std::int64_t { 101 });
    QCOMPARE(answer(out, "SELECT count(*), count(DISTINCT seq), min(seq), max(seq) FROM label"),
             std::string("101|101|1|101\n"));
    QCOMPARE(answer(out, "SELECT verdict, count(*) FROM label WHERE person = 'ina' GROUP BY verdict"),
             std::string("not-scam|75\nscam|25\n"));
    QCOMPARE(answer(out, "SELECT seq, verdict, person FROM label WHERE case_row = 3 ORDER BY seq"),
             std::string("4|not-scam|ina\n101|scam|bea\n"));
    // Both ways of storing write a time in the same manner.
    QCOMPARE(answer(out, "SELECT DISTINCT length(recorded_at), recorded_at GLOB '*T*Z' FROM label"),
             std::string("20|1\n"));
}

void TestExportTables::masksPersonalFields()
{
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("a.csv", "case_id,phone,amount\nK1,+4917012345678,1\nK2,,2\nragged\n"));
    CB_VERIFY(changeField(fixture.project(), fixture.actor("ana"), "phone", { {}, "personal", {} }));
    const auto out = fixture.folder() / "out.sqlite";
    CB_VERIFY(exportProjectTables(fixture.project(), out, fixture.silent()));
    const auto bytes = readFile(out);
    CB_VERIFY(bytes);
    QVERIFY(bytes->find("4917012345678") == std::string::npos);
    QVERIFY(bytes->find("ragged") == std::string::npos);
    QVERIFY(answer(out, "SELECT phone FROM cases WHERE case_id = 'K1'").find("••") == 0);
    QCOMPARE(answer(out, "SELECT phone FROM cases WHERE case_id = 'K2'"), std::string("-\n"));
}

void TestExportTables::leavesTheOldFileWhenItStops()
{
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("a.csv", "case_id,amount\nK1,1\n"));
    const auto out = fixture.folder().write("out.sqlite", "the old file");
    for (int k = 0; k < 3; ++k) {
        StopAt stop(k);
        const auto tables = exportProjectTables(fixture.project(), out, stop.progress());
        QVERIFY(!tables && tables.error().code == ErrorCode::Cancelled);
        QCOMPARE(readFile(out).value(), std::string("the old file"));
    }
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(out).parent_path()))
        files += entry.path().filename().string().find(".cbtmp") == std::string::npos ? 0 : 1;
    QCOMPARE(files, 0);
    const auto refused = exportProjectTables(fixture.project(), fixture.project().path(), fixture.silent());
    QVERIFY(!refused && refused.error().code == ErrorCode::Refused);
}

void TestExportTables::splitsMoreFieldsThanATableHolds()
{
    WorkflowFixture fixture;
    std::string header = "case_id";
    std::string row = "K1";
    for (int i = 0; i < 2500; ++i) {
        header += ",f" + std::to_string(i);
        row += "," + std::to_string(i);
    }
    CB_VERIFY(fixture.import("wide.csv", header + "\n" + row + "\n"));
    const auto out = fixture.folder() / "out.sqlite";
    CB_VERIFY(exportProjectTables(fixture.project(), out, fixture.silent()));
    QCOMPARE(answer(out, "SELECT a.f3, b.f2400 FROM cases a JOIN cases_2 b USING (case_id)"),
             std::string("3|2400\n"));
}

QTEST_APPLESS_MAIN(TestExportTables)
#include "tst_ExportTables.moc"
