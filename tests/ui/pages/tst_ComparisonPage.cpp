// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageChecks.h"
#include "TrainedProject.h"

#include "ui/pages/comparison/ComparisonPage.h"
#include "ui/pages/comparison/ComparisonRows.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;

namespace {

Run runNamed(std::int64_t id, const std::string& family)
{
    Run run;
    run.id = id;
    run.name = "run-" + std::to_string(id);
    run.recipe.family = family;
    return run;
}

/// Reference and challenger on four cases, worked out by hand.
ComparisonData handMade()
{
    ComparisonData data;
    data.truth = { kPositive, kPositive, kNegative, kNegative };
    data.runs.resize(2);
    data.runs[0].id = 1;
    data.runs[0].name = QStringLiteral("old");
    data.runs[0].reference = true;
    data.runs[0].probability = { 0.9, 0.2, 0.3, 0.7 };
    data.runs[1].id = 2;
    data.runs[1].name = QStringLiteral("new");
    data.runs[1].probability = { 0.9, 0.8, 0.6, 0.1 };
    for (ComparedRun& run : data.runs)
        run.points = thresholdCurve(data.truth, run.probability);
    data.comparison.models = { { 1, "old", {}, {}, {} }, { 2, "new", {}, {}, {} } };
    return data;
}

} // namespace

class TestComparisonPage : public QObject
{
    Q_OBJECT

private slots:
    void championAndNewestAreChosenFirst();
    void sixthRunIsRefused();
    void mcnemarCountsRightAndWrong();
    void thresholdCountsAndCosts();
    void readingFollowsTheIntervalAndTheMeasure();
    void oneRunHasNothingToCompare();
    void comparesTwoRunsOnTheSameCases();
    void keyboardReachesEverythingByName();
    void looksDifferentInTheDark();
};

void TestComparisonPage::championAndNewestAreChosenFirst()
{
    RunChoiceModel model;
    QAbstractItemModelTester tester(&model);
    model.setRuns({ runNamed(1, "boosted"), runNamed(2, "logistic"), runNamed(3, "majority") }, 1);
    QCOMPARE(model.chosen(), (QList<qint64> { 1, 2 })); // not the baseline
    QCOMPARE(model.index(0, 0).data(RunChoiceModel::kSeriesRole).toInt(),
             -1); // the champion is the reference
    QVERIFY(!model.index(1, 0).data(RunChoiceModel::kSeriesRole).isValid()); // run 3 is not compared
}

void TestComparisonPage::sixthRunIsRefused()
{
    RunChoiceModel model;
    std::vector<Run> runs;
    for (int id = 1; id <= 6; ++id)
        runs.push_back(runNamed(id, "boosted"));
    model.setRuns(runs, 1);
    QSignalSpy refused(&model, &RunChoiceModel::tooMany);
    for (int row = 0; row < model.rowCount(); ++row)
        model.setData(model.index(row, 0), Qt::Checked, Qt::CheckStateRole);
    QCOMPARE(model.chosen().size(), RunChoiceModel::kMost);
    QVERIFY(refused.count() >= 1);
}

void TestComparisonPage::mcnemarCountsRightAndWrong()
{
    const auto rows = mcnemarRows(handMade());
    // old is right on cases 1 and 3; new on 1, 2 and 4.
    QCOMPARE(rows[0].cells[1].text, QStringLiteral("1"));
    QCOMPARE(rows[0].cells[2].text, QStringLiteral("1"));
    QCOMPARE(rows[1].cells[1].text, QStringLiteral("2"));
    QCOMPARE(rows[1].cells[2].text, QStringLiteral("0"));
}

void TestComparisonPage::thresholdCountsAndCosts()
{
    const auto rows = thresholdRows(handMade(), 0.5, Costs { 10, 1 });
    QCOMPARE(rows[0].cells[1].text, QStringLiteral("1")); // old misses case 2
    QCOMPARE(rows[0].cells[2].text, QStringLiteral("1")); // and raises case 4
    QCOMPARE(rows[0].cells[3].text, QStringLiteral("11"));
    QCOMPARE(rows[1].cells[3].text, QStringLiteral("1"));
    QCOMPARE(rows[2].cells[3].text, QStringLiteral("0")); // new at its cheapest, 0.80, is right on all
    QCOMPARE(costLines(handMade(), 0.5, Costs { 10, 1 }).lines.size(), 2);
}

void TestComparisonPage::readingFollowsTheIntervalAndTheMeasure()
{
    ComparisonData data = handMade();
    const auto pair = [](const std::string& metric, Interval delta) {
        return PairedDifference { 1, 2, metric, delta, 0, {} };
    };
    data.comparison.pairs = { pair("recall", { 0.3, 0.2, 0.4, 4 }), pair("brier", { 0.1, 0.05, 0.2, 4 }),
                              pair("specificity", { 0.1, -0.05, 0.2, 4 }) };
    QHash<QString, QString> reading;
    for (const CellRow& row : differenceRows(data))
        reading[row.cells[0].text] = row.cells[5].text;
    QCOMPARE(reading[QStringLiteral("Recall")], QStringLiteral("better"));
    QCOMPARE(reading[QStringLiteral("Brier score")], QStringLiteral("worse")); // higher loss is worse
    QCOMPARE(reading[QStringLiteral("Specificity")], QStringLiteral("– not shown"));
    QCOMPARE(reading[QStringLiteral("MCC")], QStringLiteral("–")); // undefined
    QCOMPARE(findingGlyph(data.comparison), Glyph::Good);
}

void TestComparisonPage::oneRunHasNothingToCompare()
{
    TrainedProject sample;
    sample.prepare();
    (void)sample.train("logistic", "one");
    ComparisonPage page(sample.session());
    visit(page);
    auto* empty = page.findChild<EmptyState*>();
    QVERIFY(empty->isVisible());
    QSignalSpy wants(&page, &Page::wants);
    empty->button()->click();
    QCOMPARE(wants.first().at(0).value<PageId>(), PageId::Training);
}

void TestComparisonPage::comparesTwoRunsOnTheSameCases()
{
    TrainedProject sample;
    sample.prepare();
    const Run one = sample.train("logistic", "one");
    const Run two = sample.train("boosted", "two");
    ComparisonPresenter presenter(sample.session());
    presenter.compareThese({ one.id, two.id });
    presenter.setVisible(true);
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.isBusy() && presenter.data(), 60000);
    const ComparisonData& data = *presenter.data();
    QCOMPARE(data.runs.size(), 2U);
    QCOMPARE(data.truth.size(), static_cast<std::size_t>(data.comparison.cases));
    QVERIFY(!presenter.state().finding.isEmpty());
    QCOMPARE(data.runs[0].id, one.id); // without a champion the older run is the reference
    presenter.compareOn(QStringLiteral("first"));
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.isBusy() && presenter.data().get() != &data, 60000);
    QVERIFY(presenter.data());
    presenter.choices()->choose({ one.id });
    QVERIFY(!presenter.data());
    QVERIFY(!presenter.state().whyNothing.isEmpty());
}

void TestComparisonPage::keyboardReachesEverythingByName()
{
    TrainedProject sample;
    sample.prepare();
    (void)sample.train("logistic", "one");
    (void)sample.train("boosted", "two");
    ComparisonPage page(sample.session());
    visit(page);
    QTest::qWait(50);
    QCOMPARE(namelessWidgets(page), QStringList {});
    QApplication::setActiveWindow(&page);
    page.findChild<QComboBox*>()->setFocus();
    const auto visited = visitedByTab(page);
    QVERIFY(visited.contains(page.findChild<QSlider*>()));
    QVERIFY(page.primaryAction());
}

void TestComparisonPage::looksDifferentInTheDark()
{
    Theme theme(*qApp);
    TrainedProject sample;
    sample.prepare();
    (void)sample.train("logistic", "one");
    (void)sample.train("boosted", "two");
    ComparisonPage page(sample.session());
    visit(page);
    differsInTheDark(page, theme);
}

QTEST_MAIN(TestComparisonPage)
#include "tst_ComparisonPage.moc"
