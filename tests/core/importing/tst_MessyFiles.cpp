// SPDX-License-Identifier: GPL-3.0-or-later
// Files that other projects collected because readers trip over them (tests/data/messy).
#include "ImportingTestFiles.h"
#include "SlowJson.h"
#include "SlowXlsx.h"
#include "support/TestMain.h"
#include "tests/support/Where.h"

#include "core/base/Json.h"
#include "core/importing/CsvWriter.h"
#include "core/importing/Importer.h"

#include <QTemporaryDir>

using namespace casebench;
using namespace casebench::test;

namespace {

namespace fs = std::filesystem;

const fs::path kMessy = casebench::test::sourceDirectory() / "tests/data/messy";

/// csv-test-data states no licence and is not in the project: the shared folder beside a work tree may have
/// it.
fs::path csvTestData()
{
    std::vector<fs::path> roots { casebench::test::sourceDirectory() / "../shared",
                                  casebench::test::sourceDirectory() / "../../shared" };
    if (const char* shared = std::getenv("CASEBENCH_SHARED"))
        roots.insert(roots.begin(), shared);
    for (const fs::path& root : roots) {
        if (fs::exists(root / "data/messy/csv-test-data/csv"))
            return root / "data/messy/csv-test-data";
    }
    return {};
}

struct TabulatorCase
{
    const char* file;
    const char* options; ///< WORD=VALUE;WORD=VALUE
    const char* refused; ///< token, or ""
    long long rows;
    long long columns;
    long long quarantined;
};

// What the import contract (hostile/README) makes of them.
constexpr TabulatorCase kTabulator[] = {
    { "table.csv", "", "", 2, 2, 0 },
    { "table.csv.gz", "", "", 2, 2, 0 },
    { "table.tsv", "", "", 3, 2, 0 },
    { "table.ndjson", "", "", 2, 2, 0 },
    { "table.xlsx", "", "", 2, 2, 0 },
    { "table-reverse.csv", "", "", 2, 2, 0 },
    { "table_unicode_headers.csv", "", "", 2, 2, 0 },
    { "matrix.csv", "", "", 4, 4, 0 },
    { "table.csv.zip", "", "unsupported-format", 0, 0, 0 },
    { "2-files.zip", "", "unsupported-format", 0, 0, 0 },
    { "table.ods", "", "unsupported-format", 0, 0, 0 },
    { "table.xls", "", "unsupported-format", 0, 0, 0 },
    { "table-dicts.json", "", "unsupported-format", 0, 0, 0 },
    { "special/table.bad-format", "", "unsupported-format", 0, 0, 0 },
    { "special/bom.csv", "", "", 2, 2, 0 },
    { "special/latin1.csv", "", "encoding-unknown", 0, 0, 0 },
    { "special/latin1.csv", "encoding=iso-8859-1", "", 2, 2, 0 },
    { "special/long.csv", "", "", 6, 2, 0 },
    { "special/skip-rows.csv", "", "", 1, 1, 3 },
    { "special/skip-rows.csv", "skip=1", "", 2, 2, 1 },
    { "special/skip-rows-before-headers.csv", "skip=1", "", 2, 2, 0 },
    { "special/skip-blank-at-the-end.csv", "", "", 1, 2, 1 },
    { "special/sheet2.xlsx", "sheet=Sheet2", "", 2, 2, 0 },
    { "special/sheet2.xlsx", "sheet=Nowhere", "sheet-not-found", 0, 0, 0 },
};

} // namespace

class TestMessyFiles : public QObject
{
    Q_OBJECT

private slots:
    void readsTabulatorFiles_data();
    void readsTabulatorFiles();
    void tabulatorFilesReadAsSlowly_data();
    void tabulatorFilesReadAsSlowly();
    void keepsNaughtyStrings_data();
    void keepsNaughtyStrings();
    void readsCsvTestData_data();
    void readsCsvTestData();

private:
    QTemporaryDir m_folder;
};

void TestMessyFiles::readsTabulatorFiles_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < static_cast<int>(std::size(kTabulator)); ++i)
        QTest::addRow("%s %s", kTabulator[i].file, kTabulator[i].options) << i;
}

void TestMessyFiles::readsTabulatorFiles()
{
    QFETCH(int, index);
    const TabulatorCase& expected = kTabulator[index];
    ReadOptions options;
    for (const QString& option : QString(expected.options).split(';', Qt::SkipEmptyParts))
        CB_VERIFY(setReadOption(options, option.section('=', 0, 0).toStdString(),
                                option.section('=', 1).toStdString()));
    Progress progress;
    const auto profile = profileFile(kMessy / "tabulator" / expected.file, options, progress);
    QCOMPARE(qs(profile ? std::string() : profile.error().kind), QString(expected.refused));
    if (!profile) {
        QVERIFY(!profile.error().advice.empty());
        return;
    }
    QCOMPARE(profile->rows, expected.rows);
    QCOMPARE(static_cast<long long>(profile->header.size()), expected.columns);
    QCOMPARE(profile->quarantined, expected.quarantined);
}

void TestMessyFiles::tabulatorFilesReadAsSlowly_data()
{
    QTest::addColumn<QString>("file");
    for (const auto& entry : fs::recursive_directory_iterator(kMessy / "tabulator")) {
        const std::string extension = entry.path().extension().string();
        if (extension == ".csv" || extension == ".ndjson" || extension == ".xlsx")
            QTest::newRow(entry.path().filename().c_str()) << qs(entry.path().string());
    }
}

void TestMessyFiles::tabulatorFilesReadAsSlowly()
{
    QFETCH(QString, file);
    const fs::path path = file.toStdString();
    const std::string bytes = readBytes(path);
    SlowTable fast = readFast(path, {});
    if (path.extension() == ".xlsx") {
        for (SlowIssue& issue : fast.issues)
            issue.raw.clear();
        if (path.filename() == "skip-rows.xlsx") { // ZIP64 fields before each entry that the directory lacks
            QCOMPARE(qs(fast.refused), QString("zip-corrupt"));
            return;
        }
        if (path.filename() == "sheet2.xlsx") // its first sheet is empty
            fast.refused = fast.refused == "empty-file" ? "refused" : "";
        else
            QVERIFY2(fast.refused.empty() && !fast.header.empty(), fast.refused.c_str());
        QCOMPARE(qs(difference(fast, SlowXlsx().read(bytes))), QString());
    } else if (path.extension() == ".ndjson") {
        QCOMPARE(qs(difference(fast, SlowJson(bytes).read())), QString());
    } else {
        QCOMPARE(qs(difference(fast, SlowReader(bytes, {}).read())), QString());
    }
}

void TestMessyFiles::keepsNaughtyStrings_data()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("csv with the formula guard") << "csv";
    QTest::newRow("json lines") << "jsonl";
}

void TestMessyFiles::keepsNaughtyStrings()
{
    QFETCH(QString, format);
    const auto strings = parseJson(readBytes(kMessy / "blns/blns.json"));
    CB_VERIFY(strings);
    std::string text;
    CsvWriter writer(text);
    if (format == "csv") {
        writer.field("id");
        writer.field("naughty");
        writer.endRow();
    }
    int id = 0;
    for (const Json& naughty : *strings) {
        ++id;
        if (format == "jsonl") {
            text += Json({ { "id", id }, { "naughty", naughty } }).dump() + "\n";
            continue;
        }
        writer.field(std::to_string(id));
        writer.field(naughty.get<std::string>());
        writer.endRow();
    }
    const fs::path path = m_folder.filePath("naughty." + format).toStdString();
    writeBytes(path, text);
    ReadOptions options;
    options.guard = format == "csv";
    Progress progress;
    const auto profile = profileFile(path, options, progress);
    CB_VERIFY(profile);
    const auto plan = planFields(*profile, {}, {});
    CB_VERIFY(plan);
    const auto table = readWholeTable(*profile, plan->fields, progress);
    CB_VERIFY(table);
    QVERIFY(strings->size() > 400);
    QCOMPARE((*table)->rowCount(), strings->size());
    for (std::size_t row = 0; row < strings->size(); ++row)
        QCOMPARE(qs((*table)->columns[1].text(row)), qs((*strings)[row].get<std::string>()));
}

void TestMessyFiles::readsCsvTestData_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("expected"); // of the bad ones: token, or rows and quarantined
    const fs::path folder = csvTestData();
    if (folder.empty()) {
        QTest::newRow("absent") << ""
                                << "";
        return;
    }
    const std::map<std::string, const char*> bad {
        { "bad-header-less-fields", "0 1" },
        { "bad-header-more-fields", "0 1" },
        { "bad-header-no-header", "empty-file" },
        { "bad-header-wrong-header", "0 0" },
        { "bad-missing-quote", "0 1" },
        { "bad-quotes-with-unescaped-quote", "0 1" },
        { "bad-unescaped-quote", "1 0" }, // a quote inside an unquoted field is literal
        { "all-empty", "empty-file" }, // lines without characters are no rows (hostile/README 2)
    };
    for (const auto& entry : fs::directory_iterator(folder / "csv")) {
        const auto known = bad.find(entry.path().stem().string());
        QTest::newRow(entry.path().stem().c_str())
            << qs(entry.path().string()) << (known == bad.end() ? "" : known->second);
    }
}

void TestMessyFiles::readsCsvTestData()
{
    QFETCH(QString, file);
    QFETCH(QString, expected);
    if (file.isEmpty())
        QSKIP("csv-test-data is not here: it states no licence, so it is not part of the project");
    const fs::path path = file.toStdString();
    const SlowTable table = readFast(path, {});
    if (!expected.isEmpty()) {
        const QString found = table.refused.empty()
            ? QString("%1 %2").arg(table.rows.size()).arg(table.issues.size())
            : qs(table.refused);
        QCOMPARE(found, expected);
        return;
    }
    const auto json =
        parseJson(readBytes(path.parent_path().parent_path() / "json" / (path.stem().string() + ".json")));
    CB_VERIFY(json);
    std::vector<std::vector<std::string>> rows { table.header };
    for (const SlowRow& row : table.rows)
        rows.push_back(row.fields);
    std::vector<std::vector<std::string>> told;
    if (json->empty()) // a header alone: the expectation lists no names
        told.push_back(table.header);
    for (const Json& row : *json) {
        std::vector<std::string> fields;
        std::vector<std::string> names;
        for (const auto& [name, value] : row.items()) {
            names.push_back(name);
            fields.push_back(value.get<std::string>());
        }
        if (row.is_object() && told.empty())
            told.push_back(names);
        if (fields != std::vector<std::string> { "" }) // an empty line is no row (hostile/README 2)
            told.push_back(fields);
    }
    QCOMPARE(table.issues.size(), std::size_t { 0 });
    QCOMPARE(rows, told);
}

QTEST_GUILESS_MAIN(TestMessyFiles)
#include "tst_MessyFiles.moc"
