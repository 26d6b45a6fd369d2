// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged files against a second reader per format. CASEBENCH_MUTANTS says how many per format (default 300;
// 10,000 in the run labelled slow); CSV has its mutants in tst_HostileCorpus too.
#include "ImportingTestFiles.h"
#include "Mutants.h"
#include "SlowJson.h"
#include "SlowSqlite.h"
#include "SlowXlsx.h"
#include "support/TestMain.h"
#include "tests/support/Where.h"

#include "core/base/Json.h"
#include "core/base/Text.h"
#include "core/importing/Importer.h"

#include <QTemporaryDir>

#include <ctime>

using namespace casebench;
using namespace casebench::test;

namespace {

const std::filesystem::path kHostile = casebench::test::sourceDirectory() / "tests/data/hostile";
constexpr std::clock_t kHang = 10 * CLOCKS_PER_SEC; // processor time, whatever else runs (hostile/README)

int mutantsWanted()
{
    bool good = false;
    const int told = qEnvironmentVariableIntValue("CASEBENCH_MUTANTS", &good);
    return good ? told : 300;
}

/// Corpus files of a kind that an import takes, small enough to be read often.
std::vector<std::string> seeds(const std::string& extension)
{
    std::vector<std::string> found;
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(kHostile)) {
        if (entry.path().extension() == extension && entry.file_size() < 20'000)
            paths.push_back(entry.path());
    }
    std::ranges::sort(paths);
    for (const auto& path : paths) {
        std::string bytes = readBytes(path).substr(0, extension == ".xlsx" ? std::string::npos : 4096);
        if (!bytes.starts_with("\xFF\xFE")) // UTF-16 needs a decoder
            found.push_back(std::move(bytes));
    }
    return found;
}

/// A mutant of one of the seeds that is not to be read as UTF-16.
std::string
mutatedText(const std::vector<std::string>& seeds, Random& random, const std::vector<std::string>& pieces)
{
    for (;;) {
        std::string bytes =
            mutated(seeds[static_cast<std::size_t>(random.below(seeds.size()))], random, pieces);
        if (!bytes.starts_with("\xFF\xFE") && !bytes.starts_with("\xFE\xFF"))
            return bytes;
    }
}

} // namespace

class TestReaderMutants : public QObject
{
    Q_OBJECT

private slots:
    void csvReadsAsSlowly();
    void jsonLinesReadAsSlowly();
    void workbooksReadAsSlowly();
    void databasesReadAsSlowly();
    void gzipReadsAsSlowly();

private:
    using SlowRead = std::function<SlowTable(const std::string& bytes)>;
    using Mutate = std::function<std::string(Random&)>;

    /// Holds the product to the slow reader. exact: tokens and raw bytes of refusals too.
    void hold(const std::string& name, const Mutate& mutate, const SlowRead& slowRead, bool exact);
    void holdTyped(const SlowTable& fast);
    std::string makeDatabase(const std::string& sql);

    std::filesystem::path m_path;
    QTemporaryDir m_folder;
};

void TestReaderMutants::hold(const std::string& name,
                             const Mutate& mutate,
                             const SlowRead& slowRead,
                             bool exact)
{
    m_path = m_folder.filePath(qs(name)).toStdString();
    Random random = Random::forPurpose(1, name);
    const int wanted = mutantsWanted();
    int accepted = 0;
    std::size_t rows = 0;
    std::size_t issues = 0;
    for (int mutant = 0; mutant < wanted; ++mutant) {
        const std::string bytes = mutate(random);
        writeBytes(m_path, bytes);
        const std::clock_t begin = std::clock();
        SlowTable fast = readFast(m_path, {});
        QVERIFY2(std::clock() - begin < kHang, (name + " hangs at mutant " + std::to_string(mutant)).c_str());
        if (fast.refused == "name-too-long")
            continue; // the slow readers know no limits
        SlowTable slow = slowRead(bytes);
        if (!exact) {
            for (auto* table : { &fast, &slow }) {
                table->refused = table->refused.empty() ? "" : "refused";
                for (SlowIssue& issue : table->issues)
                    issue.raw.clear();
            }
        }
        const std::string found = difference(fast, slow);
        if (!found.empty())
            writeBytes("mutant-" + name, bytes);
        QVERIFY2(found.empty(),
                 (found + " in mutant " + std::to_string(mutant) + ", kept as mutant-" + name).c_str());
        holdTyped(fast);
        if (QTest::currentTestFailed())
            return;
        accepted += fast.refused.empty() ? 1 : 0;
        rows += fast.rows.size();
        issues += fast.issues.size();
    }
    qInfo("%s: %d mutants, %d taken, %d refused; %zu rows and %zu quarantined alike", name.c_str(), wanted,
          accepted, wanted - accepted, rows, issues);
    QVERIFY2(accepted * 50 > wanted, "nearly nothing was taken: this compares nothing");
}

/// The profile must take the same rows, and the typed table must give every text back.
void TestReaderMutants::holdTyped(const SlowTable& fast)
{
    Progress progress;
    const auto profile = profileFile(m_path, {}, progress);
    QCOMPARE(profile.has_value(), fast.refused.empty());
    if (!profile) {
        const Error& error = profile.error();
        QVERIFY(error.where.find(m_path.filename()) != std::string::npos);
        QVERIFY2(!error.kind.empty() && !error.what.empty() && !error.advice.empty(),
                 error.sentence().c_str());
        return;
    }
    const auto plan = planFields(*profile, {}, {});
    if (!plan)
        return; // two columns that differ in white space only: the person must choose
    const auto table = readWholeTable(*profile, plan->fields, progress);
    CB_VERIFY(table);
    QCOMPARE((*table)->rowCount(), fast.rows.size());
    QCOMPARE(static_cast<std::size_t>(profile->quarantined), fast.issues.size());
    for (std::size_t row = 0; row < fast.rows.size(); ++row) {
        for (std::size_t column = 0; column < fast.header.size(); ++column)
            QVERIFY((*table)->columns[column].text(row) == fast.rows[row].fields[column]);
    }
    for (const RowIssue& issue : profile->quarantine)
        QVERIFY(issue.line > 0 && !issue.reason.empty());
}

void TestReaderMutants::csvReadsAsSlowly()
{
    const std::vector<std::string> pieces { "\"",   "\"\"",     ",",   ";",           "\t",
                                            "|",    "\r",       "\n",  "\r\n",        std::string(1, '\0'),
                                            "\xFF", "\xC3\xA9", "'",   "=",           " ",
                                            "\n\n", "\",\"",    "{\"", "\xED\xA0\x80" };
    const auto all = seeds(".csv");
    hold(
        "mutant.csv", [&](Random& random) { return mutatedText(all, random, pieces); },
        [](const std::string& bytes) { return SlowReader(bytes, {}).read(); }, true);
}

void TestReaderMutants::jsonLinesReadAsSlowly()
{
    const std::vector<std::string> pieces { "\"",
                                            "\\",
                                            "{",
                                            "}",
                                            "[",
                                            "]",
                                            ":",
                                            ",",
                                            "\n",
                                            "\r",
                                            "\r\n",
                                            " ",
                                            "\t",
                                            "null",
                                            "true",
                                            "false",
                                            "-0.5e+1",
                                            "01",
                                            "\\u0000",
                                            "\\ud800",
                                            "\\udc00",
                                            "\\u00e9",
                                            "\\n",
                                            "\"a\":1",
                                            ",\"a\":{\"b\":[1]}",
                                            std::string(1, '\0'),
                                            "\xFF",
                                            "\xC3\xA9",
                                            "\xEF\xBB\xBF",
                                            std::string(70, '['),
                                            "{\"x\":\"y\"}\n" };
    const auto all = seeds(".jsonl");
    hold(
        "mutant.jsonl", [&](Random& random) { return mutatedText(all, random, pieces); },
        [](const std::string& bytes) { return SlowJson(bytes).read(); }, true);
}

void TestReaderMutants::workbooksReadAsSlowly()
{
    const std::vector<std::string> pieces {
        "<",
        ">",
        "/>",
        "\"",
        "'",
        "&",
        "&amp;",
        "&#65;",
        "&#x0;",
        "&lt;",
        "]]>",
        "<!--x-->",
        "<!DOCTYPE x>",
        "<?x y?>",
        "<![CDATA[x]]>",
        "_x0041_",
        "_x000D_",
        "_xD83D__xDE00_",
        "_x0000_",
        "<c r=\"A1\"><v>1</v></c>",
        "<c><v>7</v></c>",
        "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>x</t></is></c></row>",
        "<row><c t=\"s\"><v>0</v></c></row>",
        "t=\"s\"",
        "t=\"e\"",
        "t=\"b\"",
        "t=\"str\"",
        "s=\"1\"",
        "s=\"3\"",
        "r=\"B3\"",
        "r=\"99999999\"",
        "\xFF",
        "\xC3\xA9",
        std::string(1, '\0'),
        " ",
        "\r\n",
        "xmlns:a=\"b\"",
        "a:b",
        "<x>",
        "</row>"
    };
    std::vector<ZipParts> good;
    std::vector<std::string> whole;
    for (const std::string& bytes : seeds(".xlsx")) {
        whole.push_back(bytes);
        if (SlowXlsx().read(bytes).refused.empty())
            good.push_back(partsOf(bytes));
    }
    QVERIFY(good.size() > 15);
    hold(
        "mutant.xlsx",
        [&](Random& random) {
            if (random.below(5) == 0) // the archive itself
                return mutated(whole[static_cast<std::size_t>(random.below(whole.size()))], random, pieces);
            ZipParts parts = good[static_cast<std::size_t>(random.below(good.size()))];
            // Mostly the sheet and its strings: that is where rows can change silently.
            std::size_t which = static_cast<std::size_t>(random.below(parts.size()));
            for (std::size_t i = 0; i < parts.size() && random.chance(.7); ++i) {
                if (parts[i].first.find(random.chance(.8) ? "sheet1" : "shared") != std::string::npos)
                    which = i;
            }
            parts[which].second = mutated(parts[which].second, random, pieces);
            return zipOf(parts);
        },
        [](const std::string& bytes) { return SlowXlsx().read(bytes); }, false);
}

std::string TestReaderMutants::makeDatabase(const std::string& sql)
{
    const std::string path = m_folder.filePath("seed.sqlite").toStdString();
    std::filesystem::remove(path);
    sqlite3* database = nullptr;
    sqlite3_open(path.c_str(), &database);
    const int code = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
    sqlite3_close(database);
    return code == SQLITE_OK ? readBytes(path) : std::string();
}

void TestReaderMutants::databasesReadAsSlowly()
{
    const std::string rows =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120) "
        "INSERT INTO t SELECT i, i * 1.25, 'text ' || i, CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN '' "
        "ELSE x'00FF' END FROM n;";
    std::vector<std::string> all;
    for (const char* start : { "PRAGMA page_size=512;", "PRAGMA page_size=1024; PRAGMA encoding='UTF-16le';",
                               "PRAGMA page_size=512; PRAGMA encoding='UTF-16be';" }) {
        all.push_back(makeDatabase(
            std::string(start) + "CREATE TABLE t(id INTEGER PRIMARY KEY, amount REAL, t TEXT, b);" + rows));
        all.push_back(
            makeDatabase(std::string(start) + "CREATE TABLE t(a, b, c, d); CREATE INDEX i ON t(c);" + rows));
        QVERIFY(!all.back().empty());
    }
    const std::vector<std::string> pieces {
        std::string(4, '\0'), "\xFF\xFF", "\x81", "CREATE", "TABLE", "\x0D", "\x05"
    };
    hold(
        "mutant.sqlite",
        [&](Random& random) {
            std::string bytes = all[static_cast<std::size_t>(random.below(all.size()))];
            // Pages keep their places; inside them a few bytes change.
            for (std::uint64_t k = random.below(4) + 1; k > 0; --k) {
                const auto at = static_cast<std::size_t>(random.below(bytes.size()));
                if (random.chance(.7)) {
                    bytes[at] = static_cast<char>(random.below(256));
                } else {
                    const std::string& piece = pieces[static_cast<std::size_t>(random.below(pieces.size()))];
                    bytes.replace(at, piece.size(), piece);
                }
            }
            return random.chance(.05) ? bytes.substr(0, static_cast<std::size_t>(random.below(bytes.size())))
                                      : bytes;
        },
        [&](const std::string&) {
            SlowTable fast = readFast(m_path, {});
            SlowTable slow = SlowSqlite(m_path.string()).read();
            // Refusing what SQLite's defaults would read is allowed (rows out of order, cells of a wrong
            // size, no table alone); reading otherwise is not.
            if (!fast.refused.empty())
                return fast;
            for (std::size_t r = 0; r < std::min(slow.rows.size(), fast.rows.size()); ++r) {
                for (std::size_t c = 0; c < std::min(slow.rows[r].fields.size(), fast.rows[r].fields.size());
                     ++c) {
                    std::string& told = slow.rows[r].fields[c];
                    const std::string& read = fast.rows[r].fields[c];
                    if (told.starts_with("real ")
                        && QString::number(std::strtod(read.c_str(), nullptr), 'g', 17) == qs(told.substr(5)))
                        told = read;
                }
            }
            return slow;
        },
        false);
}

void TestReaderMutants::gzipReadsAsSlowly()
{
    std::vector<std::string> all;
    for (const std::string& text : seeds(".csv")) {
        all.push_back(gzipOf(text));
        all.push_back(gzipOf(text) + gzipOf("1,2\n"));
    }
    hold(
        "mutant.csv.gz",
        [&](Random& random) {
            const std::string& seed = all[static_cast<std::size_t>(random.below(all.size()))];
            if (random.chance(.1))
                return seed;
            return mutated(seed, random, { "\x1F\x8B", std::string(4, '\0'), "\xFF" });
        },
        [](const std::string& bytes) {
            std::string text;
            SlowTable table;
            if (!bytes.empty() && gunzip(bytes, text))
                return SlowReader(text, {}).read();
            table.refused = "refused";
            return table;
        },
        false);
}

QTEST_GUILESS_MAIN(TestReaderMutants)
#include "tst_ReaderMutants.moc"
