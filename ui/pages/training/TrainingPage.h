// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/Page.h"
#include "ui/pages/training/ProposalNote.h"
#include "ui/pages/training/RecipeForm.h"
#include "ui/pages/training/RunDetailView.h"
#include "ui/pages/training/SnapshotForm.h"
#include "ui/pages/training/TrainingPresenter.h"

#include <QStackedWidget>

namespace casebench::ui {

class Pane;
class ProgressPanel;
class TableView;

/// The mode Training: a new run, all runs, one run.
class TrainingPage : public Page
{
    Q_OBJECT

public:
    explicit TrainingPage(Session& session, QWidget* parent = nullptr);

    void activate(const Selection& selection) override;
    void deactivate() override;
    bool escape() override;
    [[nodiscard]] bool isBusy() const override;
    [[nodiscard]] QList<QPair<QString, QString>> keys() const override;

protected:
    void onView(const QString& view) override;

private:
    QWidget* buildNew();
    QWidget* buildOptions();
    QWidget* buildResults();
    QWidget* buildRuns();
    QWidget* buildRun();
    void buildActions();
    void buildRunActions();
    TableView* leaderboard(const QString& name);
    void openRun(int row);
    void showSnapshotForm(bool on);
    [[nodiscard]] QString unusedSnapshotName() const;
    void fillFromProposal();
    void placeProposal();
    void tellProposal();
    void takeSnapshot();
    void actOnBanner();
    void renderLists();
    void render();
    void renderNew(const TrainingState& state);
    void renderRun(const TrainingState& state);
    void renderHeader(const TrainingState& state);
    void renderBanner(const TrainingState& state);

    Session& m_session;
    TrainingPresenter m_presenter;
    QStackedWidget* m_stack;
    ProposalNote* m_proposal;
    RecipeForm* m_recipe;
    SnapshotForm* m_snapshot;
    QStackedWidget* m_options = nullptr; ///< recipe or snapshot form
    ProgressPanel* m_progress;
    QStackedWidget* m_results = nullptr; ///< leaderboard or what will stand there
    EmptyState* m_noResult;
    TableView* m_newTable = nullptr;
    TableView* m_runTable = nullptr;
    QStackedWidget* m_runsStack = nullptr;
    EmptyState* m_noRuns;
    QStackedWidget* m_runStack = nullptr;
    EmptyState* m_noRun;
    RunDetailView* m_run;
    QAction* m_train = nullptr;
    QAction* m_take = nullptr;
    QAction* m_back = nullptr;
    QAction* m_submit = nullptr;
    QAction* m_reproduce = nullptr;
    QAction* m_compare = nullptr;
    QAction* m_stop = nullptr;
    bool m_snapshotForm = false;
    bool m_placing = false; ///< a proposal waits for the list of snapshots
};

} // namespace casebench::ui
