// SPDX-License-Identifier: GPL-3.0-or-later
// Promises P1 and P2: kill -9 at any moment leaves the project as before or as after, and what was
// acknowledged is there.
#include "tests/app/CliRunner.h"
#include "tests/support/LongRun.h"
#include "tests/support/TemporaryDirectory.h"

#include "core/base/Random.h"
#include "core/store/CaseStore.h"
#include "core/store/LabelStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/ImportCases.h"
#include "core/workflow/SettleLabels.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

using namespace casebench;
using namespace casebench::test;
namespace fs = std::filesystem;

namespace {

const int kKills = countOf(50, 200); // of importing, of labelling and of training
constexpr std::size_t kFirstRows = 100;
constexpr std::size_t kLargeRows = 20'000;

std::string casesCsv(const std::string& prefix, std::size_t rows)
{
    std::string csv = "case_id,received,Asked_OTP,Money,Place\n";
    for (std::size_t i = 0; i < rows; ++i)
        csv += prefix + std::to_string(i) + ",2026-01-01T10:00:00Z," + (i % 3 == 0 ? "Yes," : "No,")
            + std::to_string(i * 7 % 5000) + ",place " + std::to_string(i % 400) + "\n";
    return csv;
}

/// The driver that is killed: one verdict after the other, each acknowledged once it is saved.
int labelForEver(const char* file, int first)
{
    auto project = Project::open(file);
    if (!project)
        return 1;
    const auto actor = resolveActor(*project, "ada");
    for (int i = first; actor; ++i) {
        VerdictRequest request;
        request.caseId = "c" + std::to_string(i);
        if (!giveVerdict(*project, *actor, request))
            return 0;
        std::printf("%s\n", request.caseId.c_str());
        std::fflush(stdout);
    }
    return 1;
}

} // namespace

class TestKill9 : public QObject
{
    Q_OBJECT

private:
    TemporaryDirectory m_folder;
    Random m_random { 20260301 };

    [[nodiscard]] CliAnswer cli(const QStringList& arguments)
    {
        return runCli(qs(m_folder.path().string()), arguments + QStringList { "--json" });
    }

    /// A project of so many cases named c0, c1 ...
    void makeProject(const char* name, std::size_t rows)
    {
        auto project = Project::create(m_folder / name, { "Test", "ada", "UTC" });
        CB_VERIFY(project);
        ImportRequest request;
        request.path = m_folder.write("first.csv", casesCsv("c", rows));
        Progress silent;
        CB_VERIFY(importCases(*project, *resolveActor(*project, "ada"), request, silent));
    }

    /// An older copy is put back on purpose here, which the witness of its history would rightly report.
    static void forgetWitness()
    {
        const char* state = std::getenv("XDG_STATE_HOME");
        QVERIFY2(state != nullptr, "run by ctest, or set XDG_STATE_HOME to a folder of its own");
        fs::remove_all(fs::path(state) / "casebench/anchors");
    }

    [[nodiscard]] std::size_t rowsOf(const char* name)
    {
        const auto project = Project::open(m_folder / name);
        return project ? CaseStore(*project).rowCount().value_or(0) : 0;
    }

private slots:

    void anImportThatIsKilledIsThereOrNotThere()
    {
        makeProject("base.casebench", kFirstRows);
        m_folder.write("large.csv", casesCsv("n", kLargeRows));
        const QStringList importing { "-p", "work.casebench", "--as", "ada", "import", "large.csv" };
        const auto fresh = [&] {
            for (const char* suffix : { "", "-journal", "-wal", "-shm" })
                fs::remove((m_folder / "work.casebench").string() + suffix);
            fs::copy_file(m_folder / "base.casebench", m_folder / "work.casebench");
            forgetWitness();
        };
        fresh();
        QElapsedTimer timer;
        timer.start();
        const CliAnswer whole = cli(importing);
        QVERIFY2(whole.code == 0, whole.told().c_str());
        auto milliseconds = static_cast<double>(timer.elapsed());
        QCOMPARE(rowsOf("work.casebench"), kFirstRows + kLargeRows);

        int killed = 0;
        int before = 0;
        for (int i = 0; i < kKills; ++i) {
            fresh();
            QProcess process;
            process.setWorkingDirectory(qs(m_folder.path().string()));
            process.start(cliProgram(), importing);
            QVERIFY(process.waitForStarted());
            const double share = (i + m_random.uniform()) / kKills; // every part of the import is hit
            timer.restart();
            // Where the machine got faster, the next ones are killed earlier.
            if (process.waitForFinished(static_cast<int>(share * milliseconds * 1.05)))
                milliseconds = std::min(milliseconds, static_cast<double>(timer.elapsed()));
            process.kill();
            process.waitForFinished(-1);
            killed += process.exitStatus() == QProcess::CrashExit ? 1 : 0;
            const CliAnswer checked = cli({ "-p", "work.casebench", "check" });
            QVERIFY2(checked.code == 0, checked.told().c_str());
            const std::size_t rows = rowsOf("work.casebench");
            QVERIFY2(rows == kFirstRows || rows == kFirstRows + kLargeRows,
                     qPrintable(QString::number(rows)));
            before += rows == kFirstRows ? 1 : 0;
            // And the next one goes through: no lock, no half file is left.
            QCOMPARE(cli({ "-p", "work.casebench", "--as", "ada", "label", "c1", "scam" }).code, 0);
        }
        qInfo("%d of %d killed in the middle; %d left the project as before", killed, kKills, before);
        QVERIFY(killed >= kKills / 2);
        QVERIFY(before >= kKills / 4);
    }

    void aTrainingThatIsKilledLeavesAWholeRunOrNone()
    {
        makeProject("train-base.casebench", 600);
        {
            auto project = Project::open(m_folder / "train-base.casebench");
            CB_VERIFY(project);
            std::string csv = "case,verdict,person\n";
            for (int i = 0; i < 600; ++i)
                csv += "c" + std::to_string(i) + (i % 3 == 0 ? ",scam,ada\n" : ",not-scam,ada\n");
            Progress silent;
            CB_VERIFY(importLabels(*project, *resolveActor(*project, "ada"),
                                   m_folder.write("verdicts.csv", csv), silent));
        }
        const QStringList ada { "-p", "train.casebench", "--as", "ada" };
        const QStringList training =
            ada + QStringList { "train",  "--snapshot", "all",       "--family", "logistic",
                                "--name", "m1",         "--threads", "1" };
        const auto fresh = [&] {
            for (const char* suffix : { "", "-journal" })
                fs::remove((m_folder / "train.casebench").string() + suffix);
            fs::copy_file(m_folder / "train-base.casebench", m_folder / "train.casebench");
            forgetWitness();
        };
        fresh();
        const CliAnswer snapshot = cli(ada + QStringList { "snapshot", "create", "all" });
        QVERIFY2(snapshot.code == 0, snapshot.told().c_str());
        fs::remove(m_folder / "train-base.casebench");
        fs::copy_file(m_folder / "train.casebench", m_folder / "train-base.casebench");
        QElapsedTimer timer;
        timer.start();
        const CliAnswer whole = cli(training);
        QVERIFY2(whole.code == 0, whole.told().c_str());
        auto milliseconds = static_cast<double>(timer.elapsed());
        int killed = 0;
        for (int i = 0; i < kKills; ++i) {
            fresh();
            QProcess process;
            process.setWorkingDirectory(qs(m_folder.path().string()));
            process.start(cliProgram(), training + QStringList { "--json" });
            QVERIFY(process.waitForStarted());
            timer.restart();
            const double share = (i + m_random.uniform()) / kKills;
            const bool acknowledged = process.waitForFinished(static_cast<int>(share * milliseconds * 1.05));
            if (acknowledged)
                milliseconds = std::min(milliseconds, static_cast<double>(timer.elapsed()));
            process.kill();
            process.waitForFinished(-1);
            killed += process.exitStatus() == QProcess::CrashExit ? 1 : 0;
            const CliAnswer checked = cli({ "-p", "train.casebench", "check" });
            QVERIFY2(checked.code == 0, checked.told().c_str());
            const CliAnswer runs = cli(ada + QStringList { "runs" });
            QVERIFY2(runs.code == 0, runs.told().c_str());
            const std::size_t count = runs.result().at("runs").size();
            QVERIFY(count == 1 || (count == 0 && !acknowledged));
            if (count == 1)
                QCOMPARE(cli(ada + QStringList { "reproduce", "m1" }).code, 0);
        }
        qInfo("%d of %d killed while training", killed, kKills);
        QVERIFY(killed >= kKills / 2);
    }

    void everyAcknowledgedVerdictIsThere()
    {
        const auto cases = static_cast<std::size_t>(countOf(6000, 20'000));
        makeProject("labels.casebench", cases);
        int first = 0;
        int acknowledged = 0;
        for (int i = 0; i < kKills; ++i) {
            QProcess process;
            process.start(
                QCoreApplication::applicationFilePath(),
                { "label-for-ever", qs((m_folder / "labels.casebench").string()), QString::number(first) });
            QVERIFY(process.waitForStarted());
            QVERIFY(process.waitForReadyRead(60'000));
            process.waitForFinished(static_cast<int>(m_random.below(120)));
            process.kill();
            process.waitForFinished(-1);
            QCOMPARE(process.exitStatus(), QProcess::CrashExit);
            const QByteArray out = process.readAllStandardOutput();
            const auto lines = out.left(out.lastIndexOf('\n') + 1).split('\n');
            const CliAnswer checked = cli({ "-p", "labels.casebench", "check" });
            QVERIFY2(checked.code == 0, checked.told().c_str());
            auto project = Project::open(m_folder / "labels.casebench");
            CB_VERIFY(project);
            for (const QByteArray& line : lines) {
                if (line.isEmpty())
                    continue;
                const auto labels = caseLabels(*project, line.toStdString());
                CB_VERIFY(labels);
                QVERIFY2(labels->settled.state == CaseState::Confirmed, line.constData());
                ++acknowledged;
            }
            // All of them, and at most one verdict more than was acknowledged: it was saved, and the program
            // died before saying so.
            const auto count = LabelStore(*project).count();
            CB_VERIFY(count);
            const auto said = static_cast<std::int64_t>(lines.size()) - 1;
            QVERIFY(*count - first >= said && *count - first <= said + 1);
            first = static_cast<int>(*count);
        }
        qInfo("%d acknowledged verdicts survived %d kills", acknowledged, kKills);
        QVERIFY(acknowledged >= kKills);
    }
};

int main(int argc, char** argv)
{
    if (argc == 4 && std::strcmp(argv[1], "label-for-ever") == 0)
        return labelForEver(argv[2], std::atoi(argv[3]));
    QCoreApplication app(argc, argv);
    TestKill9 test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_Kill9.moc"
