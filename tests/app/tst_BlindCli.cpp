// SPDX-License-Identifier: GPL-3.0-or-later
// Scenario 11 on the command line: nothing that the program prints or writes tells the second what the first
// said.
#include "CliRunner.h"
#include "tests/support/TemporaryDirectory.h"
#include "tests/support/TestMain.h"

#include "core/base/AtomicFile.h"

using namespace casebench;
using namespace casebench::test;

class TestBlindCli : public QObject
{
    Q_OBJECT

    TemporaryDirectory m_folder;

    CliAnswer as(const char* person, QStringList arguments)
    {
        return runCli(qs(m_folder.path().string()),
                      QStringList { "-p", "p.casebench", "--json", "--as", person } + arguments);
    }

private slots:

    void initTestCase()
    {
        const QString folder = qs(m_folder.path().string());
        QCOMPARE(runCli(folder, { "new", "p.casebench" }).code, 0);
        m_folder.write("c.csv", "case_id,received,a\nc1,2026-01-01,1\nc2,2026-01-02,2\nc3,2026-01-03,3\n");
        const QString self = qs(runCli(folder, { "-p", "p.casebench", "--json", "person", "list" })
                                    .result()
                                    .at("people")[0]
                                    .at("name")
                                    .get<std::string>());
        for (const char* name : { "bea", "cem", "ina" }) {
            const CliAnswer added = runCli(folder,
                                           { "-p", "p.casebench", "--json", "--as", self, "person", "add",
                                             name, "--role", "investigator" });
            QVERIFY2(added.code == 0, added.told().c_str());
        }
        const CliAnswer imported = as("bea", { "import", "c.csv" });
        QVERIFY2(imported.code == 0, imported.told().c_str());
        const CliAnswer given =
            as("bea", { "label", "c1", "scam", "--reason", "caneyreason", "--note", "caneynote" });
        QVERIFY2(given.code == 0, given.told().c_str());
        QVERIFY(given.result().at("events")[0].at("sealed").get<bool>());
    }

    void nothingTellsTheSecondPerson()
    {
        const QList<QStringList> commands {
            { "label", "history", "c1" },
            { "cases" },
            { "cases", "--where", "label = 'scam'" },
            { "queue", "--limit", "0" },
            { "work" },
            { "note", "c1" },
            { "audit", "list" },
            { "cases", "--out", "out.csv" },
            { "label", "export", "l.csv" },
        };
        for (const QStringList& command : commands) {
            const CliAnswer answer = as("cem", command);
            QVERIFY2(answer.code == 0, answer.told().c_str());
            QVERIFY2(!answer.out.contains("caney"), answer.told().c_str());
            QVERIFY2(!answer.err.contains("caney"), answer.told().c_str());
        }
        QCOMPARE(as("cem", { "label", "history", "c1" }).result().at("state").get<std::string>(),
                 std::string("alleged"));
        QCOMPARE(as("cem", { "label", "history", "c1" }).result().at("sealed").get<int>(), 1);
        QCOMPARE(as("cem", { "cases", "--where", "label = 'scam'" }).result().at("total").get<int>(), 0);
        QCOMPARE(as("bea", { "cases", "--where", "label = 'scam'" }).result().at("total").get<int>(), 1);
        QCOMPARE(as("cem", { "label", "export", "l.csv" }).result().at("rows").get<int>(), 0);
        QVERIFY(readFile(m_folder / "out.csv")->find("caney") == std::string::npos);
        QVERIFY(readFile(m_folder / "p.casebench")->find("caney") == std::string::npos);
    }

    void theConflictComesToAThird()
    {
        QCOMPARE(as("ina", { "adjudicate", "c1", "scam", "--reason", "r" }).code, 4);
        QCOMPARE(as("cem", { "label", "c1", "not-scam", "--reason", "known" }).code, 0);
        const CliAnswer disputed = as("ina", { "queue", "--kind", "disputed" });
        QCOMPARE(disputed.result().at("queue").size(), std::size_t { 1 });
        QCOMPARE(disputed.result().at("queue")[0].at("case").get<std::string>(), std::string("c1"));
        QVERIFY(as("ina", { "label", "history", "c1" }).out.contains("caneyreason"));
        QVERIFY(as("bea", { "queue", "--kind", "disputed" }).result().at("queue").empty());
        QCOMPARE(as("bea", { "adjudicate", "c1", "scam", "--reason", "r" }).errorKind(),
                 std::string("own-verdict"));
        const CliAnswer settled =
            as("ina", { "adjudicate", "c1", "not-scam", "--reason", "the receipt", "--confidence", "0.8" });
        QVERIFY2(settled.code == 0, settled.told().c_str());
        QCOMPARE(settled.result().at("state").get<std::string>(), std::string("not-scam"));
        QCOMPARE(settled.result().at("confidence").get<double>(), 0.8);
        QCOMPARE(settled.result().at("matures").get<std::string>(), std::string("2026-01-31"));
        QVERIFY(settled.result().at("matures_assumed").get<bool>());
        const CliAnswer work = as("bea", { "work" });
        QCOMPARE(work.result().at("overruled").size(), std::size_t { 1 });
        QCOMPARE(work.result().at("agreement").at("n").get<int>(), 1);
    }

    void bulkUndoRedoEvidenceAndNotes()
    {
        const CliAnswer preview = as("bea", { "label", "bulk", "not-scam", "--where", "a > 1", "--dry-run" });
        QVERIFY2(preview.code == 0, preview.told().c_str());
        QCOMPARE(preview.result().at("count").get<int>(), 2);
        QVERIFY(as("bea", { "label", "history", "c2" }).result().at("events").empty());
        QCOMPARE(as("bea", { "label", "bulk", "not-scam", "--where", "a > 1" }).code, 0);
        QCOMPARE(as("bea", { "label", "undo" }).result().at("cases").size(), std::size_t { 2 });
        QCOMPARE(as("bea", { "label", "redo" }).result().at("cases").size(), std::size_t { 2 });
        QCOMPARE(as("bea", { "label", "redo" }).errorKind(), std::string("nothing-to-redo"));
        QCOMPARE(as("bea", { "label", "bulk", "scam" }).code, 2);
        m_folder.write("receipt.txt", "paid");
        const CliAnswer added = as("bea", { "evidence", "add", "c2", "receipt.txt", "--note", "n" });
        QVERIFY2(added.code == 0, added.told().c_str());
        QCOMPARE(added.result().at("evidence").size(), std::size_t { 1 });
        QCOMPARE(as("cem", { "evidence", "list", "c2" }).result().at("evidence")[0].at("bytes").get<int>(),
                 4);
        QCOMPARE(as("cem", { "evidence", "check" }).code, 0);
        QCOMPARE(as("cem", { "note", "c2", "--text", "rang again" }).result().at("notes").size(),
                 std::size_t { 1 });
        QCOMPARE(as("bea", { "queue", "--claim", "--limit", "1" }).result().at("claimed").size(),
                 std::size_t { 0 });
        const CliAnswer checked = as("ina", { "check" });
        QVERIFY2(checked.code == 0, checked.told().c_str());
    }

    void withoutTheKeyFileThereIsAWarning()
    {
        std::filesystem::rename(m_folder / "p.casebench.casekeys", m_folder / "away");
        const CliAnswer cases = as("cem", { "cases" });
        QCOMPARE(cases.code, 0);
        QVERIFY2(cases.document.at("warnings").dump().find("casekeys") != std::string::npos,
                 cases.told().c_str());
        const CliAnswer refused = as("cem", { "label", "c3", "scam" });
        QCOMPARE(refused.code, 4);
        QCOMPARE(refused.errorKind(), std::string("E_KEY_MISSING"));
        std::filesystem::rename(m_folder / "away", m_folder / "p.casebench.casekeys");
        QCOMPARE(as("cem", { "label", "c3", "scam" }).code, 0);
    }
};

QTEST_GUILESS_MAIN(TestBlindCli)
#include "tst_BlindCli.moc"
