// SPDX-License-Identifier: GPL-3.0-or-later
// Promise P24: every deed is recorded exactly once, with who, when and what; looking records nothing. A verb
// that is new has to be added here, and so has every act that a workflow records: the test fails until it is.
#include "tests/app/CliRunner.h"
#include "tests/support/TemporaryDirectory.h"
#include "tests/support/Where.h"

#include "core/workflow/SampleFixture.h"

#include <QDirIterator>
#include <QRegularExpression>

#include <filesystem>
#include <set>

using namespace casebench;
using namespace casebench::test;
namespace fs = std::filesystem;

namespace {

/// One call, in the order of the story. verb: the words that name it, as in --help.
struct Deed
{
    const char* verb;
    const char* person;
    QStringList arguments;
    const char* acts; ///< each recorded exactly once, in this order; "" = looks only, nothing is recorded
};

const std::vector<Deed>& deeds()
{
    static const std::vector<Deed> list {
        { "person add", "", { "person", "add", "ana", "--role", "analyst" }, "person.add" },
        { "person add",
          "",
          { "person", "add", "omar", "--role", "compliance", "--public-key", "omar.pub.pem" },
          "person.add" },
        { "person add", "", { "person", "add", "inga", "--role", "investigator" }, "person.add" },
        { "person list", "", { "person", "list" }, "" },
        { "import", "ana", { "import", "calls-2026-01.csv", "--dry-run" }, "" },
        { "import",
          "ana",
          { "import", "calls-2026-01.csv", "--save-mapping", "map.json" },
          "import.cases mapping.save" },
        { "import", "ana", { "import", "calls-2026-02.csv" }, "import.cases" },
        { "import", "ana", { "import", "calls-2026-03.csv" }, "import.cases" },
        { "fields", "ana", { "fields" }, "" },
        { "fields set", "ana", { "fields", "set", "Money_Asked", "--controllable", "yes" }, "field.set" },
        { "quarantine", "ana", { "quarantine" }, "" },
        { "fields set", "ana", { "fields", "set", "Location_Of_Call", "--role", "personal" }, "field.set" },
        { "quarantine",
          "omar",
          { "quarantine", "--reveal", "--reason", "asked by a court" },
          "personal.reveal" },
        { "cases",
          "omar",
          { "cases", "--limit", "1", "--reveal", "Location_Of_Call", "--reason", "call back" },
          "personal.reveal" },
        { "fields set",
          "ana",
          { "fields", "set", "Location_Of_Call", "--role", "feature", "--reason",
            "it is no place of a person" },
          "field.set" },
        { "coerced", "ana", { "coerced" }, "" },
        { "mapping list", "ana", { "mapping", "list" }, "" },
        { "mapping export", "ana", { "mapping", "export", "map", "--out", "map-out.json" }, "" },
        { "cases", "ana", { "cases", "--limit", "3", "--out", "cases.csv" }, "" },
        { "case set",
          "ana",
          { "case", "set", "C2601-0001", "Money_Asked=1", "--reason", "typing error" },
          "case.set" },
        { "label", "ana", { "label", "C2601-0001", "scam", "--reason", "called back" }, "label.add" },
        { "label undo", "ana", { "label", "undo" }, "label.undo" },
        { "label history", "ana", { "label", "history", "C2601-0001" }, "" },
        { "label import", "ana", { "label", "import", "verdicts-2026-01.csv" }, "label.import" },
        { "label import", "ana", { "label", "import", "verdicts-2026-02.csv" }, "label.import" },
        { "label import", "ana", { "label", "import", "verdicts-2026-03.csv" }, "label.import" },
        { "label export", "ana", { "label", "export", "labels-out.csv" }, "" },
        { "queue", "ana", { "queue", "--limit", "5" }, "" },
        { "queue", "ana", { "queue", "--limit", "2", "--claim" }, "label.claim" },
        { "work", "ana", { "work" }, "" },
        { "label", "ana", { "label", "C2601-0002", "scam", "--reason", "called back" }, "label.add" },
        { "label undo", "ana", { "label", "undo" }, "label.undo" },
        { "label redo", "ana", { "label", "redo" }, "label.redo" },
        { "label", "inga", { "label", "C2601-0002", "not-scam", "--reason", "paid back" }, "label.add" },
        { "adjudicate",
          "",
          { "adjudicate", "C2601-0002", "scam", "--reason", "bank statement" },
          "label.adjudicate" },
        { "note", "ana", { "note", "C2601-0001", "--text", "rang again" }, "note.add" },
        { "note", "ana", { "note", "C2601-0001" }, "" },
        { "evidence add", "ana", { "evidence", "add", "C2601-0001", "receipt.txt" }, "evidence.add" },
        { "evidence list", "ana", { "evidence", "list", "C2601-0001" }, "" },
        { "evidence check", "ana", { "evidence", "check" }, "" },
        { "evidence path", "ana", { "evidence", "path", "1" }, "" },
        { "fields history", "ana", { "fields", "history", "Money_Asked" }, "" },
        { "case undo", "ana", { "case", "undo", "C2601-0001" }, "case.set" },
        { "snapshot create", "ana", { "snapshot", "create", "q1" }, "snapshot.create" },
        { "snapshot list", "ana", { "snapshot", "list" }, "" },
        { "snapshot show", "ana", { "snapshot", "show", "q1" }, "" },
        { "snapshot diff", "ana", { "snapshot", "diff", "q1", "q1" }, "" },
        { "snapshot verify", "ana", { "snapshot", "verify", "q1" }, "" },
        { "train",
          "ana",
          { "train", "--snapshot", "q1", "--family", "logistic", "--name", "m1" },
          "run.train" },
        { "train",
          "ana",
          { "train", "--snapshot", "q1", "--family", "majority", "--name", "m2" },
          "run.train" },
        { "train",
          "ana",
          { "train", "--snapshot", "q1", "--family", "logistic", "--name", "m3", "--seed", "9" },
          "run.train" },
        { "runs", "ana", { "runs" }, "" },
        { "run show", "ana", { "run", "show", "m1" }, "" },
        { "run delete", "ana", { "run", "delete", "m2" }, "run.delete" },
        { "reproduce", "ana", { "reproduce", "m1" }, "run.reproduce" },
        { "compare", "ana", { "compare", "m1", "m3" }, "" },
        { "explain", "ana", { "explain", "m1", "--case", "C2601-0001" }, "" },
        { "drift", "ana", { "drift", "--run", "m1", "--from", "2026-01", "--to", "2026-01" }, "" },
        { "gates", "ana", { "gates", "m1" }, "" },
        { "submit", "ana", { "submit", "m1" }, "run.submit" },
        { "approve", "omar", { "approve", "m1", "--key", "omar.pem" }, "run.approve" },
        { "submit", "ana", { "submit", "m3" }, "run.submit" },
        { "reject", "omar", { "reject", "m3", "--reason", "no better" }, "run.reject" },
        { "score", "ana", { "score" }, "score" },
        { "import", "ana", { "import", "calls-2026-05.csv" }, "import.cases" },
        { "label import", "ana", { "label", "import", "audit-2026-05.csv" }, "label.import" },
        { "label bulk",
          "ana",
          { "label", "bulk", "not-scam", "--where", "received >= '2026-05-30'", "--dry-run" },
          "" },
        { "label bulk",
          "ana",
          { "label", "bulk", "not-scam", "--where", "received >= '2026-05-30'" },
          "label.bulk" },
        { "expect suggest", "ana", { "expect", "suggest", "--save" }, "expect.save" },
        { "expect export", "ana", { "expect", "export", "--out", "expect.json" }, "" },
        { "expect import", "ana", { "expect", "import", "expect.json" }, "" },
        { "expect run", "ana", { "expect", "run" }, "expect.run" },
        { "agreement", "ana", { "agreement", "--draws", "100" }, "" },
        { "noise", "ana", { "noise", "--run", "m1" }, "" },
        { "today", "ana", { "today" }, "" },
        { "tables", "ana", { "tables", "--out", "tables.sqlite" }, "" },
        { "monitor", "ana", { "monitor" }, "monitor" },
        { "alerts", "ana", { "alerts" }, "" },
        { "alerts take", "ana", { "alerts", "take", "1" }, "alert.take" },
        { "alerts close", "ana", { "alerts", "close", "1", "--reason", "looked into" }, "alert.close" },
        { "propose", "ana", { "propose" }, "" },
        { "registry", "ana", { "registry" }, "" },
        { "export", "omar", { "export", "m1", "--key", "omar.pem", "--out", "bundle" }, "bundle.export" },
        { "dossier", "omar", { "dossier", "m1", "--out", "dossier.html" }, "" },
        { "retire", "omar", { "retire", "m1", "--reason", "replaced" }, "run.retire" },
        { "audit list", "ana", { "audit", "list" }, "" },
        { "audit verify", "ana", { "audit", "verify" }, "" },
        { "audit head", "ana", { "audit", "head", "--key", "omar.pem", "--out", "head.json" }, "" },
        { "check", "ana", { "check" }, "" },
        { "audit accept-rollback",
          "omar",
          { "audit", "accept-rollback", "--reason", "restored on purpose" },
          "audit.accept_rollback" },
    };
    return list;
}

/// Verbs without an open project, or that make one.
const std::set<std::string> kWithoutProject { "new", "key new", "key public", "verify", "sample", "demo" };

/// Acts whose deed the command line does not offer, with the test that holds them to one record.
const std::set<std::string> kElsewhere {
    "alert.snooze", // the same function as take and close
    "project.migrate", // tests/core/store/tst_Upgrade.cpp
    "project.salvage", // tests/core/store/tst_Salvage.cpp
    "setting.set", // the Labels page
};

QStringList subcommandsIn(const QByteArray& help)
{
    QStringList names;
    bool listing = false;
    for (const QString& line : QString::fromUtf8(help).split('\n')) {
        if (listing && line.startsWith("  ") && !line.startsWith("   "))
            names << line.trimmed().section(QRegularExpression("\\s"), 0, 0);
        listing = listing || line.startsWith("Subcommands:");
    }
    return names;
}

} // namespace

class tst_OneRecord : public QObject
{
    Q_OBJECT

private:
    TemporaryDirectory m_folder;

    [[nodiscard]] CliAnswer cli(const QStringList& arguments)
    {
        return runCli(qs(m_folder.path().string()), arguments + QStringList { "--json" });
    }

    /// Who recorded what since, oldest first.
    [[nodiscard]] std::vector<Json> recordsAfter(std::int64_t seq)
    {
        const CliAnswer listed = cli(
            { "-p", "p.casebench", "audit", "list", "--from", QString::number(seq + 1), "--limit", "1000" });
        return listed.code == 0 ? listed.result().at("events").get<std::vector<Json>>()
                                : std::vector<Json> {};
    }

    /// What a record lacks, or "".
    static QString faultOf(const Json& record, const Deed& deed, const QString& act, std::int64_t seq)
    {
        const Json& body = record.at("body");
        if (qs(body.at("act").get<std::string>()) != act)
            return " records " + qs(body.at("act").get<std::string>());
        if (body.at("seq").get<std::int64_t>() != seq || body.at("wall").get<std::string>().empty())
            return " does not say when";
        const std::string person = body.at("actor").at("name").get<std::string>();
        if (*deed.person == '\0' ? person.empty() : person != deed.person)
            return " does not say who";
        if (body.at("obj").at("type").get<std::string>().empty())
            return " does not say of what";
        // What was, what is, a file, or what came of it.
        if (body.at("before").is_null() && body.at("after").is_null() && body.at("input").is_null()
            && body.at("result").size() <= 1)
            return " does not say what: " + qs(body.dump());
        const bool asked = deed.arguments.contains("--reason");
        // The reason of a sealed verdict is sealed with it (tst_BlindVerdicts).
        const bool sealed = body.at("after").is_object() && body.at("after").value("sealed", false);
        return asked && body.at("reason").get<std::string>().empty() != sealed ? " does not say why"
                                                                               : QString();
    }

    void makeInput()
    {
        SampleOptions options;
        for (const SampleFile& file : makeSample(options).files) {
            m_folder.write(file.name, file.bytes);
        }
        m_folder.write("receipt.txt", "paid\n");
        QCOMPARE(cli({ "new", "p.casebench" }).code, 0);
        QCOMPARE(cli({ "key", "new", "omar.pem" }).code, 0);
        QVERIFY(fs::exists(m_folder / "omar.pub.pem"));
    }

private slots:

    void everyVerbIsListed()
    {
        std::set<std::string> listed = kWithoutProject;
        for (const Deed& deed : deeds())
            listed.insert(deed.verb);
        for (const QString& verb : subcommandsIn(runCli(".", { "--help" }).out)) {
            const QStringList inner = subcommandsIn(runCli(".", { verb, "--help" }).out);
            for (const QString& second : inner) {
                const std::string name = (verb + " " + second).toStdString();
                QVERIFY2(listed.contains(name), qPrintable(qs(name) + " is new: say here what it records"));
            }
            const bool known = listed.contains(verb.toStdString()) || !inner.isEmpty();
            QVERIFY2(known, qPrintable(verb + " is new: say here what it records"));
        }
    }

    void everyActOfAWorkflowIsListed()
    {
        std::set<std::string> listed = kElsewhere;
        for (const Deed& deed : deeds()) {
            for (const QString& act : QString(deed.acts).split(' ', Qt::SkipEmptyParts))
                listed.insert(act.toStdString());
        }
        const QRegularExpression act(
            R"re((?:\.act = |commit\(\s*\{\s*|AuditEntry \w+\s*\{\s*|std::move\(tx\), \w+, )"([a-z_.-]+)"(\s*\+)?)re");
        int found = 0;
        for (const char* folder : { "core/workflow", "core/store", "ui", "app" }) {
            QDirIterator files(QString::fromStdString((casebench::test::sourceDirectory() / "").string())
                                   + folder,
                               { "*.cpp" }, QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                const std::string source = *readFile(files.next().toStdString());
                auto matches = act.globalMatch(qs(source));
                while (matches.hasNext()) {
                    const auto match = matches.next();
                    ++found;
                    const std::string name = match.captured(1).toStdString();
                    const bool known = match.captured(2).isEmpty()
                        ? listed.contains(name)
                        : std::ranges::any_of(listed,
                                              [&](const std::string& one) { return one.starts_with(name); });
                    QVERIFY2(
                        known,
                        qPrintable(files.filePath() + ": " + qs(name) + " is new: say here what does it"));
                }
            }
        }
        QVERIFY(found >= 15);
    }

    void everyDeedIsRecordedOnce()
    {
        makeInput();
        std::int64_t last = 0;
        std::string backup;
        for (const Deed& deed : deeds()) {
            QStringList call { "-p", "p.casebench" };
            if (*deed.person != '\0')
                call << "--as" << deed.person;
            if (std::string(deed.verb) == "audit accept-rollback") {
                // Somebody puts an older copy back.
                m_folder.write("p.casebench", backup);
                last = static_cast<std::int64_t>(recordsAfter(0).size());
            }
            if (std::string(deed.verb) == "export")
                backup = *readFile(m_folder / "p.casebench");
            const CliAnswer answer = cli(call + deed.arguments);
            const QString told = qs(std::string(deed.verb) + ": " + answer.told());
            QVERIFY2(answer.code == 0 || answer.code == 3, qPrintable(told));
            const auto records = recordsAfter(last);
            const QStringList acts = QString(deed.acts).split(' ', Qt::SkipEmptyParts);
            QVERIFY2(records.size() == static_cast<std::size_t>(acts.size()),
                     qPrintable(told + QString(" %1 records").arg(records.size())));
            for (qsizetype i = 0; i < acts.size(); ++i) {
                ++last;
                const QString fault = faultOf(records[static_cast<std::size_t>(i)], deed, acts[i], last);
                QVERIFY2(fault.isEmpty(), qPrintable(told + fault));
            }
        }
        const CliAnswer checked = cli({ "-p", "p.casebench", "check" });
        QVERIFY2(checked.code == 0, checked.told().c_str());
    }
};

QTEST_GUILESS_MAIN(tst_OneRecord)
#include "tst_OneRecord.moc"
