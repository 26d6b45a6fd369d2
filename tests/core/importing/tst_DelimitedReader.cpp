// SPDX-License-Identifier: GPL-3.0-or-later
#include "ImportingTestFiles.h"
#include "support/TestMain.h"
#include "tests/support/Where.h"

#include "core/base/Json.h"
#include "core/base/Random.h"
#include "core/importing/CsvWriter.h"
#include "core/importing/FileProfile.h"
#include "core/importing/Importer.h"
#include "core/importing/TextDecoder.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace casebench;
using namespace casebench::test;

namespace {
const std::filesystem::path kSpectrum = casebench::test::sourceDirectory() / "tests/data/messy/csv-spectrum";
}

class TestDelimitedReader : public QObject
{
    Q_OBJECT

private slots:
    void readsCsvSpectrum_data();
    void readsCsvSpectrum();
    void agreesWithSlowReaderAcrossBufferEdges();
    void quarantinesRowsAndFieldsBeyondTheLimits();
    void reportsHowManyLinesAnOpenQuoteSwallowed();
    void takesSeparatorLine();
    void skipsLinesBeforeTheHeader();
    void choosesFirstFreeNumberForDoubleNames();
    void unpacksGzipOnlyWhereTheNameSaysSo();
    void refusesDamagedGzip();
    void namesReadableFormatsWhenItKnowsNone();
    void refusesFoldersAndAbsentFiles();
    void givesBackTheBytesOfOtherEncodings_data();
    void givesBackTheBytesOfOtherEncodings();
    void guardsFormulasAndTakesTheGuardAway();

private:
    std::filesystem::path file(const std::string& name, std::string_view bytes)
    {
        std::filesystem::path path = m_folder.filePath(qs(name)).toStdString();
        writeBytes(path, bytes);
        return path;
    }

    QTemporaryDir m_folder;
};

void TestDelimitedReader::readsCsvSpectrum_data()
{
    QTest::addColumn<QString>("name");
    for (const auto& entry : std::filesystem::directory_iterator(kSpectrum / "csvs")) {
        // location_coordinates.json is wrong upstream.
        if (entry.path().stem() != "location_coordinates")
            QTest::newRow(entry.path().stem().c_str()) << qs(entry.path().stem().string());
    }
}

void TestDelimitedReader::readsCsvSpectrum()
{
    QFETCH(QString, name);
    const SlowTable table = readFast(kSpectrum / "csvs" / (name.toStdString() + ".csv"), {});
    QCOMPARE(qs(table.refused), QString());
    QCOMPARE(table.issues.size(), std::size_t { 0 });
    Json rows = Json::array();
    for (const SlowRow& row : table.rows) {
        Json object = Json::object();
        for (std::size_t i = 0; i < table.header.size(); ++i)
            object[table.header[i]] = row.fields[i];
        rows.push_back(object);
    }
    const auto expected = parseJson(readBytes(kSpectrum / "json" / (name.toStdString() + ".json")));
    CB_VERIFY(expected);
    QCOMPARE(qs(canonicalJson(rows)), qs(canonicalJson(*expected)));
}

void TestDelimitedReader::agreesWithSlowReaderAcrossBufferEdges()
{
    // 3 MiB against a buffer of 256 KiB; the alphabet makes every sort of byte pair meet the edge sooner or
    // later.
    static const std::vector<std::string> kFields { "a",
                                                    "12.50",
                                                    "",
                                                    "\"q\"",
                                                    "\"a\"\"b\"",
                                                    "\"two\nlines\"",
                                                    "\"x,\r\ny\"",
                                                    "caf\xC3\xA9",
                                                    "5\" pipe",
                                                    "\xFF",
                                                    "\"x\"y",
                                                    "\"\"\"\"",
                                                    "longer text that fills a block of bytes" };
    static const std::vector<std::string> kEnds { "\n", "\r\n", "\r", "\n\n" };
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        Random random(seed);
        const auto pick = [&](const auto& pieces) {
            return pieces[static_cast<std::size_t>(random.below(pieces.size()))];
        };
        std::string bytes = "a,b,c\n";
        while (bytes.size() < 3 * 1024 * 1024) {
            const std::uint64_t fields = random.chance(.98) ? 3 : random.below(5);
            for (std::uint64_t k = 0; k < fields; ++k)
                bytes += (k > 0 ? "," : "") + pick(kFields);
            bytes += random.chance(.02)
                ? std::string(static_cast<std::size_t>(random.below(200'000)), 'z') + pick(kEnds)
                : pick(kEnds);
        }
        const auto path = file("edges.csv", bytes);
        const std::string found = difference(readFast(path, {}), SlowReader(bytes, {}).read());
        QVERIFY2(found.empty(), (found + ", seed " + std::to_string(seed)).c_str());
    }
}

void TestDelimitedReader::quarantinesRowsAndFieldsBeyondTheLimits()
{
    constexpr std::size_t kMiB = 1024 * 1024;
    std::string bytes = "a,b\n1,2\n" + std::string(17 * kMiB, 'f') + ",3\n4,5\n";
    for (int k = 0; k < 5; ++k)
        bytes += "\"" + std::string(15 * kMiB, 'r') + "\n\",";
    bytes += "end\n6,7\n";
    const SlowTable table = readFast(file("limits.csv", bytes), {});
    QCOMPARE(qs(table.refused), QString());
    QCOMPARE(table.issues.size(), std::size_t { 2 });
    QCOMPARE(qs(table.issues[0].kind), QString("field-too-long"));
    QCOMPARE(table.issues[0].line, std::uint64_t { 3 });
    QCOMPARE(qs(table.issues[1].kind), QString("row-too-long"));
    QCOMPARE(table.issues[1].line, std::uint64_t { 5 });
    QCOMPARE(table.rows.size(), std::size_t { 3 });
    QCOMPARE(table.rows[2].line, std::uint64_t { 11 });
    QCOMPARE(qs(table.rows[2].fields[1]), QString("7"));
}

void TestDelimitedReader::reportsHowManyLinesAnOpenQuoteSwallowed()
{
    Progress progress;
    const auto profile = profileFile(file("open.csv", "a,b\n1,2\n3,\"open\nx\ny\n"), {}, progress);
    CB_VERIFY(profile);
    QCOMPARE(profile->rows, 1);
    QCOMPARE(profile->quarantine.size(), std::size_t { 1 });
    QCOMPARE(profile->quarantine[0].line, std::uint64_t { 3 });
    QCOMPARE(qs(profile->quarantine[0].raw), QString("3,\"open\nx\ny\n"));
    QVERIFY(profile->quarantine[0].reason.find(" 3 lines") != std::string::npos);
}

void TestDelimitedReader::takesSeparatorLine()
{
    Progress progress;
    const auto profile = profileFile(file("sep.csv", "sep=;\r\nid;t,u\r\n1;2,3\r\n"), {}, progress);
    CB_VERIFY(profile);
    QCOMPARE(profile->header, (std::vector<std::string> { "id", "t,u" }));
    QVERIFY(std::ranges::find(profile->notes, "sep=;") != profile->notes.end());
}

void TestDelimitedReader::skipsLinesBeforeTheHeader()
{
    ReadOptions options;
    options.skip = 2;
    const SlowTable table = readFast(file("skip.csv", "title \"x\n\nid,t\n1,2\n"), options);
    QCOMPARE(table.header, (std::vector<std::string> { "id", "t" }));
    QCOMPARE(table.rows.at(0).line, std::uint64_t { 4 });
}

void TestDelimitedReader::choosesFirstFreeNumberForDoubleNames()
{
    const SlowTable table = readFast(file("double.csv", "a,A,a_2,,column_4,a\n1,2,3,4,5,6\n"), {});
    QCOMPARE(table.header, (std::vector<std::string> { "a", "A_3", "a_2", "column_4_2", "column_4", "a_4" }));
}

void TestDelimitedReader::unpacksGzipOnlyWhereTheNameSaysSo()
{
    const auto plain = file("rows.csv", "id,t\n1,2\n3,4\n");
    QProcess gzip;
    gzip.start("gzip", { "-k", "-f", qs(plain.string()) });
    if (!gzip.waitForFinished() || gzip.exitCode() != 0)
        QSKIP("gzip is not installed");
    const std::string packed = readBytes(plain.string() + ".gz");
    QCOMPARE(qs(difference(readFast(plain.string() + ".gz", {}), readFast(plain, {}))), QString());
    // Two members behind each other are one text.
    QCOMPARE(readFast(file("two.csv.gz", packed + packed), {}).rows.size(), std::size_t { 5 });
    QCOMPARE(qs(readFast(file("packed.csv", packed), {}).refused), QString("not-text"));
    QCOMPARE(qs(readFast(file("plain.csv.gz", "id,t\n1,2\n"), {}).refused), QString("not-gzip"));
}

void TestDelimitedReader::refusesDamagedGzip()
{
    QProcess gzip;
    gzip.start("gzip", { "-c" });
    gzip.write(QByteArray("id,t\n") + QByteArray("1,2\n").repeated(1000));
    gzip.closeWriteChannel();
    if (!gzip.waitForFinished() || gzip.exitCode() != 0)
        QSKIP("gzip is not installed");
    const std::string packed = gzip.readAllStandardOutput().toStdString();
    QCOMPARE(qs(readFast(file("cut.csv.gz", packed.substr(0, packed.size() - 5)), {}).refused),
             QString("gzip-corrupt"));
    std::string flipped = packed;
    flipped[packed.size() / 2] = static_cast<char>(flipped[packed.size() / 2] ^ 0x10);
    QCOMPARE(qs(readFast(file("flip.csv.gz", flipped), {}).refused), QString("gzip-corrupt"));
}

void TestDelimitedReader::namesReadableFormatsWhenItKnowsNone()
{
    const auto importer = importerFor("cases.ods");
    QVERIFY(!importer);
    QCOMPARE(qs(importer.error().kind), QString("unsupported-format"));
    QVERIFY(importer.error().advice.find(".tsv.gz") != std::string::npos);
    CB_VERIFY(importerFor("CASES.CSV"));
}

void TestDelimitedReader::refusesFoldersAndAbsentFiles()
{
    Progress progress;
    const std::filesystem::path folder = m_folder.filePath("folder.csv").toStdString();
    std::filesystem::create_directory(folder);
    QCOMPARE(profileFile(folder, {}, progress).error().code, ErrorCode::Unreadable);
    QCOMPARE(profileFile(m_folder.filePath("none.csv").toStdString(), {}, progress).error().code,
             ErrorCode::NotFound);
}

void TestDelimitedReader::givesBackTheBytesOfOtherEncodings_data()
{
    QTest::addColumn<QString>("encoding");
    for (const char* name :
         { "utf-16le", "utf-16be", "windows-1252", "iso-8859-15", "windows-1251", "ibm850", "us-ascii" })
        QTest::newRow(name) << name;
}

void TestDelimitedReader::givesBackTheBytesOfOtherEncodings()
{
    QFETCH(QString, encoding);
    Random random(7);
    for (int trial = 0; trial < 200; ++trial) {
        std::string bytes(static_cast<std::size_t>(random.below(40)), ' ');
        for (char& byte : bytes)
            byte = static_cast<char>(random.below(256));
        auto decoder = makeDecoder(encoding.toStdString());
        CB_VERIFY(decoder);
        // In two pieces, so that units and pairs are cut apart.
        const auto cut = static_cast<std::size_t>(random.below(bytes.size() + 1));
        std::string text;
        (*decoder)->decode(std::string_view(bytes).substr(0, cut), false, text);
        (*decoder)->decode(std::string_view(bytes).substr(cut), true, text);
        QVERIFY((*decoder)->encode(text) == bytes);
    }
}

void TestDelimitedReader::guardsFormulasAndTakesTheGuardAway()
{
    // First characters: OWASP "CSV Injection"; full-width forms and LF added.
    const std::vector<std::string> dangerous { "=1+1", "+cmd",    "-cmd",    "@SUM(1)", "\tx",     "\rx",
                                               "\nx",  "\uFF1D1", "\uFF0Bx", "\uFF0Dx", "\uFF20x", "'x" };
    std::string csv;
    CsvWriter writer(csv);
    for (const std::string& text : dangerous) {
        QVERIFY2(needsGuard(text), text.c_str());
        writer.field(text);
    }
    writer.endRow();
    for (const char* harmless : { "-5", "+1.5", "-1e5", "a=b", "", " =1" })
        QVERIFY2(!needsGuard(harmless), harmless);
    QVERIFY(csv.find("\"=") == std::string::npos);
    QVERIFY(csv.ends_with("\"\r\n"));
    ReadOptions options;
    options.guard = true;
    const SlowTable table = readFast(file("guard.csv", csv + csv), options);
    QCOMPARE(table.header, dangerous);
    QCOMPARE(table.rows.at(0).fields, dangerous);
}

QTEST_GUILESS_MAIN(TestDelimitedReader)
#include "tst_DelimitedReader.moc"
