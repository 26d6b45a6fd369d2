// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/TrainingPage.h"

#include "ui/pages/training/Proposed.h"
#include "ui/pages/training/RunRows.h"
#include "ui/text/Format.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/ProgressPanel.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/ViewStack.h"

#include <QScrollBar>

#include <algorithm>

namespace casebench::ui {

namespace {

const QString kNewView = QStringLiteral("new");
const QString kRunsView = QStringLiteral("runs");
const QString kRunView = QStringLiteral("run");

} // namespace

TrainingPage::TrainingPage(Session& session, QWidget* parent)
    : Page(PageId::Training, tr("Training"), parent)
    , m_session(session)
    , m_presenter(session, this)
    , m_stack(new ViewStack)
    , m_proposal(new ProposalNote)
    , m_recipe(new RecipeForm)
    , m_snapshot(new SnapshotForm)
    , m_progress(new ProgressPanel)
    , m_noResult(new EmptyState)
    , m_noRuns(new EmptyState)
    , m_noRun(new EmptyState)
    , m_run(new RunDetailView)
{
    addView(kNewView, tr("New"));
    addView(kRunsView, tr("Runs"));
    addView(kRunView, tr("Run"));
    buildActions();
    m_stack->addWidget(buildNew());
    m_stack->addWidget(buildRuns());
    m_stack->addWidget(buildRun());
    setBody(m_stack);
    connect(&m_presenter, &TrainingPresenter::changed, this, &TrainingPage::render);
    connect(&m_presenter, &TrainingPresenter::listsChanged, this, &TrainingPage::renderLists);
    connect(&m_presenter, &TrainingPresenter::detailChanged, this, [this] {
        if (const RunDetailPtr detail = m_presenter.detail())
            m_run->render(*detail);
    });
    connect(&m_presenter, &TrainingPresenter::snapshotTaken, this, [this](qint64 id) {
        m_snapshot->clear();
        showSnapshotForm(false);
        // The list comes with the next reading; choose it there.
        connect(
            &m_presenter, &TrainingPresenter::listsChanged, m_recipe,
            [this, id] { m_recipe->chooseSnapshot(id); },
            static_cast<Qt::ConnectionType>(Qt::AutoConnection | Qt::SingleShotConnection));
    });
    connect(m_recipe, &RecipeForm::snapshotAsked, this, [this] { showSnapshotForm(true); });
    connect(m_recipe, &RecipeForm::changed, this, [this] {
        m_recipe->setEstimate(m_presenter.estimateFor(m_recipe->family()));
        renderHeader(m_presenter.state());
        tellProposal();
    });
    connect(&m_presenter, &TrainingPresenter::trained, m_recipe, &RecipeForm::forgetName);
    connect(&m_presenter, &TrainingPresenter::proposalChanged, this, &TrainingPage::fillFromProposal);
    connect(m_proposal, &ProposalNote::forgotten, this, [this] { m_presenter.propose({}); });
    connect(m_recipe, &RecipeForm::snapshotChosen, &m_presenter, &TrainingPresenter::lookForGaps);
    connect(&m_presenter, &TrainingPresenter::gapsFound, this,
            [this] { m_recipe->askAboutGaps(m_presenter.state().gaps); });
    connect(m_snapshot, &SnapshotForm::submitted, this, &TrainingPage::takeSnapshot);
    connect(m_progress, &ProgressPanel::stopAsked, &m_presenter, &TrainingPresenter::stop);
    connect(banner(), &Banner::acted, this, &TrainingPage::actOnBanner);
    connect(empty(), &EmptyState::acted, this,
            [this] { emit wants(PageId::Cases, Selection { .view = QStringLiteral("import") }); });
    for (EmptyState* face : { m_noRuns, m_noRun, m_noResult })
        connect(face, &EmptyState::acted, this, [this] { showView(kNewView); });
    connect(&session, &Session::actorChanged, this, &TrainingPage::render);
    render();
}

void TrainingPage::activate(const Selection& selection)
{
    if (!selection.runIds.isEmpty()) {
        m_presenter.openRun(selection.runIds.first());
        if (selection.view.isEmpty())
            showView(kRunView);
    }
    if (selection.item != 0)
        m_recipe->chooseSnapshot(selection.item);
    if (selection.proposal)
        m_presenter.propose(selection.proposal);
    Page::activate(selection);
    m_presenter.setVisible(true);
    placeProposal();
    render();
}

void TrainingPage::deactivate()
{
    m_presenter.setVisible(false);
}

bool TrainingPage::escape()
{
    if (m_presenter.state().working) {
        m_presenter.stop();
        return true;
    }
    if (currentView() == kNewView && m_snapshotForm && m_presenter.state().snapshots > 0) {
        showSnapshotForm(false);
        return true;
    }
    if (currentView() == kRunView) {
        showView(kRunsView);
        return true;
    }
    return false;
}

bool TrainingPage::isBusy() const
{
    return m_presenter.isBusy();
}

QList<QPair<QString, QString>> TrainingPage::keys() const
{
    return { { tr("Enter"), tr("Open the run") },
             { tr("Space"), tr("Use or drop the field") },
             { tr("Ctrl+C"), tr("Copy the row as TSV") },
             { tr("Esc"), tr("Stop the training, or go back to the runs") } };
}

void TrainingPage::onView(const QString& view)
{
    m_stack->setCurrentIndex(view == kRunsView ? 1 : view == kRunView ? 2 : 0);
    render();
}

void TrainingPage::openRun(int row)
{
    const qint64 id = m_presenter.leaderboard()->idOf(row);
    if (id == 0)
        return;
    m_presenter.openRun(id);
    showView(kRunView);
}

void TrainingPage::showSnapshotForm(bool on)
{
    m_snapshotForm = on;
    if (on)
        m_snapshot->suggestName(unusedSnapshotName());
    render();
    // From its top: where somebody was in the other form, or in this one last time, says nothing here.
    static_cast<Pane*>(m_options->currentWidget())->verticalScrollBar()->setValue(0);
    if (isVisible())
        (on ? static_cast<QWidget*>(m_snapshot->nameField()) : m_recipe->snapshotField())
            ->setFocus(Qt::OtherFocusReason);
}

QString TrainingPage::unusedSnapshotName() const
{
    const QString stem =
        (m_presenter.state().proposal ? tr("retraining-%1") : tr("cases-%1")).arg(format::isoDate(now()));
    QString name = stem;
    for (int i = 2; std::ranges::find(m_presenter.snapshots(), name.toStdString(), &Snapshot::name)
         != m_presenter.snapshots().end();
         ++i)
        name = QStringLiteral("%1-%2").arg(stem).arg(i);
    return name;
}

void TrainingPage::fillFromProposal()
{
    const ProposalPtr& proposal = m_presenter.state().proposal;
    m_placing = proposal != nullptr;
    m_recipe->propose(proposal);
    if (proposal && !proposal->months.empty())
        m_snapshot->fill(proposal->months.front(), proposal->months.back(), proposal->policy);
    m_snapshot->suggestName(unusedSnapshotName());
}

/// What the proposal names is frozen first; with a snapshot of it the recipe is next.
void TrainingPage::placeProposal()
{
    if (!m_placing || !m_presenter.hasLists())
        return;
    m_placing = false;
    const qint64 taken = m_presenter.proposedSnapshot();
    if (taken != 0)
        m_recipe->chooseSnapshot(taken);
    showSnapshotForm(taken == 0);
}

void TrainingPage::tellProposal()
{
    const TrainingState& state = m_presenter.state();
    m_proposal->setVisible(state.proposal != nullptr);
    if (!state.proposal)
        return;
    const bool form = m_snapshotForm || state.snapshots == 0;
    m_proposal->tell(proposed::title(*state.proposal),
                     form ? proposed::snapshotStep(*state.proposal)
                          : proposed::reason(*state.proposal, m_presenter.proposedParent()),
                     form ? QStringList {} : m_recipe->notAsProposed());
}

void TrainingPage::takeSnapshot()
{
    if (!m_take->isEnabled())
        return;
    if (const auto request = m_snapshot->request())
        m_presenter.takeSnapshot(*request);
}

void TrainingPage::actOnBanner()
{
    if (m_presenter.state().noticeGlyph == Glyph::Ring)
        emit wants(PageId::Release, Selection { .runIds = { m_presenter.state().shownRun } });
    else {
        m_presenter.openRun(m_presenter.state().shownRun);
        showView(kRunView);
    }
}

void TrainingPage::renderLists()
{
    m_recipe->setSnapshots(m_presenter.snapshots());
    m_recipe->setEstimate(m_presenter.estimateFor(m_recipe->family()));
    m_snapshot->suggestName(unusedSnapshotName());
    placeProposal();
}

void TrainingPage::render()
{
    const TrainingState& state = m_presenter.state();
    using Face = TrainingState::Face;
    if (state.face == Face::NoCases)
        empty()->showNothingYet(
            IconId::Training, tr("No cases to learn from yet"),
            tr("Runs are trained on decided cases. Import cases and decide some; then train here."),
            tr("Import files"));
    else if (state.face == Face::Failed)
        empty()->showCannot(tr("The runs cannot be read"), state.failure, state.details);
    else if (state.face == Face::Loading)
        empty()->showNothingYet(IconId::Training, tr("Reading the runs"), {});
    else if (state.face == Face::Closed)
        empty()->showNothingYet(IconId::Project, tr("No project is open"),
                                tr("Open or make a project first; its runs will stand here."));
    showEmpty(state.face != Face::Ready);
    renderNew(state);
    renderRun(state);
    renderHeader(state);
    renderBanner(state);
}

void TrainingPage::renderNew(const TrainingState& state)
{
    const bool form = m_snapshotForm || state.snapshots == 0;
    m_options->setCurrentIndex(form ? 1 : 0);
    m_options->setEnabled(!state.working);
    tellProposal();
    m_progress->setVisible(state.working);
    m_progress->setTitle(state.jobTitle);
    m_progress->setState(state.fraction, state.step, state.note);
    m_progress->setStop(tr("Stop"), tr("Stops at the next step; nothing half done is kept."));
    m_progress->button()->setEnabled(!state.stopping);
    if (state.stopping)
        m_progress->setStopping();
    if (state.snapshots == 0)
        m_noResult->showNothingYet(IconId::Training, tr("No snapshot yet"),
                                   tr("Take a snapshot of the cases on the left. A run is trained on it and "
                                      "measured on cases held out; the results stand here."));
    else
        m_noResult->showNothingYet(
            IconId::Training, tr("No run yet"),
            tr("Train the recipe on the left. Measures with their intervals stand here, baselines below."));
    m_results->setCurrentIndex(state.runs > 0 ? 1 : 0);
    m_noRuns->showNothingYet(
        IconId::Training, tr("No run yet"),
        tr("Every run stands here with its measures, to be opened, compared and submitted."),
        tr("Make a recipe"));
    m_runsStack->setCurrentIndex(state.runs > 0 ? 1 : 0);
}

void TrainingPage::renderRun(const TrainingState& state)
{
    if (!state.runFailure.isEmpty())
        m_noRun->showCannot(tr("The run cannot be read"), state.runFailure);
    else if (state.runLoading)
        m_noRun->showNothingYet(IconId::Training, tr("Reading the run"), {});
    else
        m_noRun->showNothingYet(IconId::Training, tr("No run yet"),
                                tr("What a run finds, at what errors and by which fields, stands here."),
                                tr("Make a recipe"));
    m_runStack->setCurrentIndex(m_presenter.detail() && state.runFailure.isEmpty() ? 1 : 0);
}

void TrainingPage::renderHeader(const TrainingState& state)
{
    const QString view = currentView();
    const bool ready = state.face == TrainingState::Face::Ready;
    const bool may = ready && state.whyNot.isEmpty() && !state.working;
    const RunDetailPtr detail = m_presenter.detail();
    const bool form = m_snapshotForm || state.snapshots == 0;
    const bool answered = m_recipe->gapsAnswered();
    m_train->setEnabled(may && state.snapshots > 0 && !form && answered && !state.gapsReading);
    m_train->setToolTip(!state.whyNot.isEmpty() ? state.whyNot
                            : answered
                            ? tr("Trains the recipe on the snapshot and measures it on cases held out")
                            : tr("Say first what to do with the months without a scam."));
    m_take->setEnabled(may && form);
    m_back->setEnabled(m_snapshotForm && state.snapshots > 0);
    m_stop->setEnabled(state.working && !state.stopping);
    const bool trained = detail && detail->run.state == RunState::Trained;
    m_submit->setEnabled(may && trained);
    m_submit->setToolTip(!detail || trained ? tr("Asks a second person to approve this run")
                                            : tr("Only a run that nobody decided on can be submitted"));
    m_reproduce->setEnabled(may && detail);
    m_compare->setEnabled(ready && detail && state.championId != 0 && state.championId != detail->run.id);
    header()->setSentence(ready ? state.sentence : QString());
    header()->clearSecondary();
    QAction* primary = nullptr;
    if (view == kNewView) {
        if (form && state.snapshots > 0)
            header()->addSecondary(m_back);
        primary = form ? m_take : m_train;
    } else if (view == kRunView && detail) {
        header()->addSecondary(m_reproduce);
        header()->addSecondary(m_compare);
        primary = trained ? m_submit : nullptr;
    }
    header()->setPrimary(ready ? primary : nullptr);
}

void TrainingPage::renderBanner(const TrainingState& state)
{
    if (!state.notice.isEmpty())
        banner()->showMessage(state.noticeGlyph, state.notice, state.noticeButton);
    else if (state.face == TrainingState::Face::Ready && !state.whyNot.isEmpty() && currentView() == kNewView)
        banner()->showMessage(Glyph::Ring, state.whyNot);
    else
        banner()->clear();
}

} // namespace casebench::ui
