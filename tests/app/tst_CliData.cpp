// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs that speak of the data as a whole: fields and expect.
#include "tests/app/CliRunner.h"
#include "tests/support/TemporaryDirectory.h"

using namespace casebench;
using namespace casebench::test;

namespace {

std::string month(int number, bool withMoney)
{
    std::string csv = std::string("case_id,received,place") + (withMoney ? ",money" : "") + "\n";
    for (int row = 0; row < 60; ++row) {
        const std::string day = std::to_string(10 + row % 18);
        csv += "C" + std::to_string(1000 * number + row) + ",2026-0" + std::to_string(number) + "-" + day
            + "," + (row % 3 == 0 ? "local" : "intl")
            + (withMoney ? "," + std::to_string(100 + row * 7 % 50) : "") + "\n";
    }
    return csv;
}

} // namespace

class TestCliData : public QObject
{
    Q_OBJECT

private:
    TemporaryDirectory m_folder;

    CliAnswer cli(const QStringList& arguments)
    {
        return runCli(qs(m_folder.path().string()),
                      QStringList { "-p", "p.casebench", "--json" } + arguments);
    }

    [[nodiscard]] Json field(const CliAnswer& answer, const char* name) const
    {
        for (const Json& entry : answer.result()["fields"]) {
            if (entry["name"] == name)
                return entry;
        }
        return nullptr;
    }

private slots:

    void initTestCase()
    {
        m_folder.write("m1.csv", month(1, true));
        m_folder.write("m2.csv", month(2, true));
        m_folder.write("m3.csv", month(3, false));
        QCOMPARE(runCli(qs(m_folder.path().string()), { "new", "p.casebench" }).code, 0);
        const CliAnswer imported = cli({ "import", "m1.csv" });
        QVERIFY2(imported.code == 0, imported.told().c_str());
        QVERIFY(imported.result()["sources"][0]["expectations"].is_null());
    }

    void fieldsKeepTheContractAndTellMore()
    {
        const CliAnswer answer = cli({ "fields" });
        QVERIFY2(answer.code == 0, answer.told().c_str());
        const Json place = field(answer, "place");
        for (const char* key : { "name", "kind", "role", "fill", "levels" })
            QVERIFY2(place.contains(key), key);
        QCOMPARE(place["levels"].size(), std::size_t { 2 });
        QCOMPARE(place["fill"].get<double>(), 1.0);
        QVERIFY(place["drift"].is_null() && place["seen_by_champion"].is_null());
        QVERIFY(answer.result()["why_no_drift"].is_string());
        QVERIFY(field(answer, "money")["levels"].is_null());
    }

    void aChangedFieldTellsItsHistory()
    {
        const CliAnswer changed =
            cli({ "fields", "set", "place", "--role", "group", "--reason", "branches" });
        QVERIFY2(changed.code == 0, changed.told().c_str());
        QCOMPARE(qs(field(changed, "place")["role"].get<std::string>()), QString("group"));
        QCOMPARE(changed.result()["linked"]["groups"].get<int>(), 2);
        const CliAnswer history = cli({ "fields", "history", "place" });
        const Json& events = history.result()["events"];
        QCOMPARE(events.size(), std::size_t { 2 });
        QCOMPARE(qs(events[1]["what"].get<std::string>()), QString("role feature -> group"));
        QCOMPARE(qs(events[1]["reason"].get<std::string>()), QString("branches"));
        QCOMPARE(cli({ "fields", "history", "nothing" }).code, 1);
    }

    void expectationsGoOutAndComeBack()
    {
        QCOMPARE(cli({ "expect", "run" }).code, 1); // none yet
        const CliAnswer suggested = cli({ "expect", "suggest", "--save", "--out", "e.json" });
        QVERIFY2(suggested.code == 0, suggested.told().c_str());
        QVERIFY(suggested.result()["checks"].size() > 8);
        const CliAnswer again = cli({ "expect", "import", "e.json" });
        QVERIFY2(again.code == 0, again.told().c_str());
        QVERIFY(again.result()["suite"] == suggested.result()["suite"]);
        QVERIFY(cli({ "expect", "export" }).result()["suite"] == suggested.result()["suite"]);
        const CliAnswer run = cli({ "expect", "run" });
        QVERIFY2(run.code == 0, run.told().c_str());
        for (const Json& check : run.result()["checks"]) {
            for (const char* key : { "name", "severity", "passed", "failing_rows" })
                QVERIFY2(check.contains(key), key);
        }
        m_folder.write("bad.json",
                       R"({"format":"casebench-expectations","version":1,"expectations":[{"name":"x"}]})");
        const CliAnswer refused = cli({ "expect", "import", "bad.json" });
        QCOMPARE(refused.code, 1);
        QVERIFY(!refused.document["error"]["what"].get<std::string>().empty());
        QVERIFY(cli({ "expect", "export" }).result()["suite"]
                == suggested.result()["suite"]); // nothing changed
    }

    void anImportIsHeldToThemAndACriticalFailureIsAFinding()
    {
        const CliAnswer good = cli({ "import", "m2.csv" });
        QVERIFY2(good.code == 0, good.told().c_str());
        QCOMPARE(good.result()["sources"][0]["expectations"]["failed_critical"].get<int>(), 0);
        const CliAnswer lacking = cli({ "import", "m3.csv" });
        QVERIFY2(lacking.code == 3, lacking.told().c_str());
        QCOMPARE(lacking.result()["sources"][0]["rows_accepted"].get<int>(), 60); // the import stands
        QCOMPARE(cli({ "expect", "run", "--source", "m3.csv" }).code, 3);
        QCOMPARE(cli({ "expect", "run", "--source", "m2.csv" }).code, 0);
        QCOMPARE(cli({ "expect", "run", "--source", "nothing.csv" }).code, 1);
        QCOMPARE(cli({ "expect" }).code, 2);
    }
};

QTEST_GUILESS_MAIN(TestCliData)
#include "tst_CliData.moc"
