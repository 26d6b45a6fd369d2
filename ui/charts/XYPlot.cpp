// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/XYPlot.h"

#include "ui/text/Format.h"
#include "ui/theme/ChartStyle.h"
#include "ui/theme/Tokens.h"

#include <QEvent>
#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QPainter>
#include <QtCharts/QChart>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <algorithm>
#include <functional>

namespace casebench::ui {

/// A layer of the scene that the plot paints itself: under the series (z -1 of the chart's own grid) or over
/// them.
class PlotLayer : public QGraphicsItem
{
public:
    PlotLayer(QGraphicsItem* parent, std::function<void(QPainter&)> paint)
        : QGraphicsItem(parent)
        , m_paint(std::move(paint))
    {
    }

    [[nodiscard]] QRectF boundingRect() const override { return parentItem()->boundingRect(); }

    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        m_paint(*painter);
        painter->restore();
    }

private:
    std::function<void(QPainter&)> m_paint;
};

namespace {

QValueAxis* valueAxis(const QChart& chart, Qt::Orientation orientation)
{
    return qobject_cast<QValueAxis*>(chart.axes(orientation).value(0));
}

} // namespace

XYPlot::XYPlot(QWidget* parent)
    : PlotWidget(parent)
    , m_scene(std::make_unique<QGraphicsScene>())
    , m_chart(new QChart)
{
    setFocusPolicy(Qt::StrongFocus);
    m_scene->addItem(m_chart);
    m_chart->setBackgroundVisible(false);
    m_chart->legend()->hide();
    m_chart->setMargins({});
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->setAnimationOptions(QChart::NoAnimation);
    for (const auto side : { Qt::AlignBottom, Qt::AlignLeft }) {
        auto* axis = new QValueAxis(m_chart);
        axis->setLabelsVisible(false); // ours are painted: Qt Charts elides them off screen
        m_chart->addAxis(axis, side);
    }
    auto* under = new PlotLayer(m_chart, [this](QPainter& painter) {
        paintUnder(painter);
        paintGrid(painter);
    });
    under->setZValue(-1);
    auto* over = new PlotLayer(m_chart, [this](QPainter& painter) {
        paintLabels(painter);
        paintOver(painter);
    });
    over->setZValue(100);
}

XYPlot::~XYPlot() = default;

double XYPlot::unit() const
{
    return scaled(this, 100) / 100.0;
}

Scheme XYPlot::scheme() const
{
    return schemeOf(palette());
}

void XYPlot::setAxes(const AxisSpec& x, const AxisSpec& y)
{
    m_x = x;
    m_y = y;
    for (auto* spec : { &m_x, &m_y }) {
        if (spec->ticks.isEmpty()) {
            for (int i = 0; i <= 5; ++i)
                spec->ticks.append(spec->low + (spec->high - spec->low) * i / 5);
        }
    }
}

void XYPlot::styleAxes()
{
    const auto style = [this](Qt::Orientation orientation, const AxisSpec& spec) {
        QValueAxis* axis = valueAxis(*m_chart, orientation);
        axis->setRange(spec.low, spec.high);
        axis->setGridLineVisible(false); // ticks need not be even, so the grid is painted under the series
        axis->setLineVisible(false);
    };
    style(Qt::Horizontal, m_x);
    style(Qt::Vertical, m_y);
}

void XYPlot::clearSeries()
{
    m_chart->removeAllSeries();
}

void XYPlot::addLine(const QList<QPointF>& points, const QPen& pen)
{
    auto* line = new QLineSeries(m_chart);
    line->setPen(pen);
    line->replace(points);
    m_chart->addSeries(line);
    for (QAbstractAxis* axis : m_chart->axes())
        line->attachAxis(axis);
}

void XYPlot::changed()
{
    m_dirty = true;
    update();
    emit dataChanged();
}

QPointF XYPlot::map(double x, double y) const
{
    const double across = m_x.high > m_x.low ? (x - m_x.low) / (m_x.high - m_x.low) : 0.5;
    const double up = m_y.high > m_y.low ? (y - m_y.low) / (m_y.high - m_y.low) : 0.5;
    return { m_area.left() + across * m_area.width(), m_area.bottom() - up * m_area.height() };
}

void XYPlot::layoutIn(const QRectF& rect)
{
    const double u = unit();
    QRectF area =
        rect.adjusted(m_room.left() * u, m_room.top() * u, -m_room.right() * u, -m_room.bottom() * u);
    if (m_square) {
        const double side = std::min(area.width(), area.height());
        area = QRectF(area.topLeft(), QSizeF(side, side));
    }
    if (m_area == area && m_chart->size() == rect.size() && !m_dirty)
        return;
    m_area = area;
    m_chart->resize(rect.size());
    m_scene->setSceneRect(QRectF(QPointF(0, 0), rect.size()));
    if (m_dirty) {
        clearSeries();
        buildSeries();
        styleAxes();
        m_dirty = false;
    }
    m_chart->setPlotArea(area);
}

void XYPlot::paintLabels(QPainter& painter) const
{
    const double u = unit();
    const QFont small = ui::font(TextRole::Caption, font());
    const QFontMetricsF metrics(small);
    painter.setFont(small);
    painter.setPen(color(ColorRole::Muted, scheme()));
    const auto labelOf = [](const AxisSpec& axis, qsizetype i) {
        return axis.labels.isEmpty() ? format::decimal(axis.ticks.at(i), axis.decimals)
                                     : axis.labels.value(i);
    };
    double lastEnd = -1e9;
    for (qsizetype i = 0; i < m_x.ticks.size(); ++i) {
        const QString label = labelOf(m_x, i);
        const double width = metrics.horizontalAdvance(label);
        const double x = map(m_x.ticks.at(i), m_y.low).x();
        if (x - width / 2 < lastEnd + 4 * u)
            continue; // a label that has no room is left out, never overlaid
        lastEnd = x + width / 2;
        painter.drawText(QPointF(x - width / 2, m_area.bottom() + metrics.ascent() + 5 * u), label);
    }
    for (qsizetype i = 0; i < m_y.ticks.size(); ++i) {
        const QString label = labelOf(m_y, i);
        const double y = map(m_x.low, m_y.ticks.at(i)).y();
        painter.drawText(
            QPointF(m_area.left() - metrics.horizontalAdvance(label) - 7 * u, y + metrics.ascent() / 2 - 1),
            label);
    }
    if (!m_x.title.isEmpty()) {
        const double y = m_area.bottom() + metrics.height() + metrics.ascent() + 7 * u;
        painter.drawText(QPointF(m_area.center().x() - metrics.horizontalAdvance(m_x.title) / 2, y),
                         m_x.title);
    }
    if (!m_y.title.isEmpty())
        painter.drawText(
            QPointF(m_area.left() - std::min(m_room.left() * u, m_area.left()), m_area.top() - 10 * u),
            m_y.title);
}

void XYPlot::paintGrid(QPainter& painter) const
{
    painter.setPen(gridPen(scheme()));
    if (m_y.grid) {
        for (const double tick : m_y.ticks)
            painter.drawLine(map(m_x.low, tick), map(m_x.high, tick));
    }
    if (m_x.grid) {
        for (const double tick : m_x.ticks)
            painter.drawLine(map(tick, m_y.low), map(tick, m_y.high));
    }
    painter.setPen(axisPen(scheme()));
    painter.drawLine(m_area.bottomLeft(), m_area.bottomRight());
}

void XYPlot::paintPlot(QPainter& painter, const QRectF& rect)
{
    if (rect.width() < 40 || rect.height() < 40)
        return;
    layoutIn(QRectF(QPointF(0, 0), rect.size()));
    painter.setRenderHint(QPainter::Antialiasing);
    m_scene->render(&painter, rect, m_scene->sceneRect(), Qt::IgnoreAspectRatio);
}

void XYPlot::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintPlot(painter, rect());
    if (hasFocus()) {
        painter.setPen(QPen(color(ColorRole::Accent, this), 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kSmallRadius, kSmallRadius);
    }
}

void XYPlot::changeEvent(QEvent* event)
{
    PlotWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        m_dirty = true;
        update();
    }
}

} // namespace casebench::ui
