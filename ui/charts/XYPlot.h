// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/Plot.h"
#include "ui/theme/Roles.h"

#include <QMarginsF>

#include <memory>

class QChart;
class QGraphicsScene;

namespace casebench::ui {

/// One axis: range, ticks and title with its unit.
struct AxisSpec
{
    double low = 0;
    double high = 1;
    QList<double> ticks {};
    QStringList labels {}; ///< one per tick; empty: numbers with `decimals`
    int decimals = 1;
    QString title {};
    bool grid = true;
};

/// The base of charts with two axes. Lines, grid and axes are Qt Charts'; labels, whiskers, bands and marks
/// are painted over and under them in the same scene, so that screen, SVG and print agree (Qt Charts has no
/// error bars, and elides labels off screen).
class XYPlot : public PlotWidget
{
    Q_OBJECT

public:
    explicit XYPlot(QWidget* parent = nullptr);
    ~XYPlot() override;

    void paintPlot(QPainter& painter, const QRectF& rect) override;

    void setSquare(bool square) { m_square = square; }

protected:
    void setAxes(const AxisSpec& x, const AxisSpec& y);

    [[nodiscard]] const AxisSpec& xAxis() const { return m_x; }

    [[nodiscard]] const AxisSpec& yAxis() const { return m_y; }

    /// Room around the plot area for labels, in pixels at a 13 px font.
    void setRoom(const QMarginsF& roomAt13) { m_room = roomAt13; }

    void clearSeries();
    void addLine(const QList<QPointF>& points, const QPen& pen);
    void changed(); ///< repaint and tell the frame

    [[nodiscard]] QRectF area() const { return m_area; }

    [[nodiscard]] QPointF map(double x, double y) const;
    [[nodiscard]] Scheme scheme() const;
    [[nodiscard]] double unit() const; ///< pixels now per pixel at a 13 px font

    /// Rebuilds the series from the data in the current colours.
    virtual void buildSeries() = 0;

    virtual void paintUnder(QPainter& painter) { Q_UNUSED(painter) }

    virtual void paintOver(QPainter& painter) = 0;

    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    friend class PlotLayer;

    void layoutIn(const QRectF& rect);
    void styleAxes();
    void paintLabels(QPainter& painter) const;
    void paintGrid(QPainter& painter) const;

    std::unique_ptr<QGraphicsScene> m_scene;
    QChart* m_chart;
    AxisSpec m_x;
    AxisSpec m_y;
    QMarginsF m_room { 40, 12, 16, 40 };
    QRectF m_area;
    bool m_square = false;
    bool m_dirty = true;
};

} // namespace casebench::ui
