// SPDX-License-Identifier: GPL-3.0-or-later
// Promise P12: a wrong clock neither breaks nor reorders history, and a step back is flagged.
#include "tests/faults/FaultDriver.h"

#include "core/store/AuditLog.h"

using namespace casebench;
using namespace casebench::test;
namespace fs = std::filesystem;

class tst_WallClock : public QObject
{
    Q_OBJECT

private:
    TemporaryDirectory m_folder;

private slots:

    void historyIsOrderedByNumberWhateverTheClockSays()
    {
        const fs::path folder = m_folder / "p";
        CB_VERIFY(FaultDriver::prepare(folder));
        const fs::path file = folder / "p.casebench";
        constexpr long kDay = 86'400;
        const long sinceEpoch = static_cast<long>(now() / kMicrosPerSecond);

        struct Try
        {
            const char* what;
            long shift;
            const char* zone;
            bool back;
        };

        // Each labels three more cases; the first of them carries the flag when its clock is behind.
        const std::vector<Try> tries {
            { "right", 0, "UTC", false },
            { "a day ago", -kDay, "UTC", true },
            { "right again", 0, "UTC", false },
            { "in ten years", 3653 * kDay, "UTC", false },
            { "right again", 0, "UTC", true },
            { "in 1970", 5 - sinceEpoch, "UTC", true },
            { "right again", 0, "UTC", false },
            { "behind a zone", 0, "Pacific/Kiritimati", false },
            { "after 2038", 5000 * kDay, "UTC", false },
        };
        std::int64_t seq = 0; // what preparing recorded
        {
            const auto project = Project::open(file);
            CB_VERIFY(project);
            seq = AuditLog(*project).head()->seq;
        }
        for (const Try& attempt : tries) {
            QProcess process;
            FaultDriver::start(process, { "drive-label", qs(folder.string()), "3" },
                               QStringLiteral(CASEBENCH_CLOCK),
                               { { "CLOCK_SHIFT", QString::number(attempt.shift) }, { "TZ", attempt.zone } });
            QVERIFY(process.waitForFinished(60'000));
            QVERIFY2(process.exitCode() == 0,
                     qPrintable(QString("%1: %2").arg(attempt.what, QString::fromUtf8(process.readAll()))));
            const auto project = Project::open(file);
            CB_VERIFY(project);
            const auto records = AuditLog(*project).list(seq + 1, 100);
            CB_VERIFY(records);
            QCOMPARE(records->size(), std::size_t { 3 });
            for (const AuditRecord& record : *records) {
                QCOMPARE(record.seq, seq + 1); // by number, not by time
                ++seq;
                const Instant expected = now() + attempt.shift * kMicrosPerSecond;
                QVERIFY2(std::abs(record.wall - expected) < 300 * kMicrosPerSecond, attempt.what);
                const bool first = record.seq == records->front().seq;
                const bool flagged = std::ranges::any_of(
                    record.flags, [](const std::string& flag) { return flag.starts_with("clock_back:"); });
                QVERIFY2(flagged == (first && attempt.back), attempt.what);
            }
            Progress silent;
            const auto check = checkProject(*project, silent);
            CB_VERIFY(check);
            QVERIFY2(check->ok(), check->ok() ? "" : check->problems.front().text.c_str());
        }
    }
};

int main(int argc, char** argv)
{
    if (const int driven = FaultDriver::run(argc, argv); driven >= 0)
        return driven;
    QCoreApplication app(argc, argv);
    tst_WallClock test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_WallClock.moc"
