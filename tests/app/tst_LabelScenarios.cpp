// SPDX-License-Identifier: GPL-3.0-or-later
// Scenarios 13 and 30 on the command line: what counts as a label decides what is learned, and is written
// down.
#include "tests/app/CliRunner.h"
#include "tests/support/TemporaryDirectory.h"

#include "core/base/AtomicFile.h"
#include "core/base/Random.h"
#include "core/workflow/SampleFixture.h"

using namespace casebench;
using namespace casebench::test;

namespace {

constexpr double kDisputedShare = .26; // scenario 13

/// A file of the sample as lines of cells, header first.
QList<QStringList> sampleLines(const std::string& name)
{
    for (const SampleFile& file : makeSample({ 1 }).files) {
        if (file.name != name)
            continue;
        QList<QStringList> lines;
        for (const QString& line : qs(file.bytes).split('\n', Qt::SkipEmptyParts))
            lines.append(line.split(','));
        return lines;
    }
    return {};
}

std::string joined(const QList<QStringList>& lines)
{
    QString text;
    for (const QStringList& line : lines)
        text += line.join(',') + '\n';
    return text.toStdString();
}

/// What the files hold, counted without the program.
struct Counted
{
    int cases = 0;
    int complaints = 0;
    int disputedComplaints = 0;
    int scams = 0; ///< with a verdict that nobody disputes
    int others = 0;
    int undecided = 0;
};

} // namespace

class TestLabelScenarios : public QObject
{
    Q_OBJECT

private:
    TemporaryDirectory m_folder;

    CliAnswer cli(const QStringList& arguments, const char* project = "p.casebench")
    {
        return runCli(qs(m_folder.path().string()), QStringList { "-p", project, "--json" } + arguments);
    }

    /// The training months with their verdicts; a second person contradicts a share of those on complaints.
    Counted importDisputed()
    {
        Counted counted;
        Random random(26);
        for (const char* month : { "01", "02", "03" }) {
            const QList<QStringList> calls = sampleLines(std::string("calls-2026-") + month + ".csv");
            QHash<QString, bool> complained;
            for (const QStringList& line : calls.mid(1)) {
                complained[line.front()] = line.back() == "Yes";
                ++counted.cases;
                counted.complaints += line.back() == "Yes" ? 1 : 0;
            }
            QList<QStringList> verdicts = sampleLines(std::string("verdicts-2026-") + month + ".csv");
            const QList<QStringList> first = verdicts.mid(1);
            for (const QStringList& line : first) {
                const bool scam = line[1] == "scam";
                if (complained[line[0]] && random.chance(kDisputedShare)) {
                    ++counted.disputedComplaints;
                    ++counted.undecided;
                    verdicts.append(
                        { line[0], scam ? "not-scam" : "scam", "reviewer", "customer disagrees", line[4] });
                } else {
                    ++(scam ? counted.scams : counted.others);
                }
            }
            const std::string callsName = std::string("calls-") + month + ".csv";
            const std::string verdictsName = std::string("verdicts-") + month + ".csv";
            m_folder.write(callsName, joined(calls));
            m_folder.write(verdictsName, joined(verdicts));
            expects(cli({ "import", qs(callsName) }).code == 0, "calls");
            expects(cli({ "label", "import", qs(verdictsName) }).code == 0, "verdicts");
        }
        return counted;
    }

private slots:

    void thePolicyDecidesWhatIsLearned()
    {
        QCOMPARE(runCli(qs(m_folder.path().string()), { "new", "p.casebench" }).code, 0);
        const Counted counted = importDisputed();
        const double share = static_cast<double>(counted.disputedComplaints) / counted.complaints;
        QVERIFY2(std::abs(share - kDisputedShare) < .03, qPrintable(QString::number(share)));

        Json runs = Json::object();
        Json noises = Json::object();
        for (const char* policy : { "complaints", "confirmed" }) {
            const CliAnswer snapshot = cli({ "snapshot", "create", policy, "--policy", policy });
            QVERIFY2(snapshot.code == 0, snapshot.told().c_str());
            QCOMPARE(snapshot.result()["rows"].get<int>(), counted.cases);
            const CliAnswer trained =
                cli({ "train", "--snapshot", policy, "--family", "logistic", "--name", policy });
            QVERIFY2(trained.code == 0, trained.told().c_str());
            runs[policy] = cli({ "run", "show", policy }).result();
            const CliAnswer noise = cli({ "noise", "--run", policy });
            QVERIFY2(noise.code == 0, noise.told().c_str());
            noises[policy] = noise.result();
            // Both carry the policy, the run and what is said about its labels.
            QCOMPARE(qs(runs[policy]["label_policy"].get<std::string>()), QString(policy));
            QCOMPARE(qs(noises[policy]["label_policy"].get<std::string>()), QString(policy));
        }

        // The counts are those of the files.
        const Json all = runs["complaints"]["labels"];
        QCOMPARE(all["positives"].get<int>(), counted.complaints);
        QCOMPARE(all["negatives"].get<int>(), counted.cases - counted.complaints);
        QCOMPARE(all["undecided"].get<int>(), 0);
        const Json confirmed = runs["confirmed"]["labels"];
        QCOMPARE(confirmed["positives"].get<int>(), counted.scams);
        QCOMPARE(confirmed["negatives"].get<int>(), counted.others);
        QCOMPARE(confirmed["undecided"].get<int>(), counted.undecided);

        // Whether somebody complains has nothing to do with what the fields say, whether it was a scam has.
        const auto auc = [&](const char* policy) { return runs[policy]["metrics"]["roc_auc"]; };
        QVERIFY2(auc("complaints")["high"].get<double>() < auc("confirmed")["low"].get<double>(),
                 (auc("complaints").dump() + auc("confirmed").dump()).c_str());
        QVERIFY(auc("confirmed")["value"].get<double>() > .85);
        QVERIFY(auc("complaints")["low"].get<double>() < .6);

        // And so does what is said about wrong labels.
        QCOMPARE(noises["complaints"]["n"].get<int>(), counted.cases);
        QCOMPARE(noises["confirmed"]["n"].get<int>(), counted.scams + counted.others);
        QVERIFY(noises["complaints"]["matrix"] != noises["confirmed"]["matrix"]);
        const auto errors = [&](const char* policy) {
            return noises[policy]["expected_errors"].get<double>();
        };
        QVERIFY2(std::abs(errors("complaints") - errors("confirmed")) > 20,
                 qPrintable(QString("%1 and %2").arg(errors("complaints")).arg(errors("confirmed"))));
        const CliAnswer compared = cli({ "compare", "complaints", "confirmed", "--on", "confirmed" });
        QVERIFY2(compared.code == 0, compared.told().c_str());
        QCOMPARE(compared.result()["models"].size(), std::size_t { 2 });
    }

    void aMonthWithoutConfirmedScamsIsAskedAboutAndTheAnswerKept()
    {
        const char* project = "gap.casebench";
        QCOMPARE(runCli(qs(m_folder.path().string()), { "new", project }).code, 0);
        int february = 0;
        for (const char* month : { "01", "02", "03" }) {
            const std::string name = std::string("gap-") + month + ".csv";
            m_folder.write(name, joined(sampleLines(std::string("calls-2026-") + month + ".csv")));
            QCOMPARE(cli({ "import", qs(name) }, project).code, 0);
            QList<QStringList> verdicts = sampleLines(std::string("verdicts-2026-") + month + ".csv");
            if (std::string(month) == "02") {
                verdicts.removeIf([](const QStringList& line) { return line[1] == "scam"; });
                february = static_cast<int>(verdicts.size()) - 1;
            }
            m_folder.write("labels-" + name, joined(verdicts));
            QCOMPARE(cli({ "label", "import", qs("labels-" + name) }, project).code, 0);
        }
        QVERIFY(february > 100);
        QCOMPARE(cli({ "snapshot", "create", "q1" }, project).code, 0);
        const auto train = [&](const QStringList& more) {
            return cli(QStringList { "train", "--snapshot", "q1", "--family", "logistic" } + more, project);
        };

        // Asked: nothing is trained before somebody says what to do with the month.
        const CliAnswer asked = train({ "--gap", "ask", "--name", "asked" });
        QCOMPARE(asked.code, 1);
        QCOMPARE(asked.errorKind(), std::string("label-regime-gap"));
        QVERIFY2(asked.document["error"]["what"].get<std::string>().find("February 2026")
                     != std::string::npos,
                 asked.told().c_str());
        QVERIFY(cli({ "runs" }, project).result()["runs"].empty());

        // A script that says nothing gets the careful answer, and a warning that nobody was asked.
        const auto gapOf = [&](const char* run) {
            const CliAnswer shown = cli({ "run", "show", run }, project);
            expects(shown.code == 0, shown.told());
            return shown.result();
        };
        const CliAnswer silent = train({ "--name", "silent" });
        QVERIFY2(silent.code == 0, silent.told().c_str());
        const Json excluded = gapOf("silent");
        QVERIFY(excluded["label_gap"]["months"] == Json::array({ "2026-02" }));
        QCOMPARE(qs(excluded["label_gap"]["answer"].get<std::string>()), QString("exclude"));
        QCOMPARE(qs(excluded["label_gap"]["answered_by"].get<std::string>()), QString("default"));
        QCOMPARE(excluded["labels"]["excluded"].get<int>(), february);
        QVERIFY2(excluded["warnings"].dump().find("Label-regime gap") != std::string::npos,
                 excluded["warnings"].dump().c_str());

        // An answer is kept with the person who gave it, and changes what is trained on.
        const CliAnswer kept = train({ "--name", "kept", "--gap", "keep" });
        QVERIFY2(kept.code == 0, kept.told().c_str());
        const Json keep = gapOf("kept");
        QCOMPARE(qs(keep["label_gap"]["answer"].get<std::string>()), QString("keep"));
        QVERIFY(keep["label_gap"]["answered_by"] == keep["trained_by"]);
        QCOMPARE(keep["labels"]["excluded"].get<int>(), 0);
        QCOMPARE(keep["labels"]["negatives"].get<int>(),
                 excluded["labels"]["negatives"].get<int>() + february);
        QVERIFY(keep["labels"]["positives"] == excluded["labels"]["positives"]);
        QVERIFY(keep["metrics"] != excluded["metrics"]);
        const CliAnswer left = train({ "--name", "left", "--gap", "exclude" });
        QVERIFY2(left.code == 0, left.told().c_str());
        const Json leave = gapOf("left");
        QVERIFY(leave["label_gap"]["answered_by"] == leave["trained_by"]);
        QVERIFY(leave["metrics"] == excluded["metrics"]); // the same training, by another's word

        // And the log says so too.
        const Json log = cli({ "audit", "list" }, project).result()["events"];
        int recorded = 0;
        for (const Json& event : log)
            recorded +=
                event["act"] == "run.train" && event.dump().find("2026-02") != std::string::npos ? 1 : 0;
        QCOMPARE(recorded, 3);
    }

    void aKeptMonthThatIsTheHoldOutIsNamed()
    {
        const char* project = "tail.casebench";
        QCOMPARE(runCli(qs(m_folder.path().string()), { "new", project }).code, 0);
        for (const char* month : { "01", "02", "03" }) {
            const std::string name = std::string("tail-") + month + ".csv";
            m_folder.write(name, joined(sampleLines(std::string("calls-2026-") + month + ".csv")));
            QCOMPARE(cli({ "import", qs(name) }, project).code, 0);
            QList<QStringList> verdicts = sampleLines(std::string("verdicts-2026-") + month + ".csv");
            if (std::string(month) == "03") {
                for (qsizetype i = 1; i < verdicts.size(); ++i)
                    verdicts[i][1] = "not-scam";
            }
            m_folder.write("labels-" + name, joined(verdicts));
            QCOMPARE(cli({ "label", "import", qs("labels-" + name) }, project).code, 0);
        }
        QCOMPARE(cli({ "snapshot", "create", "q1" }, project).code, 0);
        const auto train = [&](const QStringList& more) {
            return cli(QStringList { "train", "--snapshot", "q1", "--family", "logistic" } + more, project);
        };
        const CliAnswer kept = train({ "--gap", "keep" });
        QCOMPARE(kept.code, 1);
        QCOMPARE(kept.errorKind(), std::string("single-class"));
        const Json& error = kept.document["error"];
        QVERIFY2(
            error["what"].get<std::string>().find("last 25 % of the cases, and those of 2026-03 were kept")
                != std::string::npos,
            kept.told().c_str());
        for (const char* way : { "--gap exclude", "--split stratified" })
            QVERIFY2(error["advice"].get<std::string>().find(way) != std::string::npos, kept.told().c_str());
        QVERIFY(cli({ "runs" }, project).result()["runs"].empty());
        // Both ways it names lead on.
        QCOMPARE(train({ "--gap", "exclude", "--name", "a" }).code, 0);
        QCOMPARE(train({ "--gap", "keep", "--split", "stratified", "--name", "b" }).code, 0);
    }

    void reasonsAreListedChosenAndGivenUp()
    {
        const char* project = "reasons.casebench";
        QCOMPARE(runCli(qs(m_folder.path().string()), { "new", project }).code, 0);
        QCOMPARE(cli({ "person", "add", "omar", "--role", "compliance" }, project).code, 0);
        const CliAnswer none = cli({ "label", "reasons" }, project);
        QVERIFY2(none.code == 0, none.told().c_str());
        QVERIFY(none.result()["reasons"].empty() && none.result()["chosen"] == false);

        const CliAnswer set =
            cli({ "label", "reasons", "set", " Money sent ", "Gave the OTP", "Money sent" }, project);
        QVERIFY2(set.code == 0, set.told().c_str());
        const Json chosen = Json::array({ "Money sent", "Gave the OTP" });
        QVERIFY(set.result()["reasons"] == chosen);
        const CliAnswer listed = cli({ "--as", "omar", "label", "reasons" }, project);
        QVERIFY(listed.result()["reasons"] == chosen && listed.result()["chosen"] == true);
        const QString words =
            qs(runCli(qs(m_folder.path().string()), { "-p", project, "label", "reasons" }).out.toStdString());
        QVERIFY2(words.contains("2  Gave the OTP"), qPrintable(words));
        QVERIFY(cli({ "audit", "list" }, project).out.contains("label.reasons"));

        QCOMPARE(cli({ "--as", "omar", "label", "reasons", "set", "mine" }, project).code, 4);
        QStringList ten { "label", "reasons", "set" };
        for (int i = 0; i < 10; ++i)
            ten.append(QString::number(i));
        QCOMPARE(cli(ten, project).code, 1);
        QCOMPARE(cli({ "label", "reasons", "set" }, project).code, 2);
        QCOMPARE(cli({ "label", "reasons", "reset", "all" }, project).code, 2);
        QVERIFY(cli({ "label", "reasons" }, project).result()["reasons"] == chosen);
        QVERIFY(cli({ "label", "reasons", "reset" }, project).result()["reasons"].empty());
    }
};

QTEST_GUILESS_MAIN(TestLabelScenarios)
#include "tst_LabelScenarios.moc"
