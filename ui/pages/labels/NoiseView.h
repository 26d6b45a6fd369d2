// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/ChartFrame.h"
#include "ui/charts/LearningCurve.h"
#include "ui/pages/labels/NoisePresenter.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/StatTile.h"
#include "ui/widgets/TableView.h"

#include <QComboBox>
#include <QStackedWidget>

namespace casebench::ui {

/// The view "label noise" of the mode Labels: how many labels are likely wrong, which, and what it costs to
/// find them.
class NoiseView : public QStackedWidget
{
    Q_OBJECT

public:
    explicit NoiseView(Session& session, QWidget* parent = nullptr);

    void setActive(bool active) { m_presenter.setVisible(active); }

    [[nodiscard]] bool isBusy() const { return m_presenter.isBusy(); }

    [[nodiscard]] QString sentence() const;

signals:
    void changed();
    void caseAsked(const QString& caseId); ///< look at it again, in the queue
    void trainingAsked();

private:
    QWidget* buildBody();
    Pane* buildEstimate();
    QWidget* buildCases();
    void render();
    void renderFound(const NoiseState& state);
    void renderTiles(const RunLabelNoise& found);

    NoisePresenter m_presenter;
    NoisePtr m_shown;
    EmptyState* m_empty;
    QComboBox* m_runs;
    StatTile* m_errors;
    StatTile* m_suspected;
    StatTile* m_budget;
    LearningCurve* m_plot;
    ChartFrame* m_chart;
    CellTable m_matrix;
    TableView* m_matrixTable;
    Label* m_method;
    Label* m_hidden;
    TableView* m_caseTable;
};

} // namespace casebench::ui
