// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobListModel.h"
#include "ui/jobs/JobRunner.h"
#include "ui/jobs/JobSlot.h"

#include <QAbstractItemModelTester>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

using namespace casebench;
using namespace casebench::ui;

class tst_JobRunner : public QObject
{
    Q_OBJECT

private slots:
    void thenRunsInTheGuiThreadWithTheValue();
    void errorOfWorkArrivesAsItIs();
    void exceptionArrivesAsInternal();
    void cancelStopsAtTheNextCheckpoint();
    void thenIsNotCalledWhenItsContextIsGone();
    void progressIsSeenBeforeTheEndAndNeverRunsBack();
    void slotKeepsTheLatestOnly();
    void quietJobsAreNotInTheTray();
    void listModelFollowsTheJobs();
    void runnerCanBeDestroyedWhileJobsRun();
};

namespace {

/// Work that runs until it is asked to stop.
Result<int> untilStopped(Progress& progress)
{
    for (;;) {
        CB_CHECK(progress.checkpoint());
        QThread::msleep(1);
    }
}

} // namespace

void tst_JobRunner::thenRunsInTheGuiThreadWithTheValue()
{
    JobRunner runner;
    int value = 0;
    const QThread* workThread = nullptr;
    const QThread* thenThread = nullptr;
    runner.start(
        "job", this,
        [&workThread](Progress&) -> Result<int> {
            workThread = QThread::currentThread();
            return 42;
        },
        [&](Result<int> result) {
            value = result.value();
            thenThread = QThread::currentThread();
        });
    QTRY_COMPARE_WITH_TIMEOUT(value, 42, 60000);
    QCOMPARE(thenThread, QThread::currentThread());
    QVERIFY(workThread != thenThread);
}

void tst_JobRunner::errorOfWorkArrivesAsItIs()
{
    JobRunner runner;
    std::optional<ErrorCode> code;
    runner.start(
        "job", this,
        [](Progress&) -> Result<void> {
            return Error { ErrorCode::Refused, "No." };
        },
        [&](Result<void> result) { code = result.error().code; });
    QTRY_VERIFY_WITH_TIMEOUT(code.has_value(), 60000);
    QCOMPARE(*code, ErrorCode::Refused);
}

void tst_JobRunner::exceptionArrivesAsInternal()
{
    JobRunner runner;
    std::optional<Error> error;
    runner.start(
        "job", this, [](Progress&) -> Result<int> { throw std::runtime_error("boom"); },
        [&](Result<int> result) { error = result.error(); });
    QTRY_VERIFY_WITH_TIMEOUT(error.has_value(), 60000);
    QCOMPARE(error->code, ErrorCode::Internal);
    QVERIFY(error->what.find("boom") != std::string::npos);
}

void tst_JobRunner::cancelStopsAtTheNextCheckpoint()
{
    JobRunner runner;
    QSignalSpy finished(&runner, &JobRunner::finished);
    std::optional<ErrorCode> code;
    const JobId id =
        runner.start("job", this, untilStopped, [&](Result<int> result) { code = result.error().code; });
    QVERIFY(runner.isRunning(id));
    runner.cancel(id);
    QVERIFY(runner.job(id)->stopping); // answered at once
    QTRY_VERIFY_WITH_TIMEOUT(code.has_value(), 60000);
    QCOMPARE(*code, ErrorCode::Cancelled);
    QVERIFY(!runner.isRunning(id));
    QCOMPARE(finished.first().at(2).toBool(), true);
}

void tst_JobRunner::thenIsNotCalledWhenItsContextIsGone()
{
    JobRunner runner;
    bool called = false;
    auto context = std::make_unique<QObject>();
    QSignalSpy finished(&runner, &JobRunner::finished);
    runner.start("job", context.get(), untilStopped, [&](Result<int>) { called = true; });
    context.reset(); // also asks the job to stop, or this would never end
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60000);
    QVERIFY(!called);
}

void tst_JobRunner::progressIsSeenBeforeTheEndAndNeverRunsBack()
{
    JobRunner runner;
    QList<double> seen;
    bool ended = false;
    bool progressAfterEnd = false;
    connect(&runner, &JobRunner::changed, this, [&](JobId id) {
        progressAfterEnd = progressAfterEnd || ended;
        seen.append(runner.job(id)->fraction);
    });
    runner.start(
        "job", this,
        [](Progress& progress) -> Result<int> {
            for (int i = 0; i <= 400; ++i) {
                progress.report(i / 400.0, "step");
                QThread::msleep(1);
            }
            progress.report(0.5, "back");
            return 1;
        },
        [&](Result<int>) { ended = true; });
    QTRY_VERIFY_WITH_TIMEOUT(ended, 60000);
    QVERIFY(!progressAfterEnd);
    QVERIFY(seen.size() >= 2);
    QVERIFY(seen.size() <= 12); // throttled: 401 reports in 0.4 s
    QVERIFY(std::is_sorted(seen.begin(), seen.end()));
    QCOMPARE(seen.last(), 1.0);
}

void tst_JobRunner::slotKeepsTheLatestOnly()
{
    JobRunner runner;
    JobSlot slot(runner);
    QList<int> arrived;
    slot.start("first", untilStopped, [&](Result<int>) { arrived.append(1); });
    slot.start("second", untilStopped, [&](Result<int>) { arrived.append(2); });
    slot.start(
        "third", [](Progress&) -> Result<int> { return 3; },
        [&](Result<int> result) { arrived.append(result.value()); });
    QTRY_COMPARE_WITH_TIMEOUT(arrived, QList<int> { 3 }, 60000);
    QVERIFY(!slot.isRunning());
    QTest::qWait(50);
    QCOMPARE(arrived, QList<int> { 3 });
}

void tst_JobRunner::quietJobsAreNotInTheTray()
{
    JobRunner runner;
    const JobId id = runner.start(
        "quiet", this, untilStopped, [](Result<int>) {}, JobShow::Quiet);
    QVERIFY(runner.jobs().isEmpty());
    QVERIFY(runner.job(id).has_value());
    runner.cancelAll();
    QTRY_VERIFY_WITH_TIMEOUT(!runner.isRunning(id), 60000);
}

void tst_JobRunner::listModelFollowsTheJobs()
{
    JobRunner runner;
    JobListModel model(runner);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const JobId first = runner.start("first", this, untilStopped, [](Result<int>) {});
    runner.start("second", this, untilStopped, [](Result<int>) {});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(1).data().toString(), QString("second"));
    runner.cancel(first);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 1, 60000);
    QCOMPARE(model.index(0).data().toString(), QString("second"));
    runner.cancelAll();
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 0, 60000);
}

void tst_JobRunner::runnerCanBeDestroyedWhileJobsRun()
{
    bool called = false;
    {
        JobRunner runner;
        runner.start("job", this, untilStopped, [&](Result<int>) { called = true; });
    }
    QCoreApplication::processEvents();
    QVERIFY(!called);
}

QTEST_GUILESS_MAIN(tst_JobRunner)
#include "tst_JobRunner.moc"
