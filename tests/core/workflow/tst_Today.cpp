// SPDX-License-Identifier: GPL-3.0-or-later
// What Today says must be what the other stories stored: recalls as monitoring measured them, needs as the
// inbox, the registry and the queue have them.
#include "tests/core/workflow/WorkflowFixture.h"

#include "core/store/AlertStore.h"
#include "core/store/RunStore.h"
#include "core/workflow/ApproveModel.h"
#include "core/workflow/LabelQueue.h"
#include "core/workflow/LookAtToday.h"
#include "core/workflow/MonitorModel.h"

#include <algorithm>
#include <memory>

using namespace casebench;
using namespace casebench::test;

namespace {

/// Months of the sample as files, verdicts of the training months and the audit slices after them.
void importAll(WorkflowFixture& m, int casesPerMonth)
{
    for (const SampleFile& file : makeSample({ 1, casesPerMonth }).files) {
        if (file.name.starts_with("calls-"))
            WorkflowFixture::must(m.import(file.name, file.bytes));
    }
    for (const SampleFile& file : makeSample({ 1, casesPerMonth }).files) {
        if (file.name.starts_with("verdicts-") || file.name.starts_with("audit-"))
            WorkflowFixture::must(m.importVerdicts(file.name, file.bytes));
    }
}

} // namespace

class TestToday : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<WorkflowFixture> m; ///< the whole story up to a watched champion

    [[nodiscard]] TodayReport look(std::string_view person)
    {
        return WorkflowFixture::must(lookAtToday(m->project(), m->actor(person), m->silent()));
    }

    [[nodiscard]] static const Need* find(const TodayReport& report, NeedKind kind)
    {
        const auto at = std::ranges::find(report.needs, kind, &Need::kind);
        return at == report.needs.end() ? nullptr : &*at;
    }

private slots:

    void initTestCase()
    {
        m = std::make_unique<WorkflowFixture>();
        importAll(*m, 600);
        SnapshotRequest request;
        request.name = "q1";
        request.to = monthStart(sampleMonth(kSampleTrainingMonths));
        CB_VERIFY(takeSnapshot(m->project(), m->actor("ana"), request, m->silent()));
        CB_VERIFY(m->train("q1", "logistic", "champion-1"));
    }

    void anEmptyProjectNeedsNobody()
    {
        WorkflowFixture empty;
        const auto report = lookAtToday(empty.project(), empty.actor("ana"), empty.silent());
        CB_VERIFY(report);
        QVERIFY(report->needs.empty() && report->months.empty() && !report->champion);
        QCOMPARE(report->cases, std::int64_t { 0 });
        QVERIFY(!report->events.empty()); // people were added
        QCOMPARE(report->events.front().act, std::string("person.add"));
    }

    void withoutAChampionMonthsAreCountedAndNotJudged()
    {
        const TodayReport report = look("ana");
        QVERIFY(!report.champion);
        QCOMPARE(report.months.size(), std::size_t { kSampleMonths });
        for (const TodayMonth& month : report.months) {
            QCOMPARE(month.cases, std::int64_t { 600 });
            QVERIFY(month.word == MonthWord::NoModel && month.recall.n == 0);
        }
        QVERIFY(!find(report, NeedKind::CasesToCheck)); // nobody to check by
    }

    void aSubmittedRunWaitsForASecondPerson()
    {
        CB_VERIFY(submitRun(m->project(), m->actor("ana"), "champion-1"));
        const TodayReport trainer = look("ana");
        const Need* others = find(trainer, NeedKind::ApprovalsOfOthers);
        QVERIFY(others && !others->canAct && others->count == 1);
        QCOMPARE(others->approvals.front().run, std::string("champion-1"));
        QCOMPARE(others->approvals.front().submittedBy, std::string("ana"));
        QVERIFY(!find(trainer, NeedKind::ApprovalsYouGive));
        const TodayReport officer = look("omar");
        const Need* own = find(officer, NeedKind::ApprovalsYouGive);
        QVERIFY(own && own->canAct);
        QCOMPARE(own->approvals.front().trainedBy, std::string("ana"));
        QVERIFY(!find(officer, NeedKind::ApprovalsOfOthers));
    }

    void casesAfterTheTrainingWaitToBeChecked()
    {
        CB_VERIFY(
            approveRun(m->project(), m->actor("omar"), "champion-1", m->approverKey(), "good", m->silent()));
        const TodayReport report = look("ana");
        QVERIFY(report.champion);
        QCOMPARE(report.champion->approvedBy, std::string("omar"));
        QVERIFY(report.champion->since != kNoTime);
        const Need* unchecked = find(report, NeedKind::CasesToCheck);
        QVERIFY(unchecked && unchecked->canAct);
        QCOMPARE(unchecked->count, std::int64_t { 5 * 600 });
        for (std::size_t i = 0; i < report.months.size(); ++i)
            QVERIFY(report.months[i].word == (i < 3 ? MonthWord::Training : MonthWord::NotChecked));
        QVERIFY(!report.newestRecall());
    }

    void recallsAndSharesAreThoseThatMonitoringMeasured()
    {
        const auto watch = monitorModel(m->project(), m->actor("ana"), {}, m->silent());
        CB_VERIFY(watch);
        const TodayReport report = look("ana");
        QVERIFY(!find(report, NeedKind::CasesToCheck));
        QCOMPARE(report.newField, std::string("UPI_PAYMENTS"));
        QVERIFY(report.newFieldIsYesNo);
        QCOMPARE(report.months.size(), watch->windows.size() + 3);
        for (std::size_t i = 0; i < watch->windows.size(); ++i) {
            const WatchWindow& window = watch->windows[i];
            const TodayMonth& month = report.months[i + 3];
            QCOMPARE(month.first, window.first);
            QCOMPARE(month.cases, window.rows);
            QCOMPARE(month.recall.n, window.audited.recall.n);
            QCOMPARE(month.recall.value, window.audited.recall.value);
            QCOMPARE(month.recall.low, window.audited.recall.low);
            double share = 0;
            for (const SchemaEvent& event : window.drift.events) {
                if (event.event == "new" && event.field == "UPI_PAYMENTS")
                    share = event.share;
            }
            QCOMPARE(month.newFieldShare, share);
        }
        QVERIFY(report.months[3].word == MonthWord::Steady); // April
        QVERIFY(report.months.back().word == MonthWord::Harm); // August
        QCOMPARE(report.newestRecall()->first, report.months.back().first);
    }

    void everyHarmAlertMakesItsMonthHarmful()
    {
        const TodayReport report = look("ana");
        const auto alerts = AlertStore(m->project()).list();
        CB_VERIFY(alerts);
        int harms = 0;
        for (const Alert& alert : *alerts) {
            if (alert.kind != "harm")
                continue;
            ++harms;
            const auto month =
                std::ranges::find(report.months, monthOf(alert.windowFrom), &TodayMonth::first);
            QVERIFY(month != report.months.end() && month->word == MonthWord::Harm);
        }
        QVERIFY(harms > 0);
    }

    void anAlertIsNobodysUntilItIsTaken()
    {
        const TodayReport before = look("ana");
        const Need* unowned = find(before, NeedKind::AlertsWithoutOwner);
        QVERIFY(unowned && unowned->canAct);
        QVERIFY(!find(before, NeedKind::AlertsYouOwn));
        QVERIFY(unowned == &before.needs.front()); // nobody's stands first
        QVERIFY(!find(look("ina"), NeedKind::AlertsWithoutOwner)->canAct); // an investigator may only look
        const std::int64_t id = unowned->alerts.front().id;
        CB_VERIFY(answerAlert(m->project(), m->actor("ana"), id, "take", {}));
        const TodayReport after = look("ana");
        const Need* rest = find(after, NeedKind::AlertsWithoutOwner);
        QCOMPARE(rest ? rest->count : 0, unowned->count - 1);
        QCOMPARE(find(after, NeedKind::AlertsYouOwn)->alerts.front().id, id);
        QVERIFY(!find(look("omar"), NeedKind::AlertsYouOwn));
        CB_VERIFY(answerAlert(m->project(), m->actor("ana"), id, "close", "retrained"));
        QVERIFY(!find(look("ana"), NeedKind::AlertsYouOwn));
    }

    void aDisputeWaitsForSomebodyWhoGaveNoVerdict()
    {
        const auto queue = labelQueue(m->project(), m->actor("ada"), { {}, 1 });
        CB_VERIFY(queue);
        const std::string id = queue->front().caseId;
        const TodayReport before = look("ada");
        const Need* toLabel = find(before, NeedKind::CasesToLabel);
        QVERIFY(toLabel && !toLabel->queue.empty());
        CB_VERIFY(giveVerdict(m->project(), m->actor("ina"), { id, Verdict::Scam, {}, {} }));
        CB_VERIFY(giveVerdict(m->project(), m->actor("ada"), { id, Verdict::NotScam, {}, {} }));
        QVERIFY(!find(look("ina"), NeedKind::DisputesToSettle));
        QCOMPARE(find(look("omar"), NeedKind::DisputesToSettle)->count, std::int64_t { 1 });
        const TodayReport after = look("ada");
        const Need* left = find(after, NeedKind::CasesToLabel);
        QCOMPARE(left ? left->count : 0, toLabel->count - 1);
    }

    void theOrderIsNobodysYoursOthersWork()
    {
        const TodayReport report = look("omar");
        QVERIFY(report.needs.size() >= 2);
        QVERIFY(std::ranges::is_sorted(report.needs, {}, &Need::kind));
        for (const Need& need : report.needs)
            QVERIFY(need.count > 0);
    }

    void lookingChangesNothing()
    {
        const std::string before = m->state();
        (void)look("ana");
        QCOMPARE(m->state(), before);
    }

    void stopsAtEveryCheckpoint()
    {
        for (int k = 0;; ++k) {
            StopAt stop(k);
            const auto report = lookAtToday(m->project(), m->actor("ana"), stop.progress());
            if (report) {
                QVERIFY(k > 1);
                return;
            }
            QVERIFY(report.error().code == ErrorCode::Cancelled);
        }
    }
};

QTEST_APPLESS_MAIN(TestToday)
#include "tst_Today.moc"
