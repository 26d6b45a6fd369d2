// SPDX-License-Identifier: GPL-3.0-or-later
// Verdicts in files: what goes out comes back, and a bad line is told and costs nothing but itself.
#include "tests/core/workflow/WorkflowFixture.h"

#include "core/base/AtomicFile.h"
#include "core/store/PersonStore.h"

#include <limits>
#include <map>

using namespace casebench;
using namespace casebench::test;

namespace {

constexpr double kNoConfidence = std::numeric_limits<double>::quiet_NaN();

void importCasesOf(WorkflowFixture& f, const std::string& year = "2026")
{
    ImportRequest request;
    request.choices.id = "case_id";
    request.choices.time = "received";
    CB_VERIFY(f.import("a.csv",
                       std::string("case_id,received,Asked_OTP\nc1,") + year + "-01-01,Yes\nc2," + year
                           + "-01-02,No\nc3," + year + "-01-03,No\n",
                       request));
}

VerdictRequest
verdict(std::string caseId, Verdict what, std::string reason, std::string note, double confidence)
{
    VerdictRequest request { std::move(caseId), what, std::move(reason), std::move(note) };
    request.confidence = confidence;
    return request;
}

/// A conflict that a third settled, a verdict alone, one taken back: texts that files find hard.
void judge(WorkflowFixture& f)
{
    CB_VERIFY(giveVerdict(f.project(), f.actor("ina"), verdict("c1", Verdict::Scam, "=1+1", "'quoted'", .8)));
    CB_VERIFY(giveVerdict(
        f.project(), f.actor("ana"),
        verdict("c1", Verdict::NotScam, "said \"no\", twice", "two\nlines, ünïcode \U0001F50E", 1.0 / 3)));
    CB_VERIFY(adjudicate(f.project(), f.actor("ada"), verdict("c1", Verdict::Scam, "receipt", "", 1)));
    CB_VERIFY(giveVerdict(f.project(), f.actor("ina"),
                          verdict("c2", Verdict::Unresolvable, "", "", kNoConfidence)));
    CB_VERIFY(giveVerdict(f.project(), f.actor("ina"), verdict("c3", Verdict::Scam, "", "", 0)));
    CB_VERIFY(undoVerdict(f.project(), f.actor("ina")));
}

std::string exported(WorkflowFixture& f, const char* name)
{
    const auto rows = exportLabels(f.project(), f.actor("ina"), f.folder() / name);
    return rows ? f.must(readFile(f.folder() / name)) : rows.error().sentence();
}

/// "12 bad-time" for each line that was refused.
QStringList told(const LabelImportSummary& summary)
{
    QStringList lines;
    for (const LabelIssue& issue : summary.issues)
        lines.append(QString("%1 %2").arg(issue.line).arg(qs(issue.kind)));
    return lines;
}

} // namespace

class TestLabelFiles : public QObject
{
    Q_OBJECT

private slots:

    void everyColumnComesBack_data()
    {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::newRow("csv") << "out.csv"
                             << "again.csv";
        QTest::newRow("jsonl") << "out.jsonl"
                               << "again.jsonl";
        QTest::newRow("csv to jsonl") << "out.csv"
                                      << "again.jsonl";
        QTest::newRow("jsonl to csv") << "out.JSONL"
                                      << "again.csv";
    }

    void everyColumnComesBack()
    {
        QFETCH(const QString, first);
        QFETCH(const QString, second);
        WorkflowFixture a;
        WorkflowFixture b;
        importCasesOf(a);
        importCasesOf(b);
        judge(a);
        const Instant before = now();
        const std::string file = exported(a, first.toUtf8().constData());
        const auto taken = b.importVerdicts(first.toStdString(), file);
        CB_VERIFY(taken);
        QCOMPARE(told(*taken), QStringList());
        QCOMPARE(taken->accepted, std::int64_t { 4 });
        QVERIFY(taken->personsAdded.empty());

        // What B says about them is what A says, with people and times, whatever the way.
        QCOMPARE(qs(exported(b, second.toUtf8().constData())), qs(exported(a, second.toUtf8().constData())));
        for (const char* id : { "c1", "c2", "c3" })
            QCOMPARE(caseLabels(b.project(), id)->settled.state, caseLabels(a.project(), id)->settled.state);
        const LabelEvent event = caseLabels(b.project(), "c1")->events.front();
        QCOMPARE(event.note, std::string("'quoted'"));
        QCOMPARE(event.confidence, .8);
        QCOMPARE(event.origin, LabelOrigin::Imported);
        QVERIFY(event.recordedAt >= before); // B saw it only now: as-of stays honest

        const auto again = a.importVerdicts("own" + first.toStdString(), file);
        CB_VERIFY(again);
        QCOMPARE(again->accepted, std::int64_t { 0 });
        QCOMPARE(again->repeated, std::int64_t { 4 });
        QVERIFY(a.problems().empty() && b.problems().empty());
    }

    void linesOfJsonAreOneObjectEach()
    {
        WorkflowFixture f;
        importCasesOf(f);
        judge(f);
        const std::string file = exported(f, "out.jsonl");
        QCOMPARE(std::ranges::count(file, '\n'), 4);
        const auto line = parseJson(file.substr(0, file.find('\n')));
        CB_VERIFY(line);
        QCOMPARE(line->size(), std::size_t { 9 });
        QCOMPARE((*line)["reason"].get<std::string>(), std::string("=1+1"));
        QCOMPARE((*line)["origin"].get<std::string>(), std::string("person"));
        QVERIFY((*line)["confidence"].is_number());
        const std::string csv = exported(f, "out.csv");
        QVERIFY(csv.starts_with(
            "\"case\",\"verdict\",\"person\",\"reason\",\"time\",\"confidence\",\"note\",\"origin\","
            "\"recorded\"\r\n"));
        QVERIFY(csv.find("\"=1+1\"") == std::string::npos); // no formula in a spreadsheet
    }

    void badLinesOfJsonAreToldOneByOne()
    {
        WorkflowFixture f;
        importCasesOf(f);
        const std::vector<std::pair<std::string, const char*>> lines {
            { "{'case':'c1','verdict':'scam','person':'bo'}", "" },
            { "{'case':'c1','verdict':'scam','person':'bo'", "json-syntax" },
            { "{'case':'c2','verdict':1,'person':'bo'}", "wrong-type" },
            { "{'case':'c2','verdict':'scam','person':{'name':'bo'}}", "wrong-type" },
            { "{'case':'c2','verdict':'scam','person':true}", "wrong-type" },
            { "{'case':['c2'],'verdict':'scam','person':'bo'}", "wrong-type" },
            { "{'case':'c9','verdict':'scam','person':'bo'}", "unknown-case" },
            { "{'verdict':'scam','person':'bo'}", "no-case" },
            { "{'case':null,'verdict':'scam','person':'bo'}", "no-case" },
            { "{'case':'c2','person':'bo'}", "no-verdict" },
            { "{'case':'c2','verdict':'scam'}", "no-person" },
            { "{'case':'c2','verdict':'scam','person':'  '}", "no-person" },
            { "{'case':'c2','verdict':'maybe','person':'bo'}", "unknown-verdict" },
            { "{'case':'c2','verdict':'scam','person':'bo','time':'2999-01-01'}", "future-time" },
            { "{'case':'c2','verdict':'scam','person':'bo','time':'yesterday'}", "bad-time" },
            { "{'case':'c2','verdict':'scam','person':'bo','time':20260101}", "wrong-type" },
            { "{'case':'c2','verdict':'scam','person':'bo','confidence':1.5}", "bad-confidence" },
            { "{'case':'c2','verdict':'scam','person':'bo','confidence':'0.5'}", "wrong-type" },
            { "{'case':'c2','verdict':'scam','person':'bo','origin':'oracle'}", "unknown-origin" },
            { "{'case':'c2','verdict':'scam','person':'bo','recorded':'2999-01-01'}", "future-time" },
            { "{'case':'c2','verdict':'scam','person':'bo','case':'c3'}", "duplicate-key" },
            { "{'case':'c2','verdict':'scam','person':'b#o'}", "nul-byte" },
            { "{'case':'c2','verdict':'scam','person':'b\\u0000o'}", "nul-byte" },
            { "{'case':'c2','verdict':'scam','person':'b\\ud800o'}", "lone-surrogate" },
            { "{'case':'c2','verdict':'scam','person':'b#o','note':'ü'}", "invalid-utf8" },
            { "[1]", "not-an-object" },
            { "{'case':'c2','verdict':'scam','person':'b\\no'}", "bad-person" },
            { "{'case':'c2','verdict':'scam','person':'#'}", "bad-person" },
            { "{'case':'c2','verdict':'not-scam','person':'newcomer','confidence':0.25,'note':null,'extra':["
              "1]}",
              "" },
        };
        const std::map<std::string, std::string> pieces {
            // in place of #
            { "nul-byte", std::string(1, '\0') },
            { "invalid-utf8", std::string(1, static_cast<char>(0xFF)) },
            { "bad-person", std::string(201, 'x') },
        };
        std::string file("\xEF\xBB\xBF");
        QStringList expected;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            std::string line = lines[i].first; // ' stands for ": moc loses its way in raw strings with a #
            std::ranges::replace(line, '\'', '"');
            if (const auto at = line.find('#'); at != std::string::npos)
                line.replace(at, 1, pieces.at(lines[i].second));
            file += line + "\r\n";
            if (*lines[i].second != '\0')
                expected.append(QString("%1 %2").arg(i + 1).arg(lines[i].second));
        }
        const auto taken = f.importVerdicts("l.jsonl", file);
        CB_VERIFY(taken);
        QCOMPARE(told(*taken), expected);
        for (const LabelIssue& issue : taken->issues)
            QVERIFY2(issue.reason.size() > 10 && issue.reason.ends_with('.'), issue.reason.c_str());
        QCOMPARE(taken->accepted, std::int64_t { 2 });
        QCOMPARE(taken->rowsRead, static_cast<std::int64_t>(lines.size()));
        QCOMPARE(taken->personsAdded, (std::vector<std::string> { "bo", "newcomer" }));
        QCOMPARE(f.must(PersonStore(f.project()).find("newcomer")).role, Role::None);
        QCOMPARE(caseLabels(f.project(), "c2")->events.front().confidence, .25);
        QCOMPARE(f.must(SourceStore(f.project()).quarantinedCount()),
                 static_cast<std::int64_t>(expected.size()));
        QVERIFY(f.problems().empty());
    }

    void badLinesOfCsvAreToldOneByOne()
    {
        WorkflowFixture f;
        importCasesOf(f);
        const std::string nul(1, '\0');
        const auto taken = f.importVerdicts("l.csv",
                                            "\xEF\xBB\xBF"
                                            "person,case,verdict,confidence,origin,time,recorded\r\n"
                                            "bo,c1,scam,0.5,,2026-01-05,\r\n"
                                            "bo,c2,scam,2,,2026-01-05,\r\n"
                                            "bo,c2,scam,high,,2026-01-05,\r\n"
                                            "bo,c2,scam,,divine,2026-01-05,\r\n"
                                            "bo,c2,scam,,,2999-01-05,\r\n"
                                            "bo,c2,scam,,,2026-02-30,\r\n"
                                            "bo,c2,scam,,,2026-01-05,soon\r\n"
                                            "bo,c2,scam\r\n"
                                            "b" + nul
                                                + "o,c2,scam,,,,\r\n"
                                                  ",c2,scam,,,,\r\n"
                                                  "bo,,scam,,,,\r\n"
                                                  "bo,c2,,,,,\r\n"
                                                  "'tis me,c2,scam,,,,\r\n");
        CB_VERIFY(taken);
        QCOMPARE(told(*taken),
                 (QStringList { "3 bad-confidence", "4 bad-confidence", "5 unknown-origin", "6 future-time",
                                "7 bad-time", "8 bad-time", "9 ragged", "10 nul-byte", "11 no-person",
                                "12 no-case", "13 no-verdict" }));
        QCOMPARE(taken->accepted, std::int64_t { 2 });
        QCOMPARE(taken->personsAdded,
                 (std::vector<std::string> { "bo", "tis me" })); // our own guard taken off
    }

    void whatOthersWroteKeepsItsApostrophe()
    {
        WorkflowFixture f;
        importCasesOf(f);
        CB_VERIFY(f.importVerdicts("l.csv", "case,verdict,person,reason\nc1,scam,bo,'tis one\n"));
        QCOMPARE(caseLabels(f.project(), "c1")->events.front().reason, std::string("'tis one"));
    }

    void nobodySettlesAnOwnConflictByFile()
    {
        WorkflowFixture f;
        importCasesOf(f);
        CB_VERIFY(
            giveVerdict(f.project(), f.actor("ina"), verdict("c2", Verdict::Scam, "", "", kNoConfidence)));
        // zed settles before and after the line with an own verdict; ina has hers in the project.
        const auto taken =
            f.importVerdicts("l.jsonl",
                             R"({"case":"c1","verdict":"scam","person":"zed","origin":"adjudication"}
{"case":"c1","verdict":"not-scam","person":"zed"}
{"case":"c2","verdict":"scam","person":"ina","origin":"adjudication"}
{"case":"c3","verdict":"scam","person":"ann"}
{"case":"c3","verdict":"not-scam","person":"bob"}
{"case":"c3","verdict":"scam","person":"zed","origin":"adjudication"}
)");
        CB_VERIFY(taken);
        QCOMPARE(told(*taken), (QStringList { "1 own-verdict", "3 own-verdict" }));
        QCOMPARE(caseLabels(f.project(), "c3")->settled.truth, kPositive);
        QCOMPARE(caseLabels(f.project(), "c1")->settled.truth, kNegative);
    }

    void aClockBehindTheCasesJudgesNoTime()
    {
        WorkflowFixture f;
        importCasesOf(f, "2998");
        const auto taken = f.importVerdicts("l.csv", "case,verdict,person,time\nc1,scam,bo,2999-01-01\n");
        CB_VERIFY(taken);
        QCOMPARE(taken->accepted, std::int64_t { 1 });
    }

    void theEndingChoosesTheFormat()
    {
        WorkflowFixture f;
        importCasesOf(f);
        for (const char* name : { "out.txt", "out.xlsx", "out" }) {
            const auto refused = exportLabels(f.project(), f.actor("ina"), f.folder() / name);
            QVERIFY(!refused && refused.error().kind == "format-unknown");
            QVERIFY(!std::filesystem::exists(f.folder() / name));
        }
        const auto array = f.importVerdicts("l.jsonl", "[{\"case\":\"c1\"}]\n");
        QVERIFY(!array);
        QCOMPARE(array.error().kind, std::string("json-array"));
        const auto nothing = f.importVerdicts("m.jsonl", "{\"id\":\"c1\",\"answer\":\"scam\"}\n");
        QVERIFY(!nothing);
        QCOMPARE(nothing.error().kind, std::string("label-columns"));
    }
};

QTEST_APPLESS_MAIN(TestLabelFiles)
#include "tst_LabelFiles.moc"
