// SPDX-License-Identifier: GPL-3.0-or-later
// Each fuzz target over what it starts from and over what it once broke on, in the everyday build: the
// targets cannot rot, and a finding once put into tests/data/fuzz is tried for ever. A broken promise aborts,
// as it does for the fuzzer.
#include "tests/support/TestMain.h"
#include "tests/support/Where.h"

#include "core/base/AtomicFile.h"

#include <algorithm>
#include <vector>

namespace fs = std::filesystem;

// Each target's own function under the name that CMake gives it here.
#define CASEBENCH_FUZZ_TARGET(name) extern "C" int fuzz_##name(const unsigned char* data, std::size_t size);
CASEBENCH_FUZZ_TARGET(csv)
CASEBENCH_FUZZ_TARGET(jsonl)
CASEBENCH_FUZZ_TARGET(xlsx)
CASEBENCH_FUZZ_TARGET(sheet)
CASEBENCH_FUZZ_TARGET(zip)
CASEBENCH_FUZZ_TARGET(xml)
CASEBENCH_FUZZ_TARGET(sqlite)
CASEBENCH_FUZZ_TARGET(gzip)
CASEBENCH_FUZZ_TARGET(values)
#undef CASEBENCH_FUZZ_TARGET

using namespace casebench;
using namespace casebench::test;

namespace {

using Target = int (*)(const unsigned char*, std::size_t);

/// The files below a folder of tests/data whose names end so, sorted; the fuzzer, too, leaves out the large
/// ones.
std::vector<fs::path> filesOf(const fs::path& folder, const std::vector<std::string>& endings)
{
    std::vector<fs::path> files;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(sourceDirectory() / "tests/data" / folder, missing)) {
        const std::string extension = entry.path().extension().string();
        const bool wanted =
            endings.empty() || std::find(endings.begin(), endings.end(), extension) != endings.end();
        if (wanted && entry.is_regular_file() && entry.file_size() < 65'536)
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

class TestFuzzRegressions : public QObject
{
    Q_OBJECT

private slots:

    void everyTargetHoldsOverItsFiles_data()
    {
        QTest::addColumn<Target>("target");
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QStringList>("endings");
        QTest::addColumn<QString>("findings");
        const QString hostile = "hostile";
        QTest::newRow("csv") << &fuzz_csv << hostile << QStringList { ".csv", ".tsv" } << "fuzz/csv";
        QTest::newRow("jsonl") << &fuzz_jsonl << hostile << QStringList { ".jsonl" } << "fuzz/jsonl";
        QTest::newRow("xlsx") << &fuzz_xlsx << hostile << QStringList { ".xlsx" } << "fuzz/xlsx";
        QTest::newRow("zip") << &fuzz_zip << hostile << QStringList { ".xlsx" } << "fuzz/zip";
        QTest::newRow("gzip") << &fuzz_gzip << hostile << QStringList { ".jsonl" } << "fuzz/gzip";
        QTest::newRow("sheet") << &fuzz_sheet << "fuzz/seeds-sheet" << QStringList {} << "fuzz/sheet";
        QTest::newRow("xml") << &fuzz_xml << "fuzz/seeds-xml" << QStringList {} << "fuzz/xml";
        QTest::newRow("sqlite") << &fuzz_sqlite << "fuzz/seeds-sqlite" << QStringList {} << "fuzz/sqlite";
        QTest::newRow("values") << &fuzz_values << "fuzz/seeds-values" << QStringList {} << "fuzz/values";
    }

    void everyTargetHoldsOverItsFiles()
    {
        QFETCH(Target, target);
        QFETCH(QString, folder);
        QFETCH(QStringList, endings);
        QFETCH(QString, findings);
        std::vector<std::string> wanted;
        for (const QString& ending : endings)
            wanted.push_back(ending.toStdString());
        const std::vector<fs::path> seeds = filesOf(folder.toStdString(), wanted);
        QVERIFY2(!seeds.empty(), "a target without seeds");
        std::vector<fs::path> files = filesOf(findings.toStdString(), {});
        files.insert(files.end(), seeds.begin(), seeds.end());
        for (const fs::path& file : files) {
            const std::string bytes = *readFile(file);
            qInfo("%s", file.filename().c_str()); // a broken promise aborts and says nothing of its file
            const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
            QCOMPARE(target(data, bytes.size()), 0);
            QCOMPARE(target(data, bytes.size() / 2), 0); // cut off in the middle
        }
        QCOMPARE(target(nullptr, 0), 0);
    }
};

QTEST_APPLESS_MAIN(TestFuzzRegressions)
#include "tst_FuzzRegressions.moc"
