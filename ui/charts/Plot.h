// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace casebench::ui {

/// The numbers of a chart, as people read them; the first column is text, the others are numbers.
struct ChartTable
{
    QStringList header {};
    QList<QStringList> rows {};
};

/// What ChartFrame can hold: something that paints itself at any size and has a table twin.
class PlotWidget : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;
    [[nodiscard]] virtual ChartTable table() const = 0;
    /// Paints the plot as it is shown, also for SVG and print.
    virtual void paintPlot(QPainter& painter, const QRectF& rect) = 0;

signals:
    void dataChanged();
};

} // namespace casebench::ui
