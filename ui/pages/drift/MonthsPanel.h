// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/ChartFrame.h"
#include "ui/charts/LineWithIntervals.h"
#include "ui/itemmodels/CellTable.h"
#include "ui/pages/drift/DriftPresenter.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/TableView.h"

namespace casebench::ui {

/// Realised harm by month, and fields x months below it.
class MonthsPanel : public Pane
{
    Q_OBJECT

public:
    explicit MonthsPanel(QWidget* parent = nullptr);
    void render(const DriftState& state);

    [[nodiscard]] TableView* table() const { return m_table; }

signals:
    void fieldAsked(const QString& field);

private:
    void renderReport(const WatchReport& report);

    LineWithIntervals* m_plot;
    ChartFrame* m_chart;
    Label* m_title;
    Label* m_caption;
    TableView* m_table;
    CellTable m_model;
    QStringList m_fields;
    std::shared_ptr<const WatchReport> m_shown;
};

} // namespace casebench::ui
