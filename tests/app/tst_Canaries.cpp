// SPDX-License-Identifier: GPL-3.0-or-later
// Scenario 23: personal values planted in the files come out nowhere, in no encoding.
#include "tests/app/CliRunner.h"
#include "tests/support/TemporaryDirectory.h"

#include "core/base/Text.h"
#include "core/workflow/SampleFixture.h"

#include <filesystem>
#include <fmt/format.h>
#include <sqlite3.h>

using namespace casebench;
using namespace casebench::test;
namespace fs = std::filesystem;

namespace {

/// What is planted, by column: values that nothing else on earth holds.
struct Planted
{
    const char* column;
    const char* value;
};

constexpr Planted kPlanted[] = {
    { "caller_name", "Zebediah Quoxworth" },
    { "caller_phone", "+91 90817 26354" },
    { "caller_mail", "zebediah.quoxworth@quoxmail.example" },
    { "account", "DE89370400440532013000" },
    { "card", "4929420573595709" },
    { "agent", "Wilhelmina Brackenbury" }, // few levels: the kind of field a model would like
};

std::string utf16(const std::string& text, bool bigEndian)
{
    std::string bytes;
    for (const QChar c : QString::fromStdString(text)) {
        const char high = static_cast<char>(c.unicode() >> 8);
        const char low = static_cast<char>(c.unicode() & 0xFF);
        bytes += bigEndian ? high : low;
        bytes += bigEndian ? low : high;
    }
    return bytes;
}

/// The part of a text's base64 that does not depend on what stands around it, if it starts at `offset`
/// modulo 3.
std::string base64Core(const std::string& text, std::size_t offset)
{
    const std::string encoded = toBase64(std::string(offset, 'x') + text);
    const std::size_t skip = offset == 0 ? 0 : offset + 1;
    const std::size_t whole = (offset + text.size()) / 3 * 4;
    return encoded.substr(skip, whole - skip);
}

struct Needle
{
    std::string form;
    std::string bytes;
};

std::vector<Needle> needlesOf(const std::string& text)
{
    std::vector<Needle> needles { { "UTF-8", text },
                                  { "UTF-16LE", utf16(text, false) },
                                  { "UTF-16BE", utf16(text, true) } };
    for (std::size_t offset = 0; offset < 3; ++offset)
        needles.push_back({ "base64", base64Core(text, offset) });
    const std::string hex = toHex(text);
    needles.push_back({ "hex", hex });
    needles.push_back({ "HEX", QString::fromStdString(hex).toUpper().toStdString() });
    return needles;
}

/// Searches bytes for every planted value in every form.
class Searcher
{
public:
    Searcher()
    {
        for (const Planted& planted : kPlanted)
            m_needles.push_back(needlesOf(planted.value));
    }

    void look(const std::string& where, std::string_view bytes)
    {
        ++m_looked;
        m_bytes += bytes.size();
        for (std::size_t i = 0; i < m_needles.size(); ++i) {
            for (const Needle& needle : m_needles[i]) {
                if (bytes.find(needle.bytes) != std::string_view::npos)
                    m_found.push_back(fmt::format("{} as {} in {}", kPlanted[i].column, needle.form, where));
            }
        }
    }

    void lookAtFolder(const fs::path& folder)
    {
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            if (entry.is_regular_file())
                look(entry.path().filename().string(), *readFile(entry.path()));
        }
    }

    [[nodiscard]] std::string found() const { return join(m_found, "; "); }

    [[nodiscard]] std::size_t looked() const { return m_looked; }

    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

private:
    std::vector<std::vector<Needle>> m_needles;
    std::vector<std::string> m_found;
    std::size_t m_looked = 0;
    std::size_t m_bytes = 0;
};

/// German account number with right check digits (ISO 7064, MOD 97-10).
std::string accountOf(std::size_t row)
{
    const std::string own = fmt::format("37040044{:010}", 532'013'001 + row);
    int remainder = 0;
    for (const char c : own + "131400") // DE00 as digits
        remainder = (remainder * 10 + (c - '0')) % 97;
    return fmt::format("DE{:02}{}", 98 - remainder, own);
}

/// Card number with the right check digit (Luhn).
std::string cardOf(std::size_t row)
{
    const std::string own = fmt::format("492942{:09}", 357'359'570 + row);
    int sum = 0;
    for (std::size_t i = 0; i < own.size(); ++i) {
        const int digit = own[i] - '0';
        const int value = i % 2 == 0 ? 2 * digit : digit; // fifteen digits before the check digit
        sum += value > 9 ? value - 9 : value;
    }
    return own + std::to_string((10 - sum % 10) % 10);
}

/// A value of the column that differs from row to row; every tenth row has the planted one.
std::string valueOf(const Planted& planted, std::size_t row)
{
    static constexpr const char* kFirst[] = {
        "Ann", "Bela", "Chandra", "Dev", "Esi", "Farid", "Gita", "Hana"
    };
    static constexpr const char* kLast[] = { "Rao",    "Okafor", "Lindqvist", "Moreau",
                                             "Haddad", "Novak",  "Silva" };
    const std::string_view column = planted.column;
    if (row % 10 == 1)
        return planted.value;
    if (column == "caller_name")
        return fmt::format("{} {}", kFirst[row % 8], kLast[row % 7]);
    if (column == "caller_phone")
        return fmt::format("+91 90817 {:05}", row);
    if (column == "caller_mail")
        return fmt::format("caller{}@quoxmail.example", row);
    if (column == "account")
        return accountOf(row);
    return column == "card" ? cardOf(row)
                            : std::string(row % 3 == 0 ? "Ottoline Farthingale" : planted.value);
}

/// The sample's calls with six personal columns after the others.
std::string withPersonal(const std::string& csv)
{
    std::string text;
    std::size_t row = 0;
    for (const std::string_view line : split(csv, '\n')) {
        if (trimmed(line).empty())
            continue;
        text += line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
        for (const Planted& planted : kPlanted)
            text += "," + (row == 0 ? std::string(planted.column) : valueOf(planted, row));
        text += "\n";
        ++row;
    }
    return text;
}

} // namespace

class TestCanaries : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void theSearcherFindsEveryForm();
    void theValuesAreInTheProject();
    void noPageOfTheStoryShowsThem();
    void bundleDossierAndExportsAreClean();
    void tablesThatAreNoCasesAreClean();
    void theTemporaryFolderIsClean();
    void askingShowsThemAndIsRecorded();
    void expectationsAnswerNoGuess();
    void theRoleIsTakenAwayWithAReasonOnly();

private:
    CliAnswer cli(QStringList arguments)
    {
        const CliAnswer answer = runCli(qs(m_folder.path().string()), arguments);
        const std::string what = arguments.join(' ').toStdString();
        m_searcher.look("stdout of " + what, answer.out.toStdString());
        m_searcher.look("stderr of " + what, answer.err.toStdString());
        return answer;
    }

    /// In words and as JSON.
    void say(const char* person, const QStringList& arguments, int code = 0)
    {
        const QStringList all = QStringList { "-p", "p.casebench", "--as", person } + arguments;
        const CliAnswer words = cli(all);
        if (code >= 0)
            QVERIFY2(words.code == code, words.told().c_str());
        cli(all + QStringList { "--json" });
    }

    TemporaryDirectory m_folder;
    TemporaryDirectory m_temporary;
    Searcher m_searcher;
};

void TestCanaries::initTestCase()
{
    qputenv("TMPDIR", QByteArray::fromStdString(m_temporary.path().string()));
    for (const SampleFile& file : makeSample({ .seed = 1, .casesPerMonth = 350 }).files) {
        if (file.name.starts_with("calls-"))
            m_folder.write("in/" + file.name, withPersonal(file.bytes));
        else if (file.name.find('/') == std::string::npos)
            m_folder.write("in/" + file.name, file.bytes);
    }
    // A row that cannot be taken, and a value that is no number: both are kept, and shown to nobody.
    std::string broken = *readFile(m_folder / "in/calls-2026-02.csv");
    broken +=
        "C-broken,2026-02-01,one,two," + std::string(kPlanted[0].value) + "," + kPlanted[1].value + "\n";
    m_folder.write("in/calls-2026-02.csv", broken);
    QCOMPARE(runCli(qs(m_folder.path().string()), { "new", "p.casebench" }).code, 0);
    for (const char* key : { "sign.pem", "omar.pem" }) {
        QCOMPARE(cli({ "key", "new", key }).code, 0);
        const CliAnswer shown = cli({ "key", "public", key, "--json" });
        m_folder.write(std::string(key) + ".public", shown.result().at("public_key").get<std::string>());
    }
    QCOMPARE(cli({ "-p", "p.casebench", "person", "add", "ana", "--role", "analyst" }).code, 0);
    QCOMPARE(cli({ "-p", "p.casebench", "person", "add", "omar", "--role", "compliance", "--public-key",
                   "omar.pem.public" })
                 .code,
             0);
}

void TestCanaries::theSearcherFindsEveryForm()
{
    const std::string value = kPlanted[0].value;
    for (const Needle& needle : needlesOf(value)) {
        Searcher searcher;
        searcher.look("here", "before" + needle.bytes + "after");
        QVERIFY2(!searcher.found().empty(), needle.form.c_str());
    }
    for (std::size_t before = 0; before < 6; ++before) {
        Searcher searcher;
        searcher.look("here", toBase64(std::string(before, '#') + value + "and more"));
        QVERIFY2(searcher.found().find("base64") != std::string::npos, std::to_string(before).c_str());
    }
    Searcher clean;
    clean.look("here", "Zebediah, Quoxworth +91 90817");
    QVERIFY(clean.found().empty());
}

void TestCanaries::theValuesAreInTheProject()
{
    say("ana",
        { "import", "in/calls-2026-01.csv", "--role", "agent=personal", "--save-mapping", "calls.json" });
    for (const char* month : { "02", "03", "04", "05" })
        say("ana",
            { "import", QStringLiteral("in/calls-2026-%1.csv").arg(month), "--mapping", "calls.json",
              "--changed-out", "changed.csv" },
            QLatin1String(month) == QLatin1String("05") ? 3 : 0);
    Searcher inside;
    inside.look("project", *readFile(m_folder / "p.casebench"));
    for (const Planted& planted : kPlanted)
        QVERIFY2(inside.found().find(planted.column) != std::string::npos, planted.column);
    const CliAnswer fields = cli({ "-p", "p.casebench", "fields", "--json" });
    QVERIFY2(fields.code == 0, fields.told().c_str());
    std::size_t personal = 0;
    for (const Json& field : fields.result().at("fields"))
        personal += field.at("role") == "personal" ? 1 : 0;
    QCOMPARE(personal, std::size(kPlanted)); // five by their patterns, one as told
}

void TestCanaries::noPageOfTheStoryShowsThem()
{
    for (const char* month : { "01", "02", "03" })
        say("ana", { "label", "import", QStringLiteral("in/verdicts-2026-%1.csv").arg(month) });
    for (const char* month : { "04", "05" })
        say("ana", { "label", "import", QStringLiteral("in/audit-2026-%1.csv").arg(month) });
    say("ana", { "snapshot", "create", "q1", "--to", "2026-03" }, -1);
    for (const char* family : { "boosted", "logistic", "one-rule" })
        say("ana", { "train", "--snapshot", "q1", "--family", family, "--name", family }, -1);
    // A person who names a personal field as a feature is refused or it is left out; it never comes through.
    say("ana",
        { "train", "--snapshot", "q1", "--family", "logistic", "--field", "agent", "--field", "Asked_OTP",
          "--name", "nosy" },
        -1);
    say("ana", { "submit", "boosted" }, -1);
    say("omar", { "approve", "boosted", "--key", "omar.pem" }, -1);
    for (const QStringList& look : std::initializer_list<QStringList> {
             { "fields" },
             { "cases", "--limit", "20" },
             { "cases", "--where", "agent = 'Wilhelmina Brackenbury'" },
             { "cases", "--order", "caller_name", "--limit", "5" },
             { "cases", "--limit", "0", "--out", "out/cases.csv" },
             { "quarantine", "--out", "out/quarantine.csv" },
             { "coerced", "--limit", "0", "--out", "out/coerced.csv" },
             { "coerced", "--field", "agent" },
             { "mapping", "list" },
             { "mapping", "export", "calls", "--out", "out/mapping.json" },
             { "expect", "suggest", "--save" },
             { "expect", "run" },
             { "expect", "export", "--out", "out/expectations.json" },
             { "tables", "--out", "out/tables.sqlite" },
             { "agreement" },
             { "noise" },
             { "work" },
             { "today" },
             { "queue" },
             { "label", "history", "C2601-0001" },
             { "snapshot", "list" },
             { "snapshot", "show", "q1" },
             { "runs" },
             { "run", "show", "boosted" },
             { "compare", "boosted", "logistic" },
             { "compare", "boosted", "logistic", "--slice", "agent" },
             { "explain", "boosted", "--case", "C2601-0001" },
             { "explain", "boosted", "--global" },
             { "drift", "--run", "boosted", "--from", "2026-05", "--to", "2026-05" },
             { "score" },
             { "monitor" },
             { "alerts" },
             { "propose" },
             { "gates", "boosted" },
             { "registry" },
             { "audit", "list" },
             { "check" },
         }) {
        fs::create_directories(m_folder / "out");
        say("ana", look, -1);
    }
    say("ana", { "case", "set", "C2601-0001", "caller_name=Somebody Else", "--reason", "typing error" }, -1);
    say("ana", { "snapshot", "create", "q1-corrected", "--to", "2026-03" });
    say("ana", { "snapshot", "diff", "q1", "q1-corrected" });
    QVERIFY2(m_searcher.found().empty(), m_searcher.found().c_str());
    QVERIFY(m_searcher.looked() > 100 && m_searcher.bytes() > 50'000);
}

void TestCanaries::bundleDossierAndExportsAreClean()
{
    say("omar", { "export", "boosted", "--key", "sign.pem", "--out", "out/bundle" }, -1);
    QVERIFY(fs::exists(m_folder / "out/bundle"));
    say("omar", { "dossier", "boosted", "--out", "out/dossier.html" }, -1);
    say("omar", { "dossier", "boosted", "--out", "out/dossier.json" }, -1);
    QVERIFY(fs::exists(m_folder / "out/dossier.html"));
    cli({ "score", "out/bundle", "in/calls-2026-05.csv", "--public-key", "sign.pem.public", "--out",
          "out/scores.csv", "--reasons", "5" });
    QVERIFY(fs::exists(m_folder / "out/scores.csv"));
    for (const char* file : { "out/cases.csv", "out/quarantine.csv", "out/coerced.csv", "out/mapping.json",
                              "calls.json", "changed.csv" })
        QVERIFY2(fs::exists(m_folder / file), file);
    m_searcher.lookAtFolder(m_folder / "out");
    m_searcher.look("calls.json", *readFile(m_folder / "calls.json"));
    m_searcher.look("changed.csv", *readFile(m_folder / "changed.csv"));
    QVERIFY2(m_searcher.found().empty(), m_searcher.found().c_str());
}

/// The case store holds what it was given; nothing else of the project may: audit log, runs, models, scores,
/// alerts, snapshots, mappings, settings.
void TestCanaries::tablesThatAreNoCasesAreClean()
{
    sqlite3* database = nullptr;
    QCOMPARE(sqlite3_open_v2((m_folder / "p.casebench").c_str(), &database, SQLITE_OPEN_READONLY, nullptr),
             SQLITE_OK);
    const QStringList cases { "chunk", "dictionary", "cell_change", "quarantine" };
    QStringList tables;
    sqlite3_stmt* statement = nullptr;
    QCOMPARE(sqlite3_prepare_v2(database, "SELECT name FROM sqlite_schema WHERE type = 'table'", -1,
                                &statement, nullptr),
             SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW)
        tables << QString::fromUtf8(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
    sqlite3_finalize(statement);
    QVERIFY(tables.contains("audit") && tables.contains("run_blob") && tables.contains("mapping"));
    std::size_t cells = 0;
    for (const QString& table : std::as_const(tables)) {
        if (cases.contains(table))
            continue;
        const QByteArray select = "SELECT * FROM \"" + table.toUtf8() + '"';
        QCOMPARE(sqlite3_prepare_v2(database, select.constData(), -1, &statement, nullptr), SQLITE_OK);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            for (int i = 0; i < sqlite3_column_count(statement); ++i) {
                const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, i));
                const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
                if (bytes != nullptr)
                    m_searcher.look("table " + table.toStdString(), { bytes, size });
                ++cells;
            }
        }
        sqlite3_finalize(statement);
    }
    sqlite3_close(database);
    QVERIFY(cells > 500);
    QVERIFY2(m_searcher.found().empty(), m_searcher.found().c_str());
}

void TestCanaries::theTemporaryFolderIsClean()
{
    m_searcher.lookAtFolder(m_temporary.path());
    for (const auto& entry : fs::directory_iterator(m_folder.path())) {
        const std::string name = entry.path().filename().string();
        if (entry.is_regular_file() && name != "p.casebench")
            m_searcher.look(name, *readFile(entry.path()));
    }
    QVERIFY2(m_searcher.found().empty(), m_searcher.found().c_str());
}

void TestCanaries::askingShowsThemAndIsRecorded()
{
    const QString folder = qs(m_folder.path().string());
    const QStringList ask { "-p",      "p.casebench", "cases",    "--limit", "1",
                            "--order", "case",        "--reveal", "account", "--json" };
    const auto events = [&] {
        const CliAnswer log = runCli(folder, { "-p", "p.casebench", "audit", "list", "--json" });
        std::size_t count = 0;
        for (const Json& event : log.result().at("events"))
            count += event.at("act") == "personal.reveal" ? 1 : 0;
        return count;
    };
    const auto before = events();
    QCOMPARE(runCli(folder, ask + QStringList { "--as", "omar" }).code, 2); // no reason
    const CliAnswer nosy = runCli(folder, ask + QStringList { "--as", "ana", "--reason", "curious" });
    QVERIFY2(nosy.code == 4, nosy.told().c_str());
    QCOMPARE(events(), before);
    const CliAnswer shown =
        runCli(folder, ask + QStringList { "--as", "omar", "--reason", "freeze the account" });
    QVERIFY2(shown.code == 0, shown.told().c_str());
    QVERIFY(shown.out.contains("DE89370400440532013000"));
    QVERIFY(!shown.out.contains("Zebediah")); // only what was asked for
    QCOMPARE(events(), before + 1);
    const CliAnswer log = runCli(folder, { "-p", "p.casebench", "audit", "list", "--json" });
    QVERIFY(log.out.contains("freeze the account"));
}

void TestCanaries::expectationsAnswerNoGuess()
{
    const QString folder = qs(m_folder.path().string());
    const auto as = [&](const char* person, const QStringList& arguments) {
        QStringList all { "-p", "p.casebench", "--json" };
        if (person != nullptr)
            all += { "--as", person };
        return runCli(folder, all + arguments);
    };
    const auto ask = [&](const char* guess, const Json& demand) {
        Json expectation = { { "name", "guess" }, { "field", "caller_name" }, { "severity", "critical" } };
        expectation.update(demand);
        m_folder.write(guess,
                       prettyJson({ { "format", "casebench-expectations" },
                                    { "version", 1 },
                                    { "expectations", Json::array({ expectation }) } }));
        return as("ana", { "expect", "import", guess });
    };
    const auto answer = [&](const char* guess, const char* pattern) {
        const CliAnswer taken = ask(guess, { { "check", "matches" }, { "pattern", pattern } });
        expects(taken.code == 0, taken.told());
        const CliAnswer told = as("ana", { "expect", "run" });
        return std::pair(told.code, told.result().at("checks").dump());
    };
    const auto wrong = answer("wrong.json", "^(?!Nobody At All)");
    const auto right = answer("right.json", "^(?!Zebediah Quoxworth)");
    QCOMPARE(right.first, 0); // not the finding that a hit would be
    QCOMPARE(right.second, wrong.second);
    QVERIFY(right.second.find("\"status\":\"skipped\"") != std::string::npos);

    // Whoever may look at personal fields may compare them, with a reason, and the project keeps no answer.
    const QStringList reveal { "expect", "run", "--reveal", "caller_name" };
    QCOMPARE(as(nullptr, reveal).code, 2); // no reason
    QCOMPARE(as("ana", reveal + QStringList { "--reason", "curious" }).code, 4);
    const CliAnswer shown = as(nullptr, reveal + QStringList { "--reason", "form of the names" });
    QVERIFY2(shown.code == 3, shown.told().c_str());
    QVERIFY(!shown.result().at("checks").at(0).at("failing_rows").empty());
    const CliAnswer log = as("ana", { "audit", "list" });
    QVERIFY(log.out.contains("form of the names"));
    QVERIFY(as("ana", { "expect", "run" }).result().at("checks").dump() == wrong.second);

    // A list of personal values is refused, and comes out of no export.
    const CliAnswer list =
        ask("list.json", { { "check", "in-set" }, { "values", { "Zebediah Quoxworth" } } });
    QVERIFY2(list.code == 4 && list.errorKind() == "personal-field", list.told().c_str());
    const CliAnswer suggested = as("ana", { "expect", "suggest" });
    QVERIFY(suggested.out.contains("caller_name not-missing"));
    for (const Planted& planted : kPlanted) {
        for (const char* check : { "in-set", "no-new-levels", "matches", "between" })
            QVERIFY(!suggested.out.contains((std::string(planted.column) + " " + check).c_str()));
    }
}

void TestCanaries::theRoleIsTakenAwayWithAReasonOnly()
{
    const QString folder = qs(m_folder.path().string());
    const QStringList open {
        "-p", "p.casebench", "--as", "ana", "fields", "set", "agent", "--role", "feature"
    };
    const CliAnswer refused = runCli(folder, open);
    QVERIFY2(refused.code == 2, refused.told().c_str());
    QVERIFY2(refused.err.contains("needs a reason") && refused.err.contains("--reason"),
             refused.told().c_str());
    QCOMPARE(runCli(folder, open + QStringList { "--reason", " " }).code, 2);
    const QStringList cases { "-p", "p.casebench", "--as", "ana", "cases", "--limit", "20" };
    QVERIFY(!runCli(folder, cases).out.contains("Brackenbury"));
    QCOMPARE(runCli(folder, open + QStringList { "--reason", "teams, no persons" }).code, 0);
    QVERIFY(runCli(folder, cases).out.contains("Brackenbury"));
    const CliAnswer log = runCli(folder, { "-p", "p.casebench", "audit", "list", "--json" });
    QVERIFY(log.out.contains("teams, no persons"));
}

QTEST_GUILESS_MAIN(TestCanaries)
#include "tst_Canaries.moc"
