// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/RunRows.h"
#include "ui/pages/training/TrainingPage.h"
#include "ui/text/Format.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/ProgressPanel.h"
#include "ui/widgets/TableView.h"

#include <QHeaderView>

namespace casebench::ui {

void TrainingPage::buildActions()
{
    m_train = addAction({ QStringLiteral("training.train"),
                          tr("Train"),
                          IconId::Play,
                          {},
                          tr("Trains the recipe on the snapshot and measures it on cases held out"),
                          {} },
                        [this] { m_presenter.train(m_recipe->request()); });
    setCommand(m_train, [this] { return m_recipe->command(); });
    m_take = addAction({ QStringLiteral("training.snapshot"),
                         tr("Take snapshot"),
                         IconId::Save,
                         {},
                         tr("Freezes cases, fields and labels for training"),
                         {} },
                       [this] { takeSnapshot(); });
    setCommand(m_take, [this] { return m_snapshot->command(); });
    m_back = addAction({ QStringLiteral("training.recipe"),
                         tr("Back to the recipe"),
                         IconId::None,
                         {},
                         tr("Leaves the snapshot form"),
                         {} },
                       [this] { showSnapshotForm(false); });
    buildRunActions();
}

void TrainingPage::buildRunActions()
{
    m_submit = addAction({ QStringLiteral("training.submit"),
                           tr("Submit for approval"),
                           IconId::Release,
                           {},
                           tr("Asks a second person to approve this run"),
                           {} },
                         [this] { m_presenter.submit(); });
    m_reproduce = addAction({ QStringLiteral("training.reproduce"),
                              tr("Reproduce"),
                              IconId::None,
                              {},
                              tr("Trains it again from recipe and snapshot and compares the bytes"),
                              {} },
                            [this] { m_presenter.reproduce(); });
    for (QAction* action : { m_submit, m_reproduce }) {
        const QString verb = action == m_submit ? QStringLiteral("submit") : QStringLiteral("reproduce");
        setCommand(action, [this, verb] {
            const RunDetailPtr shown = m_presenter.detail();
            return shown ? verb + u' ' + shellWord(format::text(shown->run.name)) : QString();
        });
    }
    m_compare = addAction(
        { QStringLiteral("training.compare"),
          tr("Compare with champion"),
          IconId::Comparison,
          {},
          tr("Holds this run against the champion on the same cases"),
          {} },
        [this] {
            const TrainingState& state = m_presenter.state();
            emit wants(PageId::Comparison, Selection { .runIds = { state.championId, state.shownRun } });
        });
    m_stop = addAction({ QStringLiteral("training.stop"),
                         tr("Stop the training"),
                         IconId::Stop,
                         {},
                         tr("Stops at the next step; nothing half done is kept"),
                         {} },
                       [this] { m_presenter.stop(); });
}

QWidget* TrainingPage::buildNew()
{
    auto* split = new PaneSplitter(Qt::Horizontal, QStringLiteral("training.new"), this);
    split->addPane(buildOptions(), 0, 360, tr("Recipe"));
    split->addPane(buildResults(), 1, 900, tr("Progress and results"));
    return split;
}

QWidget* TrainingPage::buildOptions()
{
    m_options = new QStackedWidget;
    auto* recipe = new Pane(space::kBetween);
    recipe->content()->addWidget(m_recipe);
    recipe->content()->addStretch();
    auto* snapshot = new Pane(space::kBetween);
    snapshot->addSection(tr("New snapshot"));
    auto* why = new Label(
        tr("A snapshot freezes cases, fields and labels as they are now. Later changes do not touch it."),
        TextRole::Caption, ColorRole::Muted);
    why->wrapping();
    snapshot->content()->addWidget(why);
    snapshot->content()->addWidget(m_snapshot);
    snapshot->content()->addStretch();
    m_options->addWidget(recipe);
    m_options->addWidget(snapshot);
    auto* pane = new QWidget;
    auto* whole = column(0);
    pane->setLayout(whole);
    pane->setBackgroundRole(QPalette::Base);
    pane->setAutoFillBackground(true);
    m_proposal->hide();
    whole->addWidget(m_proposal);
    whole->addWidget(m_options, 1);
    return pane;
}

TableView* TrainingPage::leaderboard(const QString& name)
{
    auto* table = new TableView(name);
    table->setModel(m_presenter.leaderboard());
    table->setRowPixels(40);
    table->setColumnWidths({ 0, 150, 136, 94, 94, 94, 94, 60, 70 });
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->horizontalHeader()->setSortIndicator(-1, Qt::DescendingOrder);
    table->setSortingEnabled(true);
    connect(table, &QAbstractItemView::activated, this,
            [this](const QModelIndex& index) { openRun(index.row()); });
    connect(table, &QAbstractItemView::doubleClicked, this,
            [this](const QModelIndex& index) { openRun(index.row()); });
    return table;
}

QWidget* TrainingPage::buildResults()
{
    auto* pane = new QWidget;
    auto* layout = column(space::kInner);
    layout->setContentsMargins(space::kBetween, space::kBetween, space::kBetween, 0);
    pane->setLayout(layout);
    m_progress->hide();
    layout->addWidget(m_progress);
    m_results = new QStackedWidget;
    m_results->addWidget(m_noResult);
    auto* full = new QWidget;
    auto* results = column(space::kGroup);
    full->setLayout(results);
    auto* head = row(space::kGroup);
    head->setContentsMargins(space::kGroup, 0, 0, 0);
    head->addWidget(new Label(tr("Leaderboard"), TextRole::Section));
    head->addStretch();
    head->addWidget(
        new Label(tr("On each run's own hold-out, 95 % intervals; baselines last. Enter opens a run."),
                  TextRole::Caption, ColorRole::Muted),
        0, Qt::AlignBottom);
    results->addLayout(head);
    m_newTable = leaderboard(tr("Leaderboard"));
    // Beside the recipe there is room for the measures; snapshot and n stand in the view of all runs.
    m_newTable->setColumnHidden(kSnapshotColumn, true);
    m_newTable->setColumnHidden(kCountColumn, true);
    results->addWidget(m_newTable, 1);
    m_results->addWidget(full);
    layout->addWidget(m_results, 1);
    pane->setBackgroundRole(QPalette::Base);
    pane->setAutoFillBackground(true);
    return pane;
}

QWidget* TrainingPage::buildRuns()
{
    m_runsStack = new QStackedWidget;
    auto* pane = new QWidget;
    auto* layout = column(space::kGroup);
    layout->setContentsMargins(space::kBetween, space::kGroup, space::kBetween, 0);
    pane->setLayout(layout);
    m_runTable = leaderboard(tr("All runs"));
    layout->addWidget(m_runTable, 1);
    pane->setBackgroundRole(QPalette::Base);
    pane->setAutoFillBackground(true);
    m_runsStack->addWidget(m_noRuns);
    m_runsStack->addWidget(pane);
    return m_runsStack;
}

QWidget* TrainingPage::buildRun()
{
    m_runStack = new QStackedWidget;
    m_runStack->addWidget(m_noRun);
    m_runStack->addWidget(m_run);
    return m_runStack;
}

} // namespace casebench::ui
