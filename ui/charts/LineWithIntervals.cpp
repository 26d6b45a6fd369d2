// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/LineWithIntervals.h"

#include "ui/charts/Marks.h"
#include "ui/text/Format.h"
#include "ui/theme/ChartStyle.h"
#include "ui/theme/Tokens.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

/// A range of tenths that holds everything drawn, never past 0..1 for shares.
std::pair<double, double> rangeOf(const LineWithIntervals::Data& data)
{
    if (data.high > data.low)
        return { data.low, data.high };
    double low = data.reference.value_or(1) - data.band;
    double high = data.reference.value_or(0) + data.band;
    for (const auto& point : data.points) {
        for (const double value : { point.value, point.low, point.high, point.estimate }) {
            if (!std::isnan(value)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
        }
    }
    if (!(high >= low))
        return { 0, 1 };
    const bool shares = high <= 1;
    low = std::floor(low * 10 - 1e-9) / 10;
    high = std::ceil(high * 10 + 1e-9) / 10;
    if (high - low < 0.2)
        low = std::max(0.0, high - 0.2);
    return { std::max(low, 0.0), shares ? std::min(high, 1.0) : high };
}

QList<double> ticksOf(double low, double high, bool compact)
{
    const double step = high - low > 1.5 ? std::ceil((high - low) / 5)
        : compact || high - low > 0.65   ? 0.2
                                         : 0.1;
    QList<double> ticks;
    for (double tick = std::ceil(low / step - 1e-9) * step; tick <= high + 1e-9; tick += step)
        ticks.append(tick);
    return ticks;
}

} // namespace

LineWithIntervals::LineWithIntervals(QWidget* parent)
    : XYPlot(parent)
{
}

QSize LineWithIntervals::sizeHint() const
{
    return m_data.compact ? QSize(scaled(this, 380), scaled(this, 150))
                          : QSize(scaled(this, 780), scaled(this, 330));
}

QSize LineWithIntervals::minimumSizeHint() const
{
    return m_data.compact ? QSize(scaled(this, 240), scaled(this, 130))
                          : QSize(scaled(this, 420), scaled(this, 240));
}

void LineWithIntervals::setData(const Data& given)
{
    m_data = given;
    const auto [low, high] = rangeOf(given);
    AxisSpec x { -0.5, static_cast<double>(given.points.size()) - 0.5 };
    x.grid = false;
    for (qsizetype i = 0; i < given.points.size(); ++i) {
        x.ticks.append(static_cast<double>(i));
        x.labels.append(given.points.at(i).label);
    }
    if (x.ticks.isEmpty())
        x.ticks.append(0);
    AxisSpec y { low, high, ticksOf(low, high, given.compact) };
    if (!given.compact)
        y.title = given.measure;
    setAxes(x, y);
    const bool words = std::any_of(given.points.begin(), given.points.end(),
                                   [](const Point& p) { return !p.word.isEmpty(); });
    if (given.compact)
        setRoom({ 30, 8, 8, 22 });
    else
        setRoom({ 36, 26, 172, words ? 66.0 : 42.0 });
    changed();
    updateGeometry();
}

QPointF LineWithIntervals::at(qsizetype index, double value) const
{
    return map(static_cast<double>(index), value);
}

void LineWithIntervals::buildSeries()
{
    // A gap ends a line; each stretch is a series of its own.
    const auto stretches = [this](auto valueOf, const QPen& pen) {
        QList<QPointF> run;
        for (qsizetype i = 0; i <= m_data.points.size(); ++i) {
            const double value = i < m_data.points.size() ? valueOf(m_data.points.at(i)) : NAN;
            if (!std::isnan(value)) {
                run.append({ static_cast<double>(i), value });
                continue;
            }
            if (run.size() > 1)
                addLine(run, pen);
            run.clear();
        }
    };
    stretches([](const Point& p) { return p.estimate; }, withdrawnPen(2, scheme()));
    stretches([](const Point& p) { return p.value; }, seriesPen(m_data.series, scheme()));
}

void LineWithIntervals::paintUnder(QPainter& painter)
{
    if (!m_data.reference || m_data.band <= 0)
        return;
    const double top = std::min(*m_data.reference + m_data.band, yAxis().high);
    const double bottom = std::max(*m_data.reference - m_data.band, yAxis().low);
    painter.fillRect(QRectF(map(xAxis().low, top), map(xAxis().high, bottom)),
                     color(ColorRole::Band, scheme()));
}

void LineWithIntervals::paintOver(QPainter& painter)
{
    if (m_data.reference) {
        painter.setPen(referencePen(scheme()));
        painter.drawLine(map(xAxis().low, *m_data.reference), map(xAxis().high, *m_data.reference));
    }
    paintEstimates(painter);
    paintWhiskers(painter);
    if (!m_data.compact) {
        paintEndLabels(painter);
        paintWindows(painter);
    }
}

void LineWithIntervals::paintWhiskers(QPainter& painter) const
{
    const double u = unit();
    const QColor ink = seriesColor(m_data.series, scheme());
    const QColor ground = color(ColorRole::Base, scheme());
    painter.setFont(labelFont());
    const QList<QRectF> labels = valueLabels();
    for (qsizetype i = 0; i < m_data.points.size(); ++i) {
        const Point& point = m_data.points.at(i);
        if (std::isnan(point.value))
            continue;
        const QPointF place = at(i, point.value);
        if (!std::isnan(point.low) && !std::isnan(point.high))
            marks::whisker(painter, at(i, std::max(point.low, yAxis().low)),
                           at(i, std::min(point.high, yAxis().high)), ink, 4 * u);
        marks::point(painter, place, marks::Shape::Circle, 4.5 * u, ink, ground);
        marks::label(painter, labels.at(i).bottomLeft(), format::decimal(point.value, 2),
                     color(ColorRole::Text, scheme()), ground);
    }
}

QFont LineWithIntervals::labelFont() const
{
    QFont caption = ui::font(TextRole::Caption, font());
    if (!m_data.compact)
        caption.setWeight(QFont::DemiBold);
    return caption;
}

QList<QRectF> LineWithIntervals::valueLabels() const
{
    const QFontMetricsF metrics(labelFont());
    QList<QRectF> labels;
    for (qsizetype i = 0; i < m_data.points.size(); ++i) {
        const double value = m_data.points.at(i).value;
        const QSizeF size(metrics.horizontalAdvance(format::decimal(value, 2)), metrics.ascent());
        labels.append(std::isnan(value) ? QRectF() : placeOfLabel(i, size, labels));
    }
    return labels;
}

/// Below left where the line falls, as most do; else where neither the line nor another label is. The
/// reference gives way first.
QRectF LineWithIntervals::placeOfLabel(qsizetype index, const QSizeF& size, const QList<QRectF>& taken) const
{
    const double u = unit();
    const Point& point = m_data.points.at(index);
    const QPointF mark = at(index, point.value);
    const double left = mark.x() - size.width() - 8 * u;
    const double right = mark.x() + 9 * u;
    const double above = mark.y() - 8 * u - size.height();
    const double below = mark.y() + 4 * u;
    const double middle = mark.x() - size.width() / 2 - 6 * u;
    QList<QRectF> places;
    for (const QPointF& corner : { QPointF(left, below), QPointF(left, above), QPointF(right, below),
                                   QPointF(right, above), QPointF(middle, below + 5 * u) })
        places.append(QRectF(corner, size));
    if (index == 0 && !m_data.compact)
        places.prepend(QRectF(QPointF(right, above), size));
    marks::Obstacles obstacles;
    obstacles.texts = taken;
    // Not on the numbers of the axis, nor into the names of the windows.
    obstacles.within = QRectF(QPointF(area().left(), 0), QPointF(area().right(), area().bottom() - u));
    for (const qsizetype other : { index - 1, index + 1 }) {
        if (other >= 0 && other < m_data.points.size() && !std::isnan(m_data.points.at(other).value))
            obstacles.lines.append({ mark, at(other, m_data.points.at(other).value) });
    }
    if (!std::isnan(point.low) && !std::isnan(point.high))
        obstacles.lines.append(
            { at(index, std::max(point.low, yAxis().low)), at(index, std::min(point.high, yAxis().high)) });
    marks::Obstacles all = obstacles;
    if (m_data.reference)
        all.lines.append({ map(xAxis().low, *m_data.reference), map(xAxis().high, *m_data.reference) });
    if (const auto place = marks::freePlace(places, all))
        return *place;
    return marks::freePlace(places, obstacles).value_or(places.first());
}

void LineWithIntervals::paintEstimates(QPainter& painter) const
{
    for (qsizetype i = 0; i < m_data.points.size(); ++i) {
        const double value = m_data.points.at(i).estimate;
        if (!std::isnan(value))
            marks::point(painter, at(i, value), marks::Shape::HollowTriangle, 5 * unit(),
                         seriesColor(2, scheme()), color(ColorRole::Base, scheme()));
    }
}

void LineWithIntervals::paintEndLabels(QPainter& painter) const
{
    struct EndLabel
    {
        double y;
        QString text;
        QString note;
        QColor ink;
        bool strong;
    };

    QList<EndLabel> labels;
    const QColor text = color(ColorRole::Text, scheme());
    if (m_data.reference && !m_data.referenceLabel.isEmpty())
        labels.append({ map(0, *m_data.reference).y(), m_data.referenceLabel, {}, text, false });
    for (qsizetype i = m_data.points.size() - 1; i >= 0 && !m_data.estimateLabel.isEmpty(); --i) {
        if (!std::isnan(m_data.points.at(i).estimate)) {
            labels.append({ at(i, m_data.points.at(i).estimate).y(), m_data.estimateLabel,
                            m_data.estimateNote, text, false });
            break;
        }
    }
    for (qsizetype i = m_data.points.size() - 1; i >= 0 && !m_data.seriesLabel.isEmpty(); --i) {
        if (!std::isnan(m_data.points.at(i).value)) {
            labels.append({ at(i, m_data.points.at(i).value).y(),
                            m_data.seriesLabel,
                            {},
                            seriesColor(m_data.series, scheme()),
                            true });
            break;
        }
    }
    std::sort(labels.begin(), labels.end(), [](const EndLabel& a, const EndLabel& b) { return a.y < b.y; });
    const double x = area().right() + 8 * unit();
    double free = -1e9;
    for (const EndLabel& label : labels) {
        QFont font = ui::font(TextRole::Caption, this->font());
        font.setWeight(label.strong ? QFont::DemiBold : QFont::Normal);
        const QFontMetricsF metrics(font);
        const double y = std::max(label.y + metrics.ascent() / 2 - 1, free + metrics.height());
        painter.setFont(font);
        painter.setPen(label.ink);
        painter.drawText(QPointF(x, y), label.text);
        free = y;
        if (!label.note.isEmpty()) {
            free = y + metrics.height();
            painter.setPen(color(ColorRole::Muted, scheme()));
            painter.drawText(QPointF(x, free), label.note);
        }
    }
}

void LineWithIntervals::paintWindows(QPainter& painter) const
{
    const double u = unit();
    const QFont small = ui::font(TextRole::Caption, font());
    const QFontMetricsF metrics(small);
    painter.setFont(small);
    const double nLine = area().bottom() + metrics.height() + metrics.ascent() + 5 * u;
    const double wordLine = nLine + metrics.height() + 6 * u;
    for (qsizetype i = 0; i < m_data.points.size(); ++i) {
        const Point& point = m_data.points.at(i);
        const double x = at(i, yAxis().low).x();
        painter.setPen(color(ColorRole::Muted, scheme()));
        painter.drawText(QPointF(x - metrics.horizontalAdvance(point.n) / 2, nLine), point.n);
        if (point.word.isEmpty())
            continue;
        const double width =
            metrics.horizontalAdvance(point.word) + (point.glyph == Glyph::None ? 0 : 16 * u);
        const double left = x - width / 2;
        paintGlyph(painter, QRectF(left, wordLine - metrics.ascent() + 1, 11 * u, metrics.ascent()),
                   point.glyph, color(roleOf(point.glyph), scheme()));
        painter.setPen(color(ColorRole::Text, scheme()));
        painter.drawText(QPointF(left + (point.glyph == Glyph::None ? 0 : 16 * u), wordLine), point.word);
    }
    painter.setPen(color(ColorRole::Muted, scheme()));
    painter.drawText(QPointF(area().right() + 8 * u, nLine), m_data.nLabel);
    painter.drawText(QPointF(area().right() + 8 * u, wordLine), m_data.wordLabel);
}

ChartTable LineWithIntervals::table() const
{
    ChartTable result;
    result.header = { tr("Window"), m_data.measure,       tr("95 % interval"),
                      tr("n"),      m_data.estimateLabel, m_data.wordLabel };
    for (const Point& p : m_data.points)
        result.rows.append({ p.label, format::decimal(p.value, 3), format::range(p.low, p.high, 3), p.n,
                             format::decimal(p.estimate, 3), p.word });
    return result;
}

} // namespace casebench::ui
