// SPDX-License-Identifier: GPL-3.0-or-later
// Promise P9: full disk, broken disk: told clearly, nothing lost. Every write, sync, open and truncation
// fails once, and once for good; afterwards the project verifies and holds what was acknowledged.
#include "tests/faults/FaultDriver.h"
#include "tests/support/LongRun.h"

#include <cerrno>
#include <cstring>

using namespace casebench;
using namespace casebench::test;
namespace fs = std::filesystem;

class tst_FaultSweep : public QObject
{
    Q_OBJECT

private:
    TemporaryDirectory m_folder;

    void restore(const fs::path& from, const fs::path& to)
    {
        fs::remove_all(to);
        fs::copy(from, to, fs::copy_options::recursive);
    }

private slots:

    void initTestCase()
    {
        CB_VERIFY(FaultDriver::prepare(m_folder / "base"));
        for (int i = 0; i < 2; ++i)
            m_folder.write("work-" + std::to_string(i) + ".csv",
                           FaultDriver::csv("n" + std::to_string(i) + "-", FaultDriver::kRowsPerFile));
    }

    void everyFaultIsToldAndNothingIsLost_data()
    {
        QTest::addColumn<QString>("deed");
        QTest::addColumn<QString>("call");
        QTest::addColumn<int>("error");
        QTest::addColumn<bool>("sticky");
        QTest::addColumn<QStringList>("kinds"); // what may be said
        // "": the file of the case keys beside the project, whose error carries the system's words.
        const QStringList full { "E_FULL", "" };
        const QStringList broken { "E_IO", "E_FULL", "E_DAMAGED", "" };
        const QStringList shut { "E_IO", "E_READ_ONLY", "E_FULL", "" };
        for (const char* deed : { "drive-label", "drive-import" }) {
            const auto row = [deed](const char* name) -> QTestData& {
                return QTest::newRow(qPrintable(QString("%1: %2").arg(deed, name)));
            };
            row("disk full, once") << deed << "write" << ENOSPC << false << full;
            row("disk full, from then on") << deed << "write" << ENOSPC << true << full;
            row("write error, once") << deed << "write" << EIO << false << broken;
            row("write error, from then on") << deed << "write" << EIO << true << broken;
            row("half a write") << deed << "write" << 0 << false << broken;
            row("sync error, once") << deed << "sync" << EIO << false << broken;
            row("sync error, from then on") << deed << "sync" << EIO << true << broken;
            row("read-only from then on") << deed << "open" << EROFS << true << shut;
            row("open error, once") << deed << "open" << EIO << false << shut;
            row("truncate error, once") << deed << "truncate" << EIO << false << broken;
            row("truncate error, from then on") << deed << "truncate" << EIO << true << broken;
        }
    }

    void everyFaultIsToldAndNothingIsLost()
    {
        QFETCH(QString, deed);
        QFETCH(QString, call);
        QFETCH(int, error);
        QFETCH(bool, sticky);
        QFETCH(QStringList, kinds);
        const bool imports = deed == "drive-import";
        const int count = imports ? countOf(1, 2) : countOf(2, 12);
        const fs::path folder = m_folder / "work";
        const fs::path hit = m_folder / "hit";
        int points = 0;
        int told = 0;
        const int stride = countOf(imports ? 5 : 3, 1);
        for (int at = 1;; at += stride) {
            restore(m_folder / "base", folder);
            fs::remove(hit);
            std::map<QString, QString> settings { { "FAULT_DIR", qs(folder.string()) },
                                                  { "FAULT_CALL", call },
                                                  { "FAULT_AT", QString::number(at) },
                                                  { "FAULT_ERROR", QString::number(error) },
                                                  { "FAULT_HIT", qs(hit.string()) } };
            if (sticky)
                settings["FAULT_STICKY"] = "1";
            QProcess process;
            FaultDriver::start(process, { deed, qs(folder.string()), QString::number(count) },
                               QStringLiteral(CASEBENCH_FAULTS), settings);
            QVERIFY(process.waitForFinished(120'000));
            const QByteArray said = process.readAllStandardOutput();
            const QString where =
                QString("%1 %2 %3: %4").arg(deed, call).arg(at).arg(QString::fromUtf8(said));
            QVERIFY2(process.exitStatus() == QProcess::NormalExit, qPrintable(where));
            if (!fs::exists(hit))
                break;
            ++points;
            if (process.exitCode() != 0) {
                ++told;
                const QString kind = QString::fromUtf8(said).section('\t', 0, 0);
                QVERIFY2(kinds.contains(kind), qPrintable(where));
                QVERIFY2(said.size() > kind.size() + 20, qPrintable(where));
            }
            const auto ack = readFile(folder / "ack");
            const auto acknowledged = ack ? static_cast<int>(std::ranges::count(*ack, '\n')) : 0;
            const std::string fault = FaultDriver::faultOf(folder / "p.casebench", deed, acknowledged);
            QVERIFY2(fault.empty(), qPrintable(where + qs(fault)));
        }
        qInfo("%d points, %d told, none lost", points, told);
        QVERIFY(points > 0);
    }
};

int main(int argc, char** argv)
{
    if (const int driven = FaultDriver::run(argc, argv); driven >= 0)
        return driven;
    QCoreApplication app(argc, argv);
    tst_FaultSweep test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_FaultSweep.moc"
