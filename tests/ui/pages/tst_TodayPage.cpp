// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageChecks.h"
#include "TrainedProject.h"

#include "core/workflow/ApproveModel.h"
#include "ui/pages/today/TodayPage.h"
#include "ui/pages/today/TodayWords.h"

#include <QSignalSpy>

#include <algorithm>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;

namespace {

const MonthIndex kAugust = monthOf(*makeDate(2026, 8, 1));

Alert alertOf(std::int64_t id, const char* kind, const char* field)
{
    Alert alert;
    alert.id = id;
    alert.kind = kind;
    alert.severity = "alarm";
    alert.fields = { field };
    alert.text = "August 2026: the finding.";
    alert.windowFrom = monthStart(kAugust);
    alert.raisedAt = *makeDate(2026, 9, 1);
    return alert;
}

Need needOf(NeedKind kind, std::int64_t count, bool canAct)
{
    Need need;
    need.kind = kind;
    need.count = count;
    need.canAct = canAct;
    return need;
}

TodayReport watched(MonthWord word, double recall)
{
    TodayReport report;
    report.cases = 600;
    report.champion.emplace();
    report.champion->run.name = "v1";
    report.champion->run.referenceRecall = { 0.93, 0.91, 0.95, 400 };
    TodayMonth month { .first = kAugust, .last = kAugust };
    month.recall = { recall, recall - 0.1, recall + 0.1, 47 };
    month.word = word;
    report.months = { month };
    report.newField = "UPI_PAYMENTS";
    return report;
}

} // namespace

class TestTodayPage : public QObject
{
    Q_OBJECT

private slots:
    void needsLeadToTheirPageAndSelection();
    void theSentenceCountsWhatOneCanDo();
    void healthIsSaidWithItsN();
    void anEmptyProjectOffersTheImport();
    void thePrimaryIsTheFirstNeed();
    void nothingToDoLeavesTheMonths();
    void everyControlHasAName();
};

void TestTodayPage::needsLeadToTheirPageAndSelection()
{
    Need alerts = needOf(NeedKind::AlertsWithoutOwner, 1, true);
    alerts.alerts = { alertOf(3, "schema", "UPI_PAYMENTS") };
    today::NeedText told = today::text(alerts);
    QCOMPARE(told.page, PageId::Drift);
    QCOMPARE(told.selection.view, QString("alerts"));
    QCOMPARE(told.selection.item, qint64 { 3 });
    QCOMPARE(told.primary, QString("Review alert A-3"));
    QVERIFY2(told.sentence.contains("The finding.") && told.sentence.contains("1 Sep"),
             qPrintable(told.sentence));

    Need approval = needOf(NeedKind::ApprovalsYouGive, 1, true);
    approval.approvals = { { 14, "challenger-1", "ana", "ana", *makeDate(2026, 9, 3) } };
    told = today::text(approval);
    QCOMPARE(told.page, PageId::Release);
    QCOMPARE(told.selection.runIds, QList<qint64> { 14 });
    QCOMPARE(told.selection.view, QString("gates"));

    Need labels = needOf(NeedKind::CasesToLabel, 43, true);
    labels.queue = { { "routine", 43 } };
    QCOMPARE(today::text(labels).page, PageId::Labels);
    QCOMPARE(today::text(labels).primary, QString("Label 43 cases"));
    QCOMPARE(today::text(needOf(NeedKind::DisputesToSettle, 2, true)).page, PageId::Labels);
    told = today::text(needOf(NeedKind::CasesToCheck, 600, false));
    QCOMPARE(told.page, PageId::Drift);
    QCOMPARE(told.button, QString("View")); // this person may only look
}

void TestTodayPage::theSentenceCountsWhatOneCanDo()
{
    TodayReport report;
    const QDate day(2026, 9, 3);
    QVERIFY(today::sentence(report, day).endsWith("2026. Nothing needs you."));
    Need alerts = needOf(NeedKind::AlertsWithoutOwner, 1, true);
    report.needs = { alerts, needOf(NeedKind::ApprovalsOfOthers, 1, false),
                     needOf(NeedKind::CasesToLabel, 43, true) };
    QVERIFY2(
        today::sentence(report, day)
            .endsWith("Two things need you; one alert has no owner; one approval waits for somebody else."),
        qPrintable(today::sentence(report, day)));
}

void TestTodayPage::healthIsSaidWithItsN()
{
    today::Health health = today::health(watched(MonthWord::Harm, 0.6));
    QCOMPARE(health.glyph, Glyph::Alarm);
    for (const char* part : { "v1", "60", "August 2026", "n = 47", "93" })
        QVERIFY2(health.sentence.contains(part), qPrintable(health.sentence));
    health = today::health(watched(MonthWord::Steady, 0.93));
    QCOMPARE(health.glyph, Glyph::Good);
    health = today::health(watched(MonthWord::NewField, 0.9));
    QCOMPARE(health.glyph, Glyph::Watch);
    QVERIFY(health.sentence.contains("UPI_PAYMENTS"));
    TodayReport unchecked = watched(MonthWord::NotChecked, 0);
    unchecked.months.front().recall = {};
    QCOMPARE(today::health(unchecked).glyph, Glyph::Ring);
}

void TestTodayPage::anEmptyProjectOffersTheImport()
{
    SampleProject sample;
    sample.create();
    TodayPage page(sample.session());
    visit(page, { 1280, 720 });
    QSignalSpy wanted(&page, &Page::wants);
    auto* state = page.findChild<EmptyState*>();
    QVERIFY(state->isVisible() && state->button()->isVisible());
    QTest::keyClick(state->button(), Qt::Key_Space);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().at(0).value<PageId>(), PageId::Cases);
    QCOMPARE(wanted.first().at(1).value<Selection>().view, QString("import"));
    QVERIFY(!page.primaryAction());
}

void TestTodayPage::thePrimaryIsTheFirstNeed()
{
    TrainedProject project;
    project.prepare();
    project.train("logistic", "first");
    TodayPage page(project.session());
    visit(page, { 1280, 720 });
    QVERIFY(!page.primaryAction()); // all cases are decided: nothing waits
    {
        auto stored = project.open();
        CB_VERIFY(submitRun(*stored, project.session().actor(), "first"));
    }
    project.session().announce(Change::Runs); // the page looks again by itself
    QTRY_VERIFY_WITH_TIMEOUT(page.primaryAction() != nullptr, 30000);
    QCOMPARE(page.primaryAction()->text(), QString("Review first"));
    QSignalSpy wanted(&page, &Page::wants);
    page.primaryAction()->trigger();
    const auto buttons = page.findChild<NeedsPanel*>()->findChildren<QPushButton*>();
    const auto shown =
        std::ranges::find_if(buttons, [](const QPushButton* button) { return button->isVisible(); });
    QVERIFY(shown != buttons.end());
    QCOMPARE((*shown)->text(), QString("View")); // the trainer cannot decide
    QTest::keyClick(*shown, Qt::Key_Space);
    QCOMPARE(wanted.size(), 2);
    for (const auto& asked : wanted) {
        QCOMPARE(asked.at(0).value<PageId>(), PageId::Release);
        QCOMPARE(asked.at(1).value<Selection>().runIds.size(), 1);
    }
}

void TestTodayPage::nothingToDoLeavesTheMonths()
{
    TrainedProject project;
    project.prepare();
    TodayPage page(project.session());
    visit(page, { 1280, 720 });
    QStringList texts;
    for (const QLabel* label : page.findChildren<QLabel*>()) {
        if (label->isVisible())
            texts.append(label->text());
    }
    QVERIFY2(texts.contains("Nothing needs you."), qPrintable(texts.join(" | ")));
    const auto tables = page.findChildren<TableView*>();
    const auto at = std::ranges::find(tables, QString("Months"), &QWidget::accessibleName);
    QVERIFY(at != tables.end());
    const TableView* months = *at;
    QVERIFY(months->isVisible());
    QCOMPARE(months->model()->rowCount(), 1);
    QCOMPARE(months->model()->index(0, 1).data().toString(), QString::number(SampleProject::kCases));
}

void TestTodayPage::everyControlHasAName()
{
    TrainedProject project;
    project.prepare();
    TodayPage page(project.session());
    visit(page, { 1280, 720 });
    QCOMPARE(namelessWidgets(page), QStringList {});
}

QTEST_MAIN(TestTodayPage)
#include "tst_TodayPage.moc"
