// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/LearningCurve.h"

#include "ui/charts/Marks.h"
#include "ui/text/Format.h"
#include "ui/theme/ChartStyle.h"
#include "ui/theme/Tokens.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

/// A range and ticks in steps of 1, 2 or 5 that hold low..high in about five.
AxisSpec niceAxis(double low, double high, const QString& title, int decimals)
{
    if (!(high > low))
        high = low + 1;
    const double raw = (high - low) / 5;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    const double unit = raw / power;
    const double step = (unit <= 1 ? 1 : unit <= 2 ? 2 : unit <= 5 ? 5 : 10) * power;
    AxisSpec axis { std::floor(low / step + 1e-9) * step, std::ceil(high / step - 1e-9) * step };
    axis.ticks.clear();
    for (double tick = axis.low; tick <= axis.high + step * 1e-6; tick += step)
        axis.ticks.append(tick);
    axis.decimals =
        std::max(decimals > 0 && step < 1 ? static_cast<int>(std::ceil(-std::log10(step) - 1e-9)) : 0, 0);
    for (const double tick : axis.ticks)
        axis.labels.append(format::decimal(tick, axis.decimals));
    axis.title = title;
    return axis;
}

} // namespace

LearningCurve::LearningCurve(QWidget* parent)
    : XYPlot(parent)
{
}

QSize LearningCurve::sizeHint() const
{
    return { scaled(this, 446), scaled(this, 216) };
}

QSize LearningCurve::minimumSizeHint() const
{
    return { scaled(this, 260), scaled(this, 160) };
}

void LearningCurve::setData(const Data& given)
{
    m_data = given;
    double left = INFINITY;
    double right = -INFINITY;
    double low = given.yFromZero ? 0 : INFINITY;
    double high = -INFINITY;
    for (const Line& line : given.lines) {
        for (qsizetype i = 0; i < line.points.size(); ++i) {
            const QPointF band = line.band.value(i, QPointF(line.points.at(i).y(), line.points.at(i).y()));
            left = std::min(left, line.points.at(i).x());
            right = std::max(right, line.points.at(i).x());
            low = std::min({ low, line.points.at(i).y(), band.x() });
            high = std::max({ high, line.points.at(i).y(), band.y() });
        }
    }
    if (!(right >= left)) {
        left = low = 0;
        right = high = 1;
    }
    AxisSpec x = niceAxis(left, right, given.xTitle, given.xDecimals);
    x.grid = false;
    x.low = left; // lines start at the axis
    x.high = std::max(right, left + 1e-9);
    for (qsizetype i = x.ticks.size() - 1; i >= 0; --i) {
        if (x.ticks.at(i) < x.low - 1e-9 || x.ticks.at(i) > x.high + 1e-9) {
            x.ticks.removeAt(i);
            x.labels.removeAt(i);
        }
    }
    setAxes(x, niceAxis(low, high, given.yTitle, given.yDecimals));
    setRoom({ 48, 26, given.lines.size() > 1 ? 104.0 : 88.0, 40 });
    changed();
}

void LearningCurve::buildSeries()
{
    for (const Line& line : m_data.lines)
        addLine(line.points, line.reference ? referencePen(scheme()) : seriesPen(line.series, scheme()));
}

void LearningCurve::paintUnder(QPainter& painter)
{
    for (const Line& line : m_data.lines) {
        if (line.band.size() != line.points.size() || line.band.isEmpty())
            continue;
        QPainterPath path;
        path.moveTo(map(line.points.first().x(), line.band.first().y()));
        for (qsizetype i = 1; i < line.points.size(); ++i)
            path.lineTo(map(line.points.at(i).x(), line.band.at(i).y()));
        for (qsizetype i = line.points.size() - 1; i >= 0; --i)
            path.lineTo(map(line.points.at(i).x(), line.band.at(i).x()));
        QColor fill =
            line.reference ? color(ColorRole::Reference, scheme()) : seriesColor(line.series, scheme());
        fill.setAlphaF(0.15F);
        painter.fillPath(path, fill);
    }
}

void LearningCurve::paintOver(QPainter& painter)
{
    const double u = unit();
    QFont font = ui::font(TextRole::Caption, this->font());
    font.setWeight(QFont::DemiBold);
    const QFontMetricsF metrics(font);
    if (m_data.mark) {
        painter.setPen(QPen(color(ColorRole::Text, scheme()), 1.2));
        painter.drawLine(map(*m_data.mark, yAxis().low), map(*m_data.mark, yAxis().high));
        painter.setFont(ui::font(TextRole::Caption, this->font()));
        marks::label(painter, map(*m_data.mark, yAxis().high) + QPointF(5 * u, metrics.ascent()),
                     m_data.markLabel, color(ColorRole::Text, scheme()), color(ColorRole::Base, scheme()));
    }
    painter.setFont(font);
    QList<const Line*> lines;
    for (const Line& line : m_data.lines) {
        if (!line.points.isEmpty())
            lines.append(&line);
    }
    std::sort(lines.begin(), lines.end(),
              [](const Line* a, const Line* b) { return a->points.last().y() > b->points.last().y(); });
    double free = -1e9;
    for (const Line* line : lines) {
        const QPointF end = map(line->points.last().x(), line->points.last().y());
        const double y = std::max(end.y() + metrics.ascent() / 2 - 1, free + metrics.height());
        free = y;
        painter.setPen(line->reference ? color(ColorRole::Reference, scheme())
                                       : seriesColor(line->series, scheme()));
        painter.drawText(QPointF(end.x() + 8 * u, y), line->label);
    }
}

ChartTable LearningCurve::table() const
{
    ChartTable result;
    result.header = { tr("Line"), m_data.xTitle, m_data.yTitle };
    for (const Line& line : m_data.lines) {
        for (const QPointF& point : line.points)
            result.rows.append({ line.label, format::decimal(point.x(), m_data.xDecimals),
                                 format::decimal(point.y(), m_data.yDecimals + 1) });
    }
    return result;
}

} // namespace casebench::ui
