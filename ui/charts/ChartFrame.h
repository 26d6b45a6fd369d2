// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/Plot.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/TableView.h"

#include <QStackedLayout>
#include <QToolButton>
#include <QWidget>

class QStandardItemModel;

namespace casebench::ui {

/// What every chart stands in: a finding as title, caption with n and window, the plot, and a menu to copy
/// the picture, save it as SVG, or show the same numbers as a table. The finding is also the plot's
/// accessible description.
class ChartFrame : public QWidget
{
    Q_OBJECT

public:
    /// name: what the chart is, for a screen reader ("Recall by month"). The frame takes the plot.
    ChartFrame(const QString& name, PlotWidget* plot, QWidget* parent = nullptr);

    /// finding: "Recall falls after March"; caption: n, window, interval.
    void setTexts(const QString& finding, const QString& caption);
    /// Dims the plot and says from what it is; "" makes it current again.
    void setStale(const QString& why);
    void showTable(bool on);
    [[nodiscard]] bool showsTable() const;

    [[nodiscard]] PlotWidget* plot() const { return m_plot; }

    [[nodiscard]] QString finding() const { return m_finding->text(); }

    /// Finding, caption and plot as an image (2x) or SVG.
    [[nodiscard]] QImage picture() const;
    [[nodiscard]] bool saveSvg(const QString& path) const;

private:
    void fillTable();
    void paintAll(QPainter& painter, const QSize& size) const;
    void saveSvgAs();

    Label* m_finding;
    Label* m_caption;
    Label* m_stale;
    QToolButton* m_menu;
    QStackedLayout* m_stack;
    PlotWidget* m_plot;
    TableView* m_table;
    QStandardItemModel* m_model;
};

} // namespace casebench::ui
