// SPDX-License-Identifier: GPL-3.0-or-later
// What the readers of JSON lines, workbooks and databases do beyond the hostile corpus.
#include "ImportingTestFiles.h"
#include "Mutants.h"
#include "support/TestMain.h"
#include "tests/support/Where.h"

#include "core/importing/Importer.h"

#include <QTemporaryDir>

#include <sqlite3.h>

using namespace casebench;
using namespace casebench::test;

class TestForeignFormats : public QObject
{
    Q_OBJECT

private slots:
    void readsEmptyObjectBehindNestedOne();
    void keepsNullApartFromEmptyText();
    void readsOtherEncodingsOfJsonLines();
    void namesTheReaderThatFits_data();
    void namesTheReaderThatFits();
    void readsWorkbooksWithDataDescriptors();
    void readsSheetThatIsAskedFor();
    void wantsTableWhereThereAreSeveral();
    void neverReadsViewsOrComputedColumns();
    void refusesDatabaseThatIsInUse();
    void followsNoLinkToDatabase();
    void quarantinesHugeBlobs();

private:
    std::filesystem::path file(const std::string& name, std::string_view bytes)
    {
        std::filesystem::path path = m_folder.filePath(qs(name)).toStdString();
        writeBytes(path, bytes);
        return path;
    }

    std::filesystem::path database(const std::string& name, const std::string& sql)
    {
        std::filesystem::path path = m_folder.filePath(qs(name)).toStdString();
        std::filesystem::remove(path);
        sqlite3* opened = nullptr;
        sqlite3_open(path.c_str(), &opened);
        if (sqlite3_exec(opened, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
            qFatal("%s", sqlite3_errmsg(opened));
        sqlite3_close(opened);
        return path;
    }

    QTemporaryDir m_folder;
};

void TestForeignFormats::readsEmptyObjectBehindNestedOne()
{
    const SlowTable table = readFast(file("empty.jsonl", "{\"a\":1,\"b\":[1,2,3]}\n{}\n{\"a\":2}\n"), {});
    QCOMPARE(qs(table.refused), QString());
    QCOMPARE(table.rows.size(), std::size_t { 3 });
    QCOMPARE(table.rows[1].fields, (std::vector<std::string> { "", "" }));
}

void TestForeignFormats::keepsNullApartFromEmptyText()
{
    Progress progress;
    const auto profile = profileFile(
        file("null.jsonl", "{\"flag\":true,\"t\":\"\"}\n{\"flag\":null,\"t\":null}\n{\"flag\":false}\n"), {},
        progress);
    CB_VERIFY(profile);
    // null is missing in a column of any type, and does not make it a column of text.
    QCOMPARE(profile->columns[0].type, ValueType::Boolean);
    const auto plan = planFields(*profile, {}, {});
    CB_VERIFY(plan);
    const auto table = readWholeTable(*profile, plan->fields, progress);
    CB_VERIFY(table);
    const auto& columns = (*table)->columns;
    QVERIFY(columns[0].isMissing(1) && columns[1].isMissing(1));
    QCOMPARE(qs(columns[0].text(1)), QString("null"));
    QCOMPARE(qs(columns[1].text(0)), QString(""));
    QCOMPARE(qs(columns[1].text(1)), QString("null"));
    QCOMPARE(qs(columns[1].text(2)), QString(""));
}

void TestForeignFormats::readsOtherEncodingsOfJsonLines()
{
    std::string bytes = "\xFF\xFE";
    for (const char c : std::string("{\"a\":\"x\"}\n"))
        bytes += std::string { c, '\0' };
    const SlowTable table = readFast(file("wide.jsonl", bytes), {});
    QCOMPARE(qs(table.rows.at(0).fields.at(0)), QString("x"));
    ReadOptions options;
    options.encoding = "windows-1252";
    const SlowTable told = readFast(file("told.jsonl", "{\"a\":\"caf\xE9\"}\n"), options);
    QCOMPARE(qs(told.rows.at(0).fields.at(0)), QString("caf\u00e9"));
}

void TestForeignFormats::namesTheReaderThatFits_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("advice");
    const QByteArray sqlite = QByteArray("SQLite format 3\0", 16) + QByteArray(100, '\0');
    QTest::newRow("a workbook called csv") << "a.csv" << QByteArray("PK\x03\x04zzzz") << "not-text"
                                           << ".xlsx";
    QTest::newRow("a database called csv") << "b.csv" << sqlite << "not-text"
                                           << ".sqlite";
    QTest::newRow("JSON called csv") << "c.csv" << QByteArray("{\"a\":1,\"b\":2}\n") << "looks-like-json"
                                     << ".jsonl";
    QTest::newRow("text called jsonl") << "d.jsonl" << QByteArray("a,b\n1,2\n") << "not-jsonl"
                                       << ".csv";
    QTest::newRow("text called xlsx") << "e.xlsx" << QByteArray("a,b\n1,2\n") << "not-xlsx"
                                      << ".csv";
    QTest::newRow("a database called xlsx") << "f.xlsx" << sqlite << "not-xlsx"
                                            << ".sqlite";
    QTest::newRow("text called sqlite") << "g.sqlite" << QByteArray("a,b\n1,2\n") << "not-sqlite"
                                        << ".csv";
    QTest::newRow("a workbook called db") << "h.db" << QByteArray("PK\x03\x04zzzz") << "not-sqlite"
                                          << ".xlsx";
}

void TestForeignFormats::namesTheReaderThatFits()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QFETCH(QString, token);
    QFETCH(QString, advice);
    Progress progress;
    const auto profile = profileFile(file(name.toStdString(), content.toStdString()), {}, progress);
    QVERIFY(!profile);
    QCOMPARE(qs(profile.error().kind), token);
    QVERIFY2(qs(profile.error().advice).contains(advice), profile.error().advice.c_str());
}

void TestForeignFormats::readsWorkbooksWithDataDescriptors()
{
    // LibreOffice Calc writes these; one changed byte in a descriptor is a contradiction.
    std::string bytes =
        readBytes(casebench::test::sourceDirectory() / "tests/data/messy/tabulator/table.xlsx");
    QCOMPARE(readFast(file("descriptors.xlsx", bytes), {}).rows.size(), std::size_t { 2 });
    const auto at = bytes.find("PK\x07\x08");
    QVERIFY(at != std::string::npos);
    bytes[at + 8] = static_cast<char>(bytes[at + 8] ^ 1);
    QCOMPARE(qs(readFast(file("contradiction.xlsx", bytes), {}).refused), QString("zip-corrupt"));
}

void TestForeignFormats::readsSheetThatIsAskedFor()
{
    const std::string bytes =
        readBytes(casebench::test::sourceDirectory() / "tests/data/hostile/xlsx_two_sheets.xlsx");
    ReadOptions options;
    CB_VERIFY(setReadOption(options, "sheet", "Nowhere"));
    Progress progress;
    const auto profile = profileFile(file("sheets.xlsx", bytes), options, progress);
    QVERIFY(!profile);
    QCOMPARE(qs(profile.error().kind), QString("sheet-not-found"));
    QVERIFY2(profile.error().advice.find("Second") != std::string::npos, profile.error().advice.c_str());
}

void TestForeignFormats::wantsTableWhereThereAreSeveral()
{
    const auto path = database("two.sqlite",
                               "CREATE TABLE calls(id, t); CREATE TABLE people(name); INSERT INTO calls "
                               "VALUES(1, 'a'), (2, NULL); INSERT INTO people VALUES('x');");
    Progress progress;
    const auto profile = profileFile(path, {}, progress);
    QVERIFY(!profile);
    QCOMPARE(qs(profile.error().kind), QString("table-wanted"));
    QVERIFY(profile.error().advice.find("calls, people") != std::string::npos);
    ReadOptions options;
    options.table = "Calls";
    QCOMPARE(readFast(path, options).rows.size(), std::size_t { 2 });
    options.table = "nowhere";
    QCOMPARE(qs(readFast(path, options).refused), QString("table-not-found"));
}

void TestForeignFormats::neverReadsViewsOrComputedColumns()
{
    const auto path = database("view.sqlite",
                               "CREATE TABLE t(a, b GENERATED ALWAYS AS (abs(a)) VIRTUAL, c GENERATED "
                               "ALWAYS AS (a + 1) STORED); CREATE VIEW v AS SELECT abs(a) FROM t; INSERT "
                               "INTO t(a) VALUES(-1);");
    ReadOptions options;
    options.table = "v";
    QCOMPARE(qs(readFast(path, options).refused), QString("view-refused"));
    const SlowTable table = readFast(path, {});
    QCOMPARE(table.header, (std::vector<std::string> { "a", "c" }));
    QCOMPARE(table.rows.at(0).fields, (std::vector<std::string> { "-1", "0" }));
}

void TestForeignFormats::refusesDatabaseThatIsInUse()
{
    const auto path = database("busy.sqlite", "CREATE TABLE t(a); INSERT INTO t VALUES(1);");
    QCOMPARE(readFast(path, {}).rows.size(), std::size_t { 1 });
    writeBytes(path.string() + "-wal", "frames");
    QCOMPARE(qs(readFast(path, {}).refused), QString("database-in-use"));
}

void TestForeignFormats::followsNoLinkToDatabase()
{
    const auto path = database("real.sqlite", "CREATE TABLE t(a); INSERT INTO t VALUES(1);");
    const std::filesystem::path link = m_folder.filePath("link.sqlite").toStdString();
    std::filesystem::create_symlink(path, link);
    QCOMPARE(qs(readFast(link, {}).refused), QString("file-unreadable"));
}

void TestForeignFormats::quarantinesHugeBlobs()
{
    const auto path = database("huge.sqlite",
                               "CREATE TABLE t(id INTEGER PRIMARY KEY, b); INSERT INTO t VALUES(1, 'x'), "
                               "(2, zeroblob(20000000)), (3, zeroblob(9000000)), (4, x'0aff');");
    const SlowTable table = readFast(path, {});
    QCOMPARE(qs(table.refused), QString());
    QCOMPARE(table.rows.size(), std::size_t { 2 });
    QCOMPARE(qs(table.rows[1].fields[1]), QString("X'0AFF'"));
    QCOMPARE(table.issues.size(), std::size_t { 2 }); // the second is too long as text
    for (const SlowIssue& issue : table.issues)
        QCOMPARE(qs(issue.kind), QString("field-too-long"));
}

QTEST_GUILESS_MAIN(TestForeignFormats)
#include "tst_ForeignFormats.moc"
