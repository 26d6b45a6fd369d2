// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageChecks.h"
#include "SampleProject.h"

#include "ui/pages/drift/DriftPage.h"
#include "ui/pages/drift/DriftRows.h"
#include "ui/pages/drift/DriftWords.h"
#include "ui/text/CellRoles.h"
#include "ui/text/Format.h"

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;

namespace {

FieldDrift fieldNamed(const char* name, DriftVerdict verdict, double distance, double impact)
{
    FieldDrift field;
    field.name = name;
    field.kind = FieldKind::YesNo;
    field.verdict = verdict;
    field.reference = 0.62;
    field.current = 0.12;
    field.impact = impact;
    field.measures = { { "js_distance", distance, 0.01 } };
    return field;
}

/// One month: OLD drifts, STILL holds, and NEW is unseen.
WatchReport reportWith(Interval recall, bool withDrift)
{
    WatchReport report;
    report.runName = "v1";
    report.referenceRecall = { 0.93, 0.91, 0.95, 400 };
    WatchWindow window;
    window.first = window.last = monthOf(*makeDate(2026, 8, 1));
    window.rows = 600;
    window.audited.recall = recall;
    window.audited.audited = 75;
    window.pooled = window.audited;
    window.drift.fields = { fieldNamed("STILL", DriftVerdict::Steady, 0.01, 0.001) };
    if (withDrift) {
        window.drift.fields.push_back(fieldNamed("OLD", DriftVerdict::Drift, 0.45, 0.02));
        window.drift.events = { { "NEW", "new", 0.65, 390, false, "NEW is new." } };
        report.suspects = { { 1, "NEW", "new field", "schema", 10, 0, 390, "NEW is new." } };
    }
    report.windows = { window };
    return report;
}

} // namespace

class TestDriftPage : public QObject
{
    Q_OBJECT

private slots:
    void newFieldsStandFirstThenByImpact();
    void heatCellsCarryAmountAndVerdict();
    void bannerSaysHarmAndCause();
    void bannerSaysCalm();
    void bannerNamesTheNewFieldThatExplainsMissedScams();
    void gainIsPromisedOnlyBeyondTheIntervals();
    void projectWithoutModelSaysSo();
    void anAnswerIsWaitedFor();
    void everyControlHasAName();
};

void TestDriftPage::newFieldsStandFirstThenByImpact()
{
    const WatchReport report = reportWith({ 0.6, 0.45, 0.72, 47 }, true);
    QCOMPARE(driftFields(report), (QStringList { "NEW", "OLD", "STILL" }));
}

void TestDriftPage::heatCellsCarryAmountAndVerdict()
{
    const DriftTable table = heatTable(reportWith({ 0.6, 0.45, 0.72, 47 }, true));
    QCOMPARE(table.columns.size(), 4); // field, one month, change, impact
    QVERIFY(!table.rows[0].cells[1].roles.contains(AmountRole)); // a new field has no distance
    QCOMPARE(table.rows[1].cells[1].text, QString("0.45"));
    QCOMPARE(table.rows[1].cells[1].roles.value(AmountRole).toDouble(), 0.9);
    QCOMPARE(table.rows[1].cells[1].roles.value(GlyphRole).toInt(), int(Glyph::Alarm));
    QVERIFY(!table.rows[2].cells[1].roles.contains(GlyphRole));
}

void TestDriftPage::bannerSaysHarmAndCause()
{
    const drift::Finding found = drift::finding(reportWith({ 0.6, 0.45, 0.72, 47 }, true));
    QCOMPARE(found.glyph, Glyph::Alarm);
    QVERIFY2(found.sentence.contains("60") && found.sentence.contains("NEW"), qPrintable(found.sentence));
}

void TestDriftPage::bannerNamesTheNewFieldThatExplainsMissedScams()
{
    WatchReport report = reportWith({ 0.6, 0.45, 0.72, 47 }, true);
    report.windows.back().drift.events.push_back({ "OTHER", "new", 0.4, 240, false, "OTHER is new." });
    report.suspects = { { 1, "NEW", "missed scams", "error-slice, schema", 110, 0, 390, "NEW is new." },
                        { 2, "OTHER", "new", "schema", 10, 0, 240, "OTHER is new." } };
    const drift::Finding found = drift::finding(report);
    QVERIFY2(found.sentence.contains("NEW is new") && !found.sentence.contains("OTHER"),
             qPrintable(found.sentence));
}

void TestDriftPage::bannerSaysCalm()
{
    const drift::Finding found = drift::finding(reportWith({ 0.93, 0.85, 0.97, 60 }, false));
    QCOMPARE(found.glyph, Glyph::Good);
    QVERIFY(found.sentence.startsWith("Calm"));
}

void TestDriftPage::gainIsPromisedOnlyBeyondTheIntervals()
{
    const auto said = [](const Interval& current, const Interval& expected) {
        RetrainingProposal proposal;
        proposal.currentRecall = current;
        proposal.expectedRecall = expected;
        DriftState state;
        state.proposal = std::make_shared<const RetrainingProposal>(proposal);
        ProposalPanel panel;
        panel.render(state);
        for (const QLabel* label : panel.findChildren<QLabel*>()) {
            if (label->text().contains("expected"))
                return label->text();
        }
        return QString();
    };
    const Interval now { 0.68, 0.60, 0.76, 120 };
    QCOMPARE(said(now, { 0.92, 0.87, 0.95, 150 }), format::points(0.24) + " of recall expected");
    QVERIFY(said(now, { 0.75, 0.68, 0.81, 150 }).endsWith("but the intervals overlap"));
    QCOMPARE(said(now, { 0.683, 0.60, 0.76, 150 }), QString("No gain of recall expected"));
    QCOMPARE(said(now, { 0.60, 0.52, 0.68, 150 }), QString("No gain of recall expected"));
}

void TestDriftPage::projectWithoutModelSaysSo()
{
    SampleProject sample;
    sample.create();
    DriftPresenter presenter(sample.session());
    presenter.setVisible(true);
    settle(presenter);
    QCOMPARE(int(presenter.state().face), int(DriftState::Face::NoModel));
}

void TestDriftPage::anAnswerIsWaitedFor()
{
    SampleProject sample;
    sample.create();
    DriftPresenter presenter(sample.session());
    presenter.answer(7, "take", {});
    QVERIFY(presenter.isBusy());
    presenter.answer(8, "take", {}); // one deed after the other
    settle(presenter);
    QVERIFY2(presenter.state().notice.contains('7'), qPrintable(presenter.state().notice));
}

void TestDriftPage::everyControlHasAName()
{
    SampleProject sample;
    sample.create();
    DriftPage page(sample.session());
    visit(page, { 1280, 720 });
    QCOMPARE(namelessInAnyView(page), QStringList {});
    for (const Page::View& view : page.views()) {
        page.showView(view.id);
        // Nothing to check or to propose without a model; some views have nothing to do at all.
        QVERIFY(page.primaryAction() == nullptr || !page.primaryAction()->isEnabled());
    }
    page.showView(page.views().constFirst().id);
    QVERIFY(page.primaryAction() != nullptr);
}

QTEST_MAIN(TestDriftPage)
#include "tst_DriftPage.moc"
