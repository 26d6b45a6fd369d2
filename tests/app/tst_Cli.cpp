// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of the command line: exit codes, one JSON document, the story in small.
#include "tests/app/CliRunner.h"
#include "tests/support/TemporaryDirectory.h"

#include <QRegularExpression>

#include <filesystem>

using namespace casebench;
using namespace casebench::test;
namespace fs = std::filesystem;

class TestCli : public QObject
{
    Q_OBJECT

private:
    TemporaryDirectory m_folder;

    /// With --json; the answer must be one document of the right shape, whatever happened.
    CliAnswer cli(QStringList arguments)
    {
        arguments << "--json";
        CliAnswer answer = runCli(qs(m_folder.path().string()), arguments);
        const bool shaped = answer.document.is_object() && answer.document.contains("casebench")
            && answer.document.contains("command")
            && answer.document.contains("result") != answer.document.contains("error")
            && answer.document.contains("result") == answer.document.contains("warnings");
        if (!shaped || !answer.err.isEmpty())
            qWarning("not one document on stdout alone: %s", answer.told().c_str());
        m_allShaped = m_allShaped && shaped && answer.err.isEmpty();
        return answer;
    }

    CliAnswer as(const char* person, const QStringList& arguments)
    {
        return cli(QStringList { "-p", "p.casebench", "--as", person } + arguments);
    }

    CliAnswer inProject(const QStringList& arguments)
    {
        return cli(QStringList { "-p", "p.casebench" } + arguments);
    }

    QStringList commands()
    {
        QStringList names;
        bool listing = false;
        for (const QString& line : QString::fromUtf8(runCli(".", { "--help" }).out).split('\n')) {
            if (listing && line.startsWith("  ") && !line.startsWith("   "))
                names << line.trimmed().section(QRegularExpression("\\s"), 0, 0);
            listing = listing || line.startsWith("Subcommands:");
        }
        return names;
    }

    bool m_allShaped = true;

private slots:

    void cleanup()
    {
        QVERIFY2(m_allShaped, "--json must print exactly one document on stdout and nothing on stderr");
    }

    void everyCommandHasAnExampleOfItself()
    {
        const QStringList names = commands();
        QVERIFY2(names.size() >= 30, qPrintable(names.join(' ')));
        for (const QString& name : names) {
            const CliAnswer help = runCli(".", { name, "--help" });
            QCOMPARE(help.code, 0);
            const QRegularExpression example("Example: casebench-cli .*\\b" + QRegularExpression::escape(name)
                                             + "\\b");
            QVERIFY2(example.match(QString::fromUtf8(help.out)).hasMatch(), qPrintable(name));
        }
    }

    void wrongUsageIsExitTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("nothing") << QStringList {};
        QTest::newRow("unknown command") << QStringList { "nope" };
        QTest::newRow("missing option") << QStringList { "train" };
        QTest::newRow("unknown option") << QStringList { "runs", "--bad" };
        QTest::newRow("no project") << QStringList { "runs" };
        QTest::newRow("too many words") << QStringList { "label", "a", "b", "c" };
        QTest::newRow("unknown verdict") << QStringList { "label", "a", "perhaps" };
        QTest::newRow("out of range") << QStringList { "score", "--reasons", "-1" };
        QTest::newRow("bundle without key") << QStringList { "score", "bundle", "file.csv" };
    }

    void wrongUsageIsExitTwo()
    {
        QFETCH(QStringList, arguments);
        const CliAnswer answer = cli(arguments);
        QCOMPARE(answer.code, 2);
        QCOMPARE(answer.errorKind(), std::string("usage"));
        QVERIFY(!answer.document.at("error").at("advice").get<std::string>().empty());
        const CliAnswer words = runCli(qs(m_folder.path().string()), arguments);
        QCOMPARE(words.code, 2);
        QVERIFY(words.out.isEmpty());
        QCOMPARE(words.err.count('\n'), qsizetype { 1 }); // one sentence
    }

    void anUnknownProjectIsExitOne()
    {
        const CliAnswer answer = cli({ "-p", "none.casebench", "runs" });
        QCOMPARE(answer.code, 1);
        QCOMPARE(answer.errorKind(), std::string("E_NOT_FOUND"));
        QVERIFY(!fs::exists(m_folder / "none.casebench"));
    }

    void aFileThatIsNoProjectIsNotTouched()
    {
        m_folder.write("letter.casebench", "Dear all,\n");
        const CliAnswer answer = cli({ "-p", "letter.casebench", "check" });
        QVERIFY2(answer.code == 1 || answer.code == 4, answer.told().c_str());
        QCOMPARE(*readFile(m_folder / "letter.casebench"), std::string("Dear all,\n"));
        QCOMPARE(cli({ "new", "letter.casebench" }).code, 4); // refused: it exists
    }

    void aProjectWithPeopleAndCases()
    {
        const CliAnswer made = cli({ "new", "p.casebench", "--name", "Scam calls" });
        QVERIFY2(made.code == 0, made.told().c_str());
        QCOMPARE(made.result().at("project").get<std::string>(), std::string("p.casebench"));
        QVERIFY(made.result().at("schema_version").get<int>() >= 1);
        QCOMPARE(cli({ "sample", "--out", "s" }).code, 0);
        for (const char* key : { "omar.pem", "sign.pem" }) {
            const CliAnswer made2 = cli({ "key", "new", key });
            QCOMPARE(made2.code, 0);
            const CliAnswer shown = cli({ "key", "public", key });
            QVERIFY(shown.result().at("public_key") == made2.result().at("public_key"));
            m_folder.write(std::string(key) + ".public", shown.result().at("public_key").get<std::string>());
            QCOMPARE(fs::status(m_folder / key).permissions(),
                     fs::perms::owner_read | fs::perms::owner_write);
        }
        QCOMPARE(inProject({ "person", "add", "ana", "--role", "analyst" }).code, 0);
        const CliAnswer people =
            inProject({ "person", "add", "omar", "--role", "compliance", "--public-key", "omar.pem.public" });
        QVERIFY2(people.code == 0, people.told().c_str());
        QVERIFY(people.result().at("people").size() >= 3);

        const CliAnswer imported =
            as("ana", { "import", "s/calls-2026-01.csv", "s/calls-2026-02.csv", "s/calls-2026-03.csv" });
        QVERIFY2(imported.code == 0, imported.told().c_str());
        QCOMPARE(imported.result().at("sources").size(), std::size_t { 3 });
        for (const char* key :
             { "source", "sha256", "rows_read", "rows_accepted", "rows_updated", "rows_quarantined",
               "quarantine", "header", "fields_new", "fields_gone", "coerced", "notes" })
            QVERIFY2(imported.result().at("sources")[0].contains(key), key);
        QCOMPARE(imported.result().at("sources")[2].at("rows_accepted").get<int>(), 600);
        QCOMPARE(as("omar", { "import", "s/calls-2026-04.csv" }).code, 4);
        QCOMPARE(as("nobody", { "import", "s/calls-2026-04.csv" }).code, 1);
        QCOMPARE(as("ana", { "import", "absent.csv" }).code, 1);
    }

    void labelsAndTheQueue()
    {
        const CliAnswer queue = as("ana", { "queue", "--limit", "5" });
        QCOMPARE(queue.code, 0);
        QCOMPARE(queue.result().at("queue").size(), std::size_t { 5 });
        for (const char* key : { "case", "kind", "reason", "priority" })
            QVERIFY(queue.result().at("queue")[0].contains(key));
        const std::string id = queue.result().at("queue")[0].at("case").get<std::string>();
        const CliAnswer labelled = as("ana", { "label", qs(id), "scam", "--reason", "called back" });
        QVERIFY2(labelled.code == 0, labelled.told().c_str());
        QCOMPARE(labelled.result().at("state").get<std::string>(), std::string("confirmed"));
        const CliAnswer undone = as("ana", { "label", "undo" });
        QCOMPARE(undone.result().at("state").get<std::string>(), std::string("alleged"));
        QCOMPARE(undone.result().at("events").size(), std::size_t { 2 });
        QCOMPARE(as("ana", { "label", "no-such-case", "scam" }).code, 1);
        QCOMPARE(as("omar", { "label", qs(id), "scam" }).code, 4);
        const CliAnswer files = as("ana",
                                   { "label", "import", "s/verdicts-2026-01.csv", "s/verdicts-2026-02.csv",
                                     "s/verdicts-2026-03.csv" });
        QVERIFY2(files.code == 0, files.told().c_str());
        QCOMPARE(files.result().at("sources")[1].at("accepted").get<int>(), 600);
    }

    void snapshotTrainCompareExplain()
    {
        const CliAnswer snapshot = as("ana", { "snapshot", "create", "q1", "--to", "2026-03" });
        QVERIFY2(snapshot.code == 0, snapshot.told().c_str());
        QCOMPARE(snapshot.result().at("rows").get<int>(), 1800);
        QCOMPARE(snapshot.result().at("undecided").get<int>(), 0);
        QCOMPARE(as("ana", { "snapshot", "verify", "q1" }).code, 0);
        const CliAnswer run =
            as("ana", { "train", "--snapshot", "q1", "--family", "boosted", "--name", "m1" });
        QVERIFY2(run.code == 0, run.told().c_str());
        for (const char* metric : { "roc_auc", "average_precision", "recall", "precision", "specificity",
                                    "f1", "mcc", "brier", "log_loss", "ece" })
            QVERIFY2(run.result().at("metrics").contains(metric), metric);
        QVERIFY(run.result().at("metrics").at("roc_auc").at("value").get<double>() > .9);
        QCOMPARE(as("ana",
                    { "train", "--snapshot", "q1", "--family", "logistic", "--name", "m2", "--set", "C=0.5" })
                     .code,
                 0);
        QCOMPARE(as("omar", { "train", "--snapshot", "q1", "--family", "logistic" }).code, 4);
        QCOMPARE(as("ana", { "train", "--snapshot", "none", "--family", "logistic" }).code, 1);
        QCOMPARE(as("ana", { "runs" }).result().at("runs").size(), std::size_t { 2 });
        const CliAnswer compared = as("ana", { "compare", "m1", "m2" });
        QVERIFY2(compared.code == 0, compared.told().c_str());
        for (const char* key : { "cases", "models", "pairs", "slices", "sentence" })
            QVERIFY2(compared.result().contains(key), key);
        QVERIFY(compared.result().at("pairs")[0].at("mcnemar").contains("p"));
        const CliAnswer explained = as("ana", { "explain", "m1", "--case", "C2601-0001" });
        QVERIFY2(explained.code == 0, explained.told().c_str());
        const Json& why = explained.result().at("explanations")[0];
        double sum = why.at("base").get<double>();
        for (const Json& part : why.at("contributions"))
            sum += part.at("contribution").get<double>();
        const double margin = why.at("margin").get<double>();
        QVERIFY(std::abs(sum - margin) <= 1e-4 * (1 + std::abs(margin)));
        QCOMPARE(as("ana", { "reproduce", "m1" }).code, 0);
    }

    void approvalNeedsASecondPersonWithTheRegisteredKey()
    {
        QCOMPARE(as("omar", { "export", "m1", "--key", "sign.pem", "--out", "early" }).code, 4);
        QVERIFY(!fs::exists(m_folder / "early"));
        QCOMPARE(as("ana", { "gates", "m1" }).code, 0);
        QCOMPARE(as("ana", { "submit", "m1" }).code, 0);
        QCOMPARE(as("ana", { "approve", "m1", "--key", "omar.pem" }).code, 4);
        QCOMPARE(as("omar", { "approve", "m1", "--key", "sign.pem" }).code, 4);
        const CliAnswer approved = as("omar", { "approve", "m1", "--key", "omar.pem" });
        QVERIFY2(approved.code == 0, approved.told().c_str());
        QCOMPARE(inProject({ "registry" }).result().at("versions")[0].at("approved_by").get<std::string>(),
                 std::string("omar"));
    }

    void aCalmMonthIsExitZeroAndAChangedOneExitThree()
    {
        QCOMPARE(as("ana", { "import", "s/calls-2026-04.csv" }).code, 0);
        QCOMPARE(as("ana", { "label", "import", "s/audit-2026-04.csv" }).code, 0);
        const CliAnswer calm = as("ana", { "drift", "--run", "m1", "--from", "2026-04", "--to", "2026-04" });
        QVERIFY2(calm.code == 0, calm.told().c_str());
        QCOMPARE(calm.result().at("features").size(), std::size_t { 6 });
        QCOMPARE(as("ana", { "monitor" }).code, 0);

        QCOMPARE(as("ana", { "import", "s/calls-2026-05.csv" }).code, 0);
        const CliAnswer changed =
            as("ana", { "drift", "--run", "m1", "--from", "2026-05", "--to", "2026-05" });
        QCOMPARE(changed.code, 3);
        for (const char* key :
             { "reference", "window", "features", "schema_events", "domain_auc", "suspects" })
            QVERIFY2(changed.result().contains(key), key);
        QCOMPARE(changed.result().at("suspects")[0].at("field").get<std::string>(),
                 std::string("UPI_PAYMENTS"));
        const CliAnswer watched = as("ana", { "monitor" });
        QCOMPARE(watched.code, 3);
        const Json& alerts = watched.result().at("alerts");
        std::string schemaField;
        for (const Json& alert : alerts) {
            if (alert.at("kind") == "schema")
                schemaField = alert.at("fields")[0].get<std::string>();
        }
        QCOMPARE(schemaField, std::string("UPI_PAYMENTS"));
        const CliAnswer again = as("ana", { "monitor" });
        QCOMPARE(again.code, 3);
        QCOMPARE(again.result().at("alerts").size(), alerts.size()); // not raised twice
        const CliAnswer proposed = as("ana", { "propose" });
        QVERIFY2(proposed.code == 0, proposed.told().c_str());
        QCOMPARE(proposed.result().at("add_fields")[0].at("field").get<std::string>(),
                 std::string("UPI_PAYMENTS"));
        // What is trained for it names the model and the alert it answers, when both are there.
        const QStringList train { "train", "--snapshot", "q1", "--family", "majority", "--name", "answer" };
        const QString alert = QString::number(proposed.result().at("alert").get<int>());
        QCOMPARE(as("ana", train + QStringList { "--parent", "nobody" }).code, 1);
        QCOMPARE(as("ana", train + QStringList { "--alert", "999" }).code, 1);
        const CliAnswer answer = as("ana", train + QStringList { "--parent", "m1", "--alert", alert });
        QVERIFY2(answer.code == 0, answer.told().c_str());
        for (const char* part : { "parent_run", "alert" })
            QCOMPARE(answer.result().at(part).get<int>(), proposed.result().at(part).get<int>());
        QCOMPARE(as("ana", { "run", "delete", "answer" }).code, 0);
    }

    void todaySaysWhatNeedsWhom()
    {
        const CliAnswer ana = as("ana", { "today" });
        QVERIFY2(ana.code == 0, ana.told().c_str());
        for (const char* key :
             { "needs", "months", "new_field", "champion", "events", "cases", "decided", "without_month" })
            QVERIFY2(ana.result().contains(key), key);
        const Json& first = ana.result().at("needs").at(0);
        QCOMPARE(first.at("kind").get<std::string>(), std::string("alerts-without-owner"));
        QVERIFY(first.at("can_act").get<bool>() && !first.at("alerts").empty());
        QCOMPARE(ana.result().at("new_field").get<std::string>(), std::string("UPI_PAYMENTS"));
        QCOMPARE(ana.result().at("champion").at("run").get<std::string>(), std::string("m1"));
        const Json& may = ana.result().at("months").back();
        QCOMPARE(may.at("from").get<std::string>(), std::string("2026-05"));
        QCOMPARE(may.at("cases").get<int>(), 600);
        QVERIFY(may.at("new_field_share").get<double>() > 0.05);
        QVERIFY(!as("omar", { "today" }).result().at("needs").at(0).at("can_act").get<bool>());
        const CliAnswer words = runCli(qs(m_folder.path().string()), { "-p", "p.casebench", "today" });
        QVERIFY2(words.code == 0 && words.out.contains("alerts-without-owner"), words.told().c_str());
    }

    void aBundleVerifiesAndAFlippedByteDoesNot()
    {
        const CliAnswer exported = as("omar", { "export", "m1", "--key", "sign.pem", "--out", "bundle" });
        QVERIFY2(exported.code == 0, exported.told().c_str());
        const QStringList keys { "--public-key", "sign.pem.public", "--approver-key", "omar.pem.public" };
        QCOMPARE(cli(QStringList { "verify", "bundle" } + keys).code, 0);
        QCOMPARE(cli({ "verify", "bundle", "--public-key", "omar.pem.public" }).code, 4);
        fs::copy(m_folder / "bundle", m_folder / "flipped", fs::copy_options::recursive);
        std::string bytes = *readFile(m_folder / "flipped/model.json");
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        m_folder.write("flipped/model.json", bytes);
        const CliAnswer flipped = cli(QStringList { "verify", "flipped" } + keys);
        QCOMPARE(flipped.code, 4);
        QCOMPARE(flipped.result().at("ok").get<bool>(), false);
        QCOMPARE(flipped.result().at("problems")[0].at("file").get<std::string>(), std::string("model.json"));
        QCOMPARE(cli(QStringList { "score", "flipped", "s/calls-2026-06.csv" } + keys).code, 4);
    }

    void aBundleScoresAFileWithoutTheProject()
    {
        const QStringList keys { "--public-key", "sign.pem.public", "--approver-key", "omar.pem.public" };
        const CliAnswer scored =
            cli(QStringList { "score", "bundle", "s/calls-2026-06.csv", "--out", "d.csv", "--reasons", "2" }
                + keys);
        QVERIFY2(scored.code == 0, scored.told().c_str());
        QCOMPARE(scored.result().at("rows").get<int>(), 600);
        QVERIFY(scored.result().at("unknown_columns").dump().find("UPI_PAYMENTS") != std::string::npos);
        QVERIFY2(scored.document.at("warnings").dump().find("UPI_PAYMENTS") != std::string::npos,
                 scored.told().c_str());
        QVERIFY(readFile(m_folder / "d.csv")->starts_with(R"("case","probability","decision","reason_1",)"));
        m_folder.write("less.csv", "case_id,received,Money_Asked\na,2026-06-01,3\nb,2026-06-02,4\n");
        const CliAnswer refused = cli(QStringList { "score", "bundle", "less.csv" } + keys);
        QCOMPARE(refused.code, 4);
        QCOMPARE(refused.errorKind(), std::string("contract"));
    }

    void theProjectChecksAndTheLogVerifies()
    {
        QCOMPARE(inProject({ "audit", "verify" }).code, 0);
        QVERIFY(inProject({ "audit", "list" }).result().at("events").size() > 10);
        const CliAnswer checked = inProject({ "check" });
        QVERIFY2(checked.code == 0 && checked.result().at("ok").get<bool>(), checked.told().c_str());
        QCOMPARE(as("ana", { "audit", "head", "--key", "sign.pem", "--out", "head.json" }).code, 0);
        QCOMPARE(inProject({ "audit", "verify", "--against", "head.json", "--public-key", "sign.pem.public" })
                     .code,
                 0);
        for (const char* name : { "d.json", "d.html" })
            QCOMPARE(as("omar", { "dossier", "m1", "--out", name }).code, 0);
        QVERIFY(parseJson(*readFile(m_folder / "d.json")));
        // Pages that an unlucky disk changed.
        std::string bytes = *readFile(m_folder / "p.casebench");
        for (std::size_t at = bytes.size() / 2; at < bytes.size() / 2 + 64; ++at)
            bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
        m_folder.write("damaged.casebench", bytes);
        const CliAnswer damaged = cli({ "-p", "damaged.casebench", "check" });
        QVERIFY2(damaged.code == 4 || damaged.code == 1, damaged.told().c_str());
        const CliAnswer saved = cli({ "-p", "damaged.casebench", "check", "--salvage", "saved.casebench" });
        QVERIFY2(saved.code == 0 || saved.code == 3, saved.told().c_str());
        QVERIFY(saved.result().at("tables").size() > 10);
        QCOMPARE(cli({ "-p", "saved.casebench", "check" }).code, 0);
        QVERIFY(*readFile(m_folder / "damaged.casebench") == bytes);
        QCOMPARE(cli({ "-p", "damaged.casebench", "check", "--salvage", "saved.casebench" }).code, 4);
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_Cli.moc"
