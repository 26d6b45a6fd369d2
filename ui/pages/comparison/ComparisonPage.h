// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/ChartFrame.h"
#include "ui/charts/SquareCurves.h"
#include "ui/charts/SquareRow.h"
#include "ui/itemmodels/CellTable.h"
#include "ui/pages/Page.h"
#include "ui/pages/comparison/ComparisonPresenter.h"
#include "ui/pages/comparison/ComparisonRows.h"
#include "ui/pages/comparison/ThresholdPanel.h"

#include <QComboBox>
#include <QStackedWidget>

#include <array>

namespace casebench::ui {

class DotIntervalDelegate;
class Pane;
class ProgressPanel;
class TableView;

/// The mode Comparison: one sentence, then proof.
class ComparisonPage : public Page
{
    Q_OBJECT

public:
    explicit ComparisonPage(Session& session, QWidget* parent = nullptr);

    void activate(const Selection& selection) override;
    void deactivate() override;
    bool escape() override;
    [[nodiscard]] bool isBusy() const override;
    [[nodiscard]] QList<QPair<QString, QString>> keys() const override;

private:
    QWidget* buildChoice();
    QWidget* buildProof();
    QWidget* buildCurves();
    QWidget* buildMcNemar();
    QWidget* buildDifferences();
    void buildActions();
    void renderLists();
    void renderData();
    void render();
    void renderEmpty(const ComparisonState& state);
    void moveMarks(double threshold);

    Session& m_session;
    ComparisonPresenter m_presenter;
    TableView* m_runs;
    Label* m_choiceProblem;
    QComboBox* m_on;
    Label* m_onNote;
    TableView* m_sliceTable;
    Label* m_sliceNote;
    QWidget* m_sliceBox = nullptr;
    QStackedWidget* m_result = nullptr; ///< proof, or why there is none
    EmptyState* m_nothing;
    ProgressPanel* m_progress;
    std::array<SquareCurves*, 3> m_plots {};
    std::array<ChartFrame*, 3> m_frames {};
    Label* m_mcnemarP;
    Label* m_mcnemarNote;
    Label* m_mcnemarMore;
    TableView* m_differenceTable;
    DotIntervalDelegate* m_dots;
    Label* m_differenceNote = nullptr;
    ThresholdPanel* m_threshold;
    CellTable m_mcnemar;
    DifferenceTable m_differences;
    CellTable m_slices;
    QAction* m_submit = nullptr;
    QAction* m_open = nullptr;
};

} // namespace casebench::ui
