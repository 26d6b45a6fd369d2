// SPDX-License-Identifier: GPL-3.0-or-later
#include "ImportingTestFiles.h"
#include "Mutants.h"
#include "SlowJson.h"
#include "SlowXlsx.h"
#include "support/LongRun.h"
#include "support/TestMain.h"
#include "tests/support/Where.h"

#include "core/base/Json.h"
#include "core/base/Random.h"
#include "core/base/Text.h"
#include "core/importing/CsvWriter.h"
#include "core/importing/Importer.h"

#include <QTemporaryDir>

using namespace casebench;
using namespace casebench::test;

namespace {

const std::filesystem::path kFolder = casebench::test::sourceDirectory() / "tests/data/hostile";

struct Expectation
{
    std::string file;
    std::string expect;
    std::string options;
    Json checks;

    [[nodiscard]] bool rejects() const { return expect.starts_with("reject"); }

    [[nodiscard]] std::string refusal() const { return expect.substr(std::string_view("reject: ").size()); }

    [[nodiscard]] long long number(const std::string& key) const
    {
        const auto at = expect.find(" " + key + "=");
        return at == std::string::npos ? -1 : std::stoll(expect.substr(at + key.size() + 2));
    }
};

std::vector<Expectation> expectations()
{
    std::vector<Expectation> all;
    const std::string list = readBytes(kFolder / "EXPECT.tsv");
    for (const std::string_view line : split(list, '\n')) {
        const auto parts = split(line, '\t');
        if (parts.size() < 4 || line.starts_with('#') || parts[0] == "file")
            continue;
        auto checks = parts[3] == "-" ? Result<Json>(Json::object()) : parseJson(parts[3]);
        all.push_back(
            { std::string(parts[0]), std::string(parts[1]), std::string(parts[2]), std::move(*checks) });
    }
    return all;
}

struct Request
{
    ReadOptions read;
    FieldChoices choices;
};

Request requestOf(const Expectation& expectation)
{
    Request request;
    if (expectation.options == "-")
        return request;
    for (const std::string_view option : split(expectation.options, ';')) {
        const auto equal = option.find('=');
        if (option.substr(0, equal) == "label")
            request.choices.label = option.substr(equal + 1);
        else if (const auto set =
                     setReadOption(request.read, option.substr(0, equal), option.substr(equal + 1));
                 !set)
            qFatal("%s", set.error().sentence().c_str());
    }
    return request;
}

Result<CaseTablePtr> wholeTable(const FileProfile& profile, const FieldChoices& choices)
{
    Progress progress;
    CB_TRY(const ImportPlan plan, planFields(profile, choices, {}));
    return readWholeTable(profile, plan.fields, progress);
}

/// The file's text as UTF-8, by Qt's decoders.
std::string decoded(const std::string& bytes, const FileProfile& profile)
{
    QByteArray raw = QByteArray::fromStdString(bytes);
    if (profile.encoding == "windows-1252")
        return QString::fromLatin1(raw).toStdString(); // the corpus has no byte from 0x80 to 0x9F there
    if (profile.encoding != "utf-16le")
        return bytes;
    const qsizetype mark = raw.startsWith("\xFF\xFE") ? 2 : 0;
    QString text = QString::fromUtf16(reinterpret_cast<const char16_t*>(raw.constData() + mark),
                                      (raw.size() - mark) / 2);
    return text.toStdString() + ((raw.size() - mark) % 2 == 1 ? "\xFF" : "");
}

SlowTable readSlowly(const std::string& file, const Request& request, const FileProfile& profile)
{
    const std::string bytes = readBytes(kFolder / file);
    if (file.ends_with(".jsonl"))
        return SlowJson(bytes).read();
    if (file.ends_with(".xlsx"))
        return SlowXlsx().read(bytes);
    SlowOptions options;
    options.delimiter = file.ends_with(".tsv") ? '\t' : '\0';
    options.skip = request.read.skip;
    options.encodingTold = profile.encoding != "utf-8";
    return SlowReader(decoded(bytes, profile), options).read();
}

} // namespace

class TestHostileCorpus : public QObject
{
    Q_OBJECT

private slots:

    void meetsExpectation_data() { addCases(); }

    void meetsExpectation();

    void keepsEveryCell_data() { addCases(); }

    void keepsEveryCell();

    void exportComesBackUnchanged_data() { addCases(); }

    void exportComesBackUnchanged();
    void mutantsReadAsSlowly_data();
    void mutantsReadAsSlowly();

private:
    void addCases()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < m_all.size(); ++i)
            QTest::addRow("%s %s", m_all[i].file.c_str(), m_all[i].options.c_str()) << static_cast<int>(i);
    }

    const Expectation& current() const
    {
        QFETCH(int, index);
        return m_all[static_cast<std::size_t>(index)];
    }

    void checkRows(const FileProfile& profile, const CaseTable& table, const Json& checks);

    std::vector<Expectation> m_all = expectations();
    QTemporaryDir m_folder;
};

void TestHostileCorpus::meetsExpectation()
{
    QCOMPARE(m_all.size(), std::size_t { 158 });
    const Expectation& expected = current();
    const Request request = requestOf(expected);
    Progress progress;
    const auto profile = profileFile(kFolder / expected.file, request.read, progress);
    if (expected.rejects()) {
        QVERIFY(!profile);
        QCOMPARE(qs(profile.error().kind), qs(expected.refusal()));
        QVERIFY(profile.error().where.find(expected.file) != std::string::npos);
        QVERIFY(!profile.error().what.empty() && !profile.error().advice.empty());
        return;
    }
    CB_VERIFY(profile);
    QCOMPARE(profile->rows, expected.number("rows"));
    QCOMPARE(static_cast<long long>(profile->header.size()), expected.number("cols"));
    QCOMPARE(profile->quarantined, expected.number("quarantined"));
    const auto table = wholeTable(*profile, request.choices);
    CB_VERIFY(table);
    checkRows(*profile, **table, expected.checks);
}

void TestHostileCorpus::checkRows(const FileProfile& profile, const CaseTable& table, const Json& checks)
{
    if (checks.contains("header"))
        QCOMPARE(Json(profile.header).dump(), checks["header"].dump());
    for (const Json& cell : checks.value("cells", Json::array())) {
        const auto& column = table.columns[cell[1].get<std::size_t>() - 1];
        QCOMPARE(qs(column.text(cell[0].get<std::size_t>() - 1)), qs(cell[2].get<std::string>()));
    }
    Json quarantine = Json::array();
    for (const RowIssue& issue : profile.quarantine) {
        quarantine.push_back({ issue.line, issue.kind });
        QVERIFY(!issue.reason.empty());
    }
    if (checks.contains("quarantine"))
        QCOMPARE(quarantine.dump(), checks["quarantine"].dump());
    for (const Json& note : checks.value("notes", Json::array())) {
        QVERIFY2(std::ranges::find(profile.notes, note.get<std::string>()) != profile.notes.end(),
                 (note.dump() + " not in " + join(profile.notes, " ")).c_str());
        QVERIFY(noteText(note.get<std::string>()) != note.get<std::string>());
    }
    const Json types = checks.value("types", Json::object()); // items() borrows
    for (const auto& [name, type] : types.items()) {
        const auto column = std::ranges::find(profile.columns, name, &ColumnProfile::name);
        QVERIFY(column != profile.columns.end());
        QCOMPARE(qs(casebench::name(column->type)), qs(type.get<std::string>()));
        QVERIFY(!column->reason.empty());
    }
}

void TestHostileCorpus::keepsEveryCell()
{
    const Expectation& expected = current();
    const Request request = requestOf(expected);
    Progress progress;
    const auto profile = profileFile(kFolder / expected.file, request.read, progress);
    if (!profile)
        QSKIP("refused: nothing is kept");
    const auto table = wholeTable(*profile, request.choices);
    CB_VERIFY(table);
    if (!request.read.sheet.empty())
        QSKIP("the slow reader of workbooks takes the first sheet");
    const SlowTable slow = readSlowly(expected.file, request, *profile);
    QCOMPARE(qs(slow.refused), QString());
    QCOMPARE((*table)->rowCount(), slow.rows.size());
    QCOMPARE(static_cast<std::size_t>(profile->quarantined), slow.issues.size());
    for (std::size_t row = 0; row < slow.rows.size(); ++row) {
        for (std::size_t column = 0; column < slow.header.size(); ++column)
            QVERIFY2((*table)->columns[column].text(row) == slow.rows[row].fields[column],
                     (slow.header[column] + " of row " + std::to_string(row + 1)).c_str());
    }
}

void TestHostileCorpus::exportComesBackUnchanged()
{
    const Expectation& expected = current();
    const Request request = requestOf(expected);
    Progress progress;
    const auto profile = profileFile(kFolder / expected.file, request.read, progress);
    if (!profile)
        QSKIP("refused: nothing to export");
    const auto table = wholeTable(*profile, request.choices);
    CB_VERIFY(table);
    const std::filesystem::path copy = m_folder.filePath("copy.csv").toStdString();
    writeBytes(copy, toCsv(**table));

    ReadOptions again = request.read;
    again.guard = true;
    again.encoding = "utf-8";
    again.skip = 0;
    const auto profileAgain = profileFile(copy, again, progress);
    CB_VERIFY(profileAgain);
    QCOMPARE(Json(profileAgain->header).dump(), Json(profile->header).dump());
    QCOMPARE(profileAgain->quarantined, 0);
    const auto tableAgain = wholeTable(*profileAgain, request.choices);
    CB_VERIFY(tableAgain);
    QVERIFY(toCsv(**tableAgain) == toCsv(**table));
    for (std::size_t i = 0; i < profile->columns.size(); ++i)
        QCOMPARE(profileAgain->columns[i].type, profile->columns[i].type);
}

void TestHostileCorpus::mutantsReadAsSlowly_data()
{
    QTest::addColumn<QString>("file");
    std::string last;
    for (const Expectation& expectation : m_all) {
        // UTF-16 needs a decoder first; the slow reader sees UTF-8 only.
        const bool delimited = expectation.file.ends_with(".csv") || expectation.file.ends_with(".tsv");
        if (expectation.file != last && delimited && expectation.file.find("utf16") == std::string::npos)
            QTest::addRow("%s", expectation.file.c_str()) << qs(expectation.file);
        last = expectation.file;
    }
}

void TestHostileCorpus::mutantsReadAsSlowly()
{
    static const std::vector<std::string> kPieces { "\"",   "\"\"", ",",        ";",    "\t",
                                                    "|",    "\r",   "\n",       "\r\n", std::string(1, '\0'),
                                                    "\xFF", "\xC3", "\xC3\xA9", "'",    "=",
                                                    " ",    "\n\n", "\",\"",    "\"x",  "\xED\xA0\x80" };
    QFETCH(QString, file);
    const std::string seed = readBytes(kFolder / file.toStdString()).substr(0, 4096);
    const std::filesystem::path path = m_folder.filePath("mutant." + file.right(3)).toStdString();
    Random random = Random::forPurpose(1, file.toStdString());
    const int wanted = countOf(200, 2'000);
    for (int mutant = 0; mutant < wanted; ++mutant) {
        const std::string bytes = mutated(seed, random, kPieces);
        if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
            continue;
        writeBytes(path, bytes);
        SlowOptions options;
        options.delimiter = path.extension() == ".tsv" ? '\t' : '\0';
        const SlowTable fast = readFast(path, {});
        if (fast.refused == "name-too-long")
            continue; // the slow reader knows no limits
        const std::string found = difference(fast, SlowReader(bytes, options).read());
        QVERIFY2(found.empty(),
                 (found + " in mutant " + std::to_string(mutant) + ": " + escapedForTerminal(bytes)).c_str());
        // The profile must take the same rows, and the typed table must give every text back.
        Progress progress;
        const auto profile = profileFile(path, {}, progress);
        QCOMPARE(qs(profile ? std::string() : profile.error().kind), qs(fast.refused));
        if (!profile)
            continue;
        const auto table = wholeTable(*profile, {});
        CB_VERIFY(table);
        QCOMPARE((*table)->rowCount(), fast.rows.size());
        for (std::size_t row = 0; row < fast.rows.size(); ++row) {
            for (std::size_t column = 0; column < fast.header.size(); ++column)
                QVERIFY((*table)->columns[column].text(row) == fast.rows[row].fields[column]);
        }
    }
}

QTEST_GUILESS_MAIN(TestHostileCorpus)
#include "tst_HostileCorpus.moc"
