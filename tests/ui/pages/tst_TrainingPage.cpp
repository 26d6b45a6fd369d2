// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageChecks.h"
#include "TrainedProject.h"

#include "core/base/AtomicFile.h"
#include "core/store/RunStore.h"
#include "ui/pages/training/RecipeForm.h"
#include "ui/pages/training/RunRows.h"
#include "ui/pages/training/TrainingPage.h"
#include "ui/widgets/TableView.h"

#include <QAbstractItemModelTester>
#include <QRadioButton>
#include <QSignalSpy>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;

namespace {

Run runNamed(std::int64_t id, const std::string& name, const std::string& family, double recall)
{
    Run run;
    run.id = id;
    run.name = name;
    run.recipe.family = family;
    run.metrics = { { "recall", { recall, recall - 0.1, recall + 0.1, 50 } } };
    return run;
}

} // namespace

class TestTrainingPage : public QObject
{
    Q_OBJECT

private slots:
    void leaderboardKeepsBaselinesAndUnknownsLast();
    void undefinedMeasuresAreDashes();
    void fieldsSayWhyTheyAreDropped();
    void emptyProjectOffersImport();
    void takesASnapshotThenTrainsThenShowsTheRun();
    void stoppedTrainingKeepsNothing();
    void monthsWithoutAScamAreAskedAbout();
    void enterOpensTheRun();
    void keyboardReachesEverythingByName();
    void looksDifferentInTheDark();
};

void TestTrainingPage::leaderboardKeepsBaselinesAndUnknownsLast()
{
    const double nan = std::nan("");
    const std::vector<Run> runs { runNamed(1, "low", "boosted", 0.5), runNamed(2, "base", "majority", 0.99),
                                  runNamed(3, "none", "svm", nan), runNamed(4, "high", "logistic", 0.9) };
    CellTable table;
    QAbstractItemModelTester tester(&table);
    table.setTable(leaderboardColumns(), leaderboardRows(runs, {}, 4));
    const auto order = [&table] {
        QList<qint64> ids;
        for (const CellRow& row : table.rows())
            ids.append(row.id);
        return ids;
    };
    QCOMPARE(order(), (QList<qint64> { 4, 3, 1, 2 })); // newest first, the baseline below
    table.sort(4, Qt::AscendingOrder);
    QCOMPARE(order(), (QList<qint64> { 1, 4, 3, 2 }));
    table.sort(4, Qt::DescendingOrder);
    QCOMPARE(order(), (QList<qint64> { 4, 1, 3, 2 }));
    QCOMPARE(table.rowOf(3), 2);
}

void TestTrainingPage::undefinedMeasuresAreDashes()
{
    const Run run = runNamed(1, "none", "svm", std::nan(""));
    const auto rows = metricRows(run);
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.first().cells[1].text, QStringLiteral("–"));
    QCOMPARE(rows.first().cells[2].text, QStringLiteral("–"));
}

void TestTrainingPage::fieldsSayWhyTheyAreDropped()
{
    const Schema schema({ { "Id", FieldKind::Text, FieldRole::Id },
                          { "Money", FieldKind::Number, FieldRole::Feature },
                          { "Age", FieldKind::Number, FieldRole::Sensitive } });
    FieldListModel model;
    QAbstractItemModelTester tester(&model);
    model.setSchema(schema);
    QVERIFY(model.fields().empty()); // the standard choice is written as none
    QCOMPARE(model.usedCount(), 1);
    QCOMPARE(model.index(2, 1).data().toString(), QStringLiteral("dropped: names the case"));
    QVERIFY(
        !model.setData(model.index(2, 0), Qt::Checked, Qt::CheckStateRole)); // an id is never learned from
    QVERIFY(model.setData(model.index(1, 0), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(model.fields(), (std::vector<std::string> { "Money", "Age" }));
}

void TestTrainingPage::emptyProjectOffersImport()
{
    SampleProject sample;
    sample.create();
    TrainingPage page(sample.session());
    visit(page);
    auto* empty = page.findChild<EmptyState*>();
    QVERIFY(empty->isVisible());
    QSignalSpy wants(&page, &Page::wants);
    empty->button()->click();
    QCOMPARE(wants.count(), 1);
    QCOMPARE(wants.first().at(0).value<PageId>(), PageId::Cases);
    QVERIFY(!page.primaryAction());
}

void TestTrainingPage::takesASnapshotThenTrainsThenShowsTheRun()
{
    TrainedProject sample;
    sample.prepare();
    TrainingPresenter presenter(sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, TrainingState::Face::Ready, 30000);
    QSignalSpy taken(&presenter, &TrainingPresenter::snapshotTaken);
    SnapshotRequest snapshot;
    snapshot.name = "second";
    presenter.takeSnapshot(snapshot);
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.state().working && !presenter.isBusy(), 30000);
    QVERIFY2(taken.count() == 1, qPrintable(presenter.state().notice));
    QCOMPARE(presenter.state().snapshots, 2);
    presenter.takeSnapshot(snapshot); // the name is taken now
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.state().working, 30000);
    QCOMPARE(presenter.state().noticeGlyph, Glyph::Alarm);
    TrainRequest request;
    request.snapshot = "second";
    request.recipe.family = "logistic";
    request.recipe.split = SplitKind::Stratified;
    request.recipe.folds = 2;
    QSignalSpy trained(&presenter, &TrainingPresenter::trained);
    presenter.train(request);
    QVERIFY(presenter.state().working);
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.state().working && !presenter.isBusy(), 60000);
    QVERIFY2(trained.count() == 1, qPrintable(presenter.state().notice));
    QTRY_VERIFY_WITH_TIMEOUT(presenter.detail(), 30000);
    const RunDetail& detail = *presenter.detail();
    QCOMPARE(detail.run.id, trained.first().first().toLongLong());
    const Confusion& counts = detail.confusion;
    QCOMPARE(counts.tp + counts.fp + counts.fn + counts.tn, static_cast<double>(detail.run.rowsHoldout));
    QCOMPARE(presenter.leaderboard()->rowCount(), 1);
}

void TestTrainingPage::stoppedTrainingKeepsNothing()
{
    TrainedProject sample;
    sample.prepare();
    TrainingPresenter presenter(sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, TrainingState::Face::Ready, 30000);
    TrainRequest request;
    request.snapshot = "first";
    request.recipe.family = "boosted";
    presenter.train(request);
    presenter.stop();
    QVERIFY(presenter.state().stopping);
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.state().working, 30000);
    QVERIFY(presenter.state().notice.startsWith(QStringLiteral("Stopped")));
    const auto project = sample.open();
    const auto runs = RunStore(*project).list();
    CB_VERIFY(runs);
    QVERIFY(runs->empty());
}

/// Scenario 30: February came without a scam, which chance does not make. Nothing is answered for the person.
void TestTrainingPage::monthsWithoutAScamAreAskedAbout()
{
    TrainedProject sample;
    sample.prepare();
    sample.import("02");
    std::string verdicts = *readFile(sample.directory() / "verdicts-2026-02.csv");
    for (std::size_t at = 0; (at = verdicts.find(",scam,", at)) != std::string::npos; at += 6)
        verdicts.replace(at, 6, ",not-scam,");
    sample.directory().write("february.csv", verdicts);
    Progress progress;
    auto project = sample.open();
    CB_VERIFY(
        importLabels(*project, sample.session().actor(), sample.directory() / "february.csv", progress));
    SnapshotRequest snapshot;
    snapshot.name = "with a gap";
    CB_VERIFY(takeSnapshot(*project, sample.session().actor(), snapshot, progress));
    sample.session().announce(Change::Snapshots);
    TrainingPage page(sample.session());
    visit(page, { 1280, 720 });
    auto* presenter = page.findChild<TrainingPresenter*>();
    QTRY_COMPARE_WITH_TIMEOUT(presenter->state().gaps.size(), 1, 30000);
    QVERIFY2(presenter->state().gaps[0].contains("February 2026"), qPrintable(presenter->state().gaps[0]));
    auto* keep = page.findChild<QRadioButton*>("gap:keep");
    auto* exclude = page.findChild<QRadioButton*>("gap:exclude");
    QVERIFY(keep->isVisible() && !keep->isChecked() && !exclude->isChecked());
    QVERIFY(!page.primaryAction()->isEnabled());
    QTest::keyClick(exclude, Qt::Key_Space);
    QVERIFY(page.primaryAction()->isEnabled());
    QVERIFY(commandOf(page.primaryAction()).contains("--gap exclude"));
    QTest::keyClick(keep, Qt::Key_Space);
    QVERIFY(commandOf(page.primaryAction()).contains("--gap keep"));
    QCOMPARE(namelessWidgets(page), QStringList {});
    auto* form = page.findChild<RecipeForm*>();
    TrainRequest request = form->request();
    request.recipe.family = "logistic";
    request.recipe.folds = 2;
    request.recipe.split = SplitKind::Stratified; // by time the hold-out were February, without a scam
    presenter->train(request);
    QTRY_VERIFY_WITH_TIMEOUT(!presenter->state().working && !presenter->isBusy(), 60000);
    const auto runs = RunStore(*project).list();
    CB_VERIFY(runs);
    QCOMPARE(runs->size(), std::size_t { 1 });
    QCOMPARE(runs->front().labels.gapAnswer, GapAnswer::Keep);
    QCOMPARE(runs->front().labels.gapAnsweredBy, sample.session().actor().name);
    form->chooseSnapshot(1); // January alone has no gap, and no question
    QTRY_VERIFY_WITH_TIMEOUT(page.primaryAction()->isEnabled() && !keep->isVisible(), 30000);
    QVERIFY(!commandOf(page.primaryAction()).contains("--gap"));
}

void TestTrainingPage::enterOpensTheRun()
{
    TrainedProject sample;
    sample.prepare();
    const Run run = sample.train("logistic", "one");
    TrainingPage page(sample.session());
    visit(page);
    page.showView(QStringLiteral("runs"));
    auto* table = page.findChild<TableView*>(QString(), Qt::FindChildrenRecursively);
    for (TableView* each : page.findChildren<TableView*>()) {
        if (each->accessibleName() == QLatin1String("All runs"))
            table = each;
    }
    table->selectRow(0);
    QTest::keyClick(table, Qt::Key_Return);
    settle(page);
    QCOMPARE(page.currentView(), QStringLiteral("run"));
    QVERIFY(page.primaryAction());
    QCOMPARE(page.primaryAction()->objectName(), QStringLiteral("training.submit"));
    QVERIFY(page.escape());
    QCOMPARE(page.currentView(), QStringLiteral("runs"));
}

void TestTrainingPage::keyboardReachesEverythingByName()
{
    TrainedProject sample;
    sample.prepare();
    (void)sample.train("logistic", "one");
    TrainingPage page(sample.session());
    visit(page);
    for (const char* view : { "new", "runs", "run" }) {
        page.showView(QString::fromLatin1(view));
        QTest::qWait(20);
        QCOMPARE(namelessWidgets(page), QStringList {});
    }
    page.showView(QStringLiteral("new"));
    QApplication::setActiveWindow(&page);
    auto* family = page.findChild<QComboBox*>();
    family->setFocus();
    const auto visited = visitedByTab(page);
    for (const QSpinBox* box : page.findChildren<QSpinBox*>())
        QVERIFY2(!box->isVisibleTo(&page) || visited.contains(box), qPrintable(box->accessibleName()));
}

void TestTrainingPage::looksDifferentInTheDark()
{
    Theme theme(*qApp);
    TrainedProject sample;
    sample.prepare();
    (void)sample.train("logistic", "one");
    TrainingPage page(sample.session());
    visit(page);
    for (const char* view : { "new", "runs", "run" }) {
        page.showView(QString::fromLatin1(view));
        differsInTheDark(page, theme);
    }
}

QTEST_MAIN(TestTrainingPage)
#include "tst_TrainingPage.moc"
