// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/SquareCurves.h"

#include "ui/charts/Marks.h"
#include "ui/text/Format.h"
#include "ui/theme/ChartStyle.h"
#include "ui/theme/Tokens.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

constexpr qsizetype kThinAbove = 5000; // look.md: more points cost time and show nothing
constexpr qsizetype kThinTo = 1000;

QList<QPointF> thinned(const QList<QPointF>& points)
{
    QList<QPointF> result;
    const double step = static_cast<double>(points.size() - 1) / static_cast<double>(kThinTo - 1);
    for (qsizetype i = 0; i < kThinTo; ++i)
        result.append(points.at(static_cast<qsizetype>(std::llround(static_cast<double>(i) * step))));
    return result;
}

} // namespace

SquareCurves::SquareCurves(Kind kind, QWidget* parent)
    : XYPlot(parent)
    , m_kind(kind)
{
    setSquare(true);
    AxisSpec x { 0, 1 };
    AxisSpec y { 0, 1 };
    for (AxisSpec* axis : { &x, &y }) {
        axis->ticks = { 0, .2, .4, .6, .8, 1 };
        axis->labels = { format::decimal(0, 0),  format::decimal(.2, 1), format::decimal(.4, 1),
                         format::decimal(.6, 1), format::decimal(.8, 1), format::decimal(1, 0) };
    }
    switch (kind) {
    case Kind::Roc:
        x.title = tr("False alarm rate");
        y.title = tr("Recall");
        break;
    case Kind::PrecisionRecall:
        x.title = tr("Recall");
        y.title = tr("Precision");
        break;
    case Kind::Calibration:
        x.title = tr("Predicted probability");
        y.title = tr("Observed share");
        break;
    }
    setAxes(x, y);
    setRoom({ 34, 26, 12, 40 });
}

QSize SquareCurves::sizeHint() const
{
    return { scaled(this, 246), scaled(this, 266) };
}

QSize SquareCurves::minimumSizeHint() const
{
    return { scaled(this, 190), scaled(this, 210) };
}

void SquareCurves::setCurves(const QList<Curve>& curves)
{
    m_curves = curves;
    m_thinned = false;
    for (Curve& curve : m_curves) {
        if (curve.points.size() > kThinAbove && curve.intervals.isEmpty()) {
            curve.points = thinned(curve.points);
            m_thinned = true;
        }
    }
    changed();
}

void SquareCurves::setMarks(const QList<std::optional<QPointF>>& marks)
{
    for (qsizetype i = 0; i < m_curves.size(); ++i)
        m_curves[i].mark = marks.value(i);
    update();
}

void SquareCurves::buildSeries()
{
    for (const Curve& curve : m_curves) {
        if (curve.reference)
            addLine(curve.points, referencePen(scheme()));
    }
    for (const Curve& curve : m_curves) {
        if (!curve.reference)
            addLine(curve.points, seriesPen(curve.series, scheme()));
    }
}

void SquareCurves::paintUnder(QPainter& painter)
{
    if (m_kind == Kind::PrecisionRecall)
        return;
    QPen pen(color(ColorRole::ControlEdge, scheme()), 1, Qt::DotLine);
    painter.setPen(pen);
    painter.drawLine(map(0, 0), map(1, 1));
}

void SquareCurves::paintOver(QPainter& painter)
{
    paintMarks(painter);
    paintCurveLabels(painter);
}

void SquareCurves::paintMarks(QPainter& painter) const
{
    const double u = unit();
    const QColor ground = color(ColorRole::Base, scheme());
    for (const Curve& curve : m_curves) {
        const QColor ink =
            curve.reference ? color(ColorRole::Reference, scheme()) : seriesColor(curve.series, scheme());
        const auto shape = curve.reference ? marks::Shape::Square : marks::Shape::Circle;
        for (qsizetype i = 0; i < std::min(curve.points.size(), curve.intervals.size()); ++i) {
            const QPointF at = curve.points.at(i);
            marks::whisker(painter, map(at.x(), curve.intervals.at(i).x()),
                           map(at.x(), curve.intervals.at(i).y()), ink, 0);
            marks::point(painter, map(at.x(), at.y()), shape, 3.5 * u, ink, ground);
        }
        if (curve.mark)
            marks::point(painter, map(curve.mark->x(), curve.mark->y()), shape, 5 * u, ink, ground);
    }
}

void SquareCurves::paintCurveLabels(QPainter& painter) const
{
    QFont font = ui::font(TextRole::Caption, this->font());
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    const double u = unit();
    QList<QRectF> taken;
    for (const Curve& curve : m_curves) {
        if (curve.points.isEmpty() || curve.label.isEmpty())
            continue;
        const QColor ink =
            curve.reference ? color(ColorRole::Reference, scheme()) : seriesColor(curve.series, scheme());
        const QPointF anchor = curve.mark.value_or(curve.points.at(curve.points.size() / 2));
        const QPointF place = map(anchor.x(), anchor.y());
        const double width = metrics.horizontalAdvance(curve.label);
        // Below right of the mark; to the left when there is no room; down until it meets no other label.
        QPointF baseline(place.x() + 9 * u, place.y() + metrics.ascent() + 3 * u);
        if (baseline.x() + width > area().right())
            baseline.setX(place.x() - width - 9 * u);
        QRectF box(baseline.x(), baseline.y() - metrics.ascent(), width, metrics.height());
        while (std::any_of(taken.begin(), taken.end(),
                           [&](const QRectF& other) { return other.intersects(box); }))
            box.translate(0, metrics.height());
        if (box.bottom() > area().bottom())
            box.moveBottom(area().bottom() - 2);
        taken.append(box);
        marks::label(painter, QPointF(box.left(), box.top() + metrics.ascent()), curve.label, ink,
                     color(ColorRole::Base, scheme()));
    }
}

ChartTable SquareCurves::table() const
{
    constexpr qsizetype kRows = 200; // a table twin is read, not computed with
    ChartTable result;
    result.header = { tr("Run"), xAxis().title, yAxis().title };
    if (m_kind == Kind::Calibration)
        result.header << tr("95 % interval") << tr("n");
    for (const Curve& curve : m_curves) {
        const qsizetype step = std::max<qsizetype>(1, curve.points.size() / kRows);
        for (qsizetype i = 0; i < curve.points.size(); i += step) {
            QStringList row { curve.label, format::decimal(curve.points.at(i).x(), 3),
                              format::decimal(curve.points.at(i).y(), 3) };
            if (m_kind == Kind::Calibration) {
                const QPointF interval = curve.intervals.value(i, QPointF(NAN, NAN));
                row << format::range(interval.x(), interval.y(), 3)
                    << (i < curve.counts.size() ? format::count(curve.counts.at(i)) : format::undefined());
            }
            result.rows.append(row);
        }
    }
    return result;
}

} // namespace casebench::ui
