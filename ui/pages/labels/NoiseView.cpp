// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/NoiseView.h"

#include "ui/itemmodels/RunWords.h"
#include "ui/pages/labels/NoiseRows.h"
#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"

#include <QSignalBlocker>

#include <cmath>

namespace casebench::ui {

namespace {

constexpr double kBudgetShare = 0.8;

QString whole(double value)
{
    return std::isnan(value) ? format::undefined() : format::count(static_cast<qint64>(std::llround(value)));
}

} // namespace

NoiseView::NoiseView(Session& session, QWidget* parent)
    : QStackedWidget(parent)
    , m_presenter(session)
    , m_empty(new EmptyState)
    , m_runs(new QComboBox)
    , m_errors(new StatTile(tr("Labels likely wrong")))
    , m_suspected(new StatTile(tr("Suspected cases")))
    , m_budget(new StatTile(tr("To find 80 % of the errors")))
    , m_plot(new LearningCurve)
    , m_chart(new ChartFrame(tr("Relabel budget"), m_plot))
    , m_matrixTable(new TableView(tr("Noise matrix")))
    , m_method((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_hidden((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_caseTable(new TableView(tr("Suspected label errors")))
{
    addWidget(m_empty);
    addWidget(buildBody());
    connect(&m_presenter, &NoisePresenter::changed, this, &NoiseView::render);
    connect(m_empty, &EmptyState::acted, this, &NoiseView::trainingAsked);
    render();
}

QWidget* NoiseView::buildBody()
{
    auto* split = new PaneSplitter(Qt::Horizontal, QStringLiteral("labels.noise"), this);
    split->addPane(buildEstimate(), 1, 640, tr("Estimate of label noise"));
    split->addPane(buildCases(), 0, 560, tr("Suspected label errors"));
    return split;
}

Pane* NoiseView::buildEstimate()
{
    auto* pane = new Pane(space::kPage);
    auto* choice = row(space::kGroup);
    auto* label = new Label(tr("Seen by"));
    label->setBuddy(m_runs);
    m_runs->setAccessibleName(tr("Run that doubts the labels"));
    m_runs->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_runs->setMinimumContentsLength(26);
    choice->addWidget(label);
    choice->addWidget(m_runs);
    choice->addStretch();
    pane->content()->addLayout(choice);
    auto* tiles = row(space::kWide);
    for (StatTile* tile : { m_errors, m_suspected, m_budget })
        tiles->addWidget(tile);
    tiles->addStretch();
    pane->content()->addLayout(tiles);
    pane->addHairline();
    pane->content()->addWidget(m_chart);
    pane->addHairline();
    pane->addSection(tr("Noise matrix"), tr("cases, and share of the labels in that row"));
    m_matrixTable->setModel(&m_matrix);
    m_matrixTable->setFitsRows(true);
    m_matrixTable->setSelectionBehavior(QAbstractItemView::SelectItems);
    for (const int column : { 1, 2 })
        m_matrixTable->setItemDelegateForColumn(column, new HeatCellDelegate(m_matrixTable));
    m_matrixTable->setColumnWidths({ 0, 140, 140, 80 });
    pane->content()->addWidget(m_matrixTable);
    pane->content()->addWidget(m_method);
    pane->content()->addStretch();
    connect(m_runs, &QComboBox::activated, this,
            [this](int index) { m_presenter.chooseRun(m_runs->itemData(index).toString()); });
    return pane;
}

QWidget* NoiseView::buildCases()
{
    auto* pane = new QWidget;
    pane->setBackgroundRole(QPalette::Base);
    pane->setAutoFillBackground(true);
    auto* layout = column(space::kGroup);
    layout->setContentsMargins(space::kBetween, space::kBetween, 0, 0);
    pane->setLayout(layout);
    auto* head = row(space::kGroup);
    head->setContentsMargins(0, 0, space::kBetween, 0);
    head->addWidget(new Label(tr("Most doubtful labels"), TextRole::Section));
    head->addStretch();
    head->addWidget(
        new Label(tr("▲ suspected. Enter looks at the case again."), TextRole::Caption, ColorRole::Muted), 0,
        Qt::AlignBottom);
    layout->addLayout(head);
    layout->addWidget(m_hidden);
    m_caseTable->setModel(m_presenter.cases());
    m_caseTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_caseTable->setItemDelegateForColumn(3, new ScoreBarDelegate(m_caseTable));
    m_caseTable->setColumnWidths({ 0, 76, 112, 134, 92 });
    m_caseTable->setSortingEnabled(false);
    layout->addWidget(m_caseTable, 1);
    const auto open = [this](const QModelIndex& index) {
        if (const QString id = m_presenter.caseId(m_presenter.cases()->idOf(index.row())); !id.isEmpty())
            emit caseAsked(id);
    };
    connect(m_caseTable, &QAbstractItemView::activated, this, open);
    connect(m_caseTable, &QAbstractItemView::doubleClicked, this, open);
    return pane;
}

QString NoiseView::sentence() const
{
    const NoiseState& state = m_presenter.state();
    if (!state.found)
        return tr("How many labels are likely wrong, and which.");
    const LabelNoise& noise = state.found->noise;
    return tr("About %1 of %2 labels are likely wrong, as %3 sees them.")
        .arg(whole(noise.expectedErrors.value), format::count(noise.n),
             format::harmless(format::text(state.found->run)));
}

void NoiseView::render()
{
    using Face = NoiseState::Face;
    const NoiseState& state = m_presenter.state();
    switch (state.face) {
    case Face::Closed:
        m_empty->showNothingYet(IconId::Project, tr("No project is open"),
                                tr("Open a project first; labels that are likely wrong will stand here."));
        break;
    case Face::Loading:
        m_empty->showNothingYet(IconId::Labels, tr("Estimating label noise"), {});
        break;
    case Face::NoRun:
        m_empty->showNothingYet(
            IconId::Training, tr("Nothing can doubt a label yet"),
            tr("A trained run does it: its probabilities for cases it did not learn from stand here "
               "against their labels."),
            tr("Open training"));
        break;
    case Face::Failed:
        m_empty->showCannot(tr("Label noise cannot be estimated"), state.failure, state.details);
        break;
    case Face::Ready:
        if (state.found != m_shown) {
            m_shown = state.found;
            renderFound(state);
        }
        break;
    }
    m_runs->setEnabled(!state.reading);
    m_chart->setStale(state.reading && m_shown ? tr("Before the newest change; being estimated again")
                                               : QString());
    setCurrentIndex(state.face == Face::Ready ? 1 : 0);
    emit changed();
}

void NoiseView::renderFound(const NoiseState& state)
{
    const RunLabelNoise& found = *state.found;
    const LabelNoise& noise = found.noise;
    const QSignalBlocker quiet(m_runs);
    m_runs->clear();
    for (const NoiseRun& run : state.runs)
        m_runs->addItem(run.title, run.name);
    m_runs->setCurrentIndex(m_runs->findData(state.run));
    renderTiles(found);
    m_plot->setData(budgetData(noise));
    const BudgetPoint budget = noise.budgetFor(kBudgetShare);
    m_chart->setTexts(
        tr("Looking at %1 cases finds %2 of the expected errors")
            .arg(format::count(budget.cases), format::percent(budget.share)),
        tr("In the order of suspicion, against any order; n = %1 labels").arg(format::count(noise.n)));
    m_matrix.setTable(matrixColumns(), matrixRows(noise));
    m_method->setText(
        tr("Confident learning on out-of-fold probabilities of %1, labels of snapshot %2 (%3). Bars: mean "
           "probability of the label, %4 scam and %5 not scam. Interval: %6 bootstrap draws, seed %7.")
            .arg(format::harmless(format::text(found.run)), format::harmless(format::text(found.snapshot)),
                 words::policy(found.policy).toLower(), format::decimal(noise.threshold[1], 2),
                 format::decimal(noise.threshold[0], 2), format::count(noise.bootstraps),
                 QString::number(noise.seed)));
    m_hidden->setText(
        tr("Suspected and not listed: %1. They would tell what the model thinks before your own verdict, and "
           "wait in the queue.")
            .arg(format::count(static_cast<qint64>(found.hidden))));
    m_hidden->setVisible(found.hidden > 0);
}

void NoiseView::renderTiles(const RunLabelNoise& found)
{
    const LabelNoise& noise = found.noise;
    const Interval& errors = noise.expectedErrors;
    const QString interval =
        std::isnan(errors.low) ? QString() : tr("%1–%2, ").arg(whole(errors.low), whole(errors.high));
    m_errors->setValue(whole(errors.value), interval + tr("n = %1 labels").arg(format::count(noise.n)));
    m_suspected->setValue(
        format::count(noise.suspected),
        tr("%1 of the labels")
            .arg(format::percent(static_cast<double>(noise.suspected) / static_cast<double>(noise.n), 1)));
    const BudgetPoint budget = noise.budgetFor(kBudgetShare);
    m_budget->setValue(
        format::count(budget.cases),
        tr("cases to look at, %1 of all")
            .arg(format::percent(static_cast<double>(budget.cases) / static_cast<double>(noise.n))));
}

} // namespace casebench::ui
