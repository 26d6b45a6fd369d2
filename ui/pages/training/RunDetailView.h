// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/ChartFrame.h"
#include "ui/charts/SquareCurves.h"
#include "ui/charts/SquareRow.h"
#include "ui/pages/training/TrainingPresenter.h"
#include "ui/widgets/KeyValueList.h"

#include <QWidget>

#include <array>

namespace casebench::ui {

class Pane;
class TableView;

/// One run: how well, at what errors, by which fields, and what it was made of.
class RunDetailView : public QWidget
{
    Q_OBJECT

public:
    explicit RunDetailView(QWidget* parent = nullptr);

    void render(const RunDetail& detail);

private:
    QWidget* buildFindings();
    QWidget* buildLineage();
    TableView* table(const QString& name, CellTable* model, const QList<int>& widths);
    void renderCurves(const RunDetail& detail);
    void renderWarnings(const Run& run);

    Label* m_title;
    Label* m_subtitle;
    QVBoxLayout* m_warnings;
    Label* m_metricNote;
    std::array<SquareCurves*, 3> m_plots {};
    std::array<ChartFrame*, 3> m_frames {};
    Label* m_confusionNote = nullptr;
    Label* m_importanceNote = nullptr;
    CellTable m_metrics;
    CellTable m_confusion;
    CellTable m_importance;
    KeyValueList* m_lineage;
    KeyValueList* m_decisions;
    Label* m_noDecision;
};

} // namespace casebench::ui
