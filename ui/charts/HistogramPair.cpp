// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/HistogramPair.h"

#include "ui/text/Format.h"
#include "ui/theme/ChartStyle.h"
#include "ui/theme/Tokens.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace casebench::ui {

HistogramPair::HistogramPair(QWidget* parent)
    : XYPlot(parent)
{
}

QSize HistogramPair::sizeHint() const
{
    return { scaled(this, 452), scaled(this, 236) };
}

QSize HistogramPair::minimumSizeHint() const
{
    return { scaled(this, 260), scaled(this, 180) };
}

void HistogramPair::setData(const Data& given)
{
    m_data = given;
    double top = 0.1;
    for (const auto* shares : { &given.reference, &given.window }) {
        for (const double share : *shares)
            top = std::isnan(share) ? top : std::max(top, share);
    }
    top = std::min(1.0, std::ceil(top * 10 + 0.2) / 10);
    AxisSpec x { -0.5, static_cast<double>(given.bins.size()) - 0.5 };
    x.grid = false;
    x.labels = given.bins;
    x.title = given.axisTitle;
    for (qsizetype i = 0; i < given.bins.size(); ++i)
        x.ticks.append(static_cast<double>(i));
    if (x.ticks.isEmpty())
        x.ticks.append(0);
    AxisSpec y { 0, top };
    y.ticks.clear();
    const double step = top > 0.5 ? 0.2 : top > 0.2 ? 0.1 : 0.05;
    for (double tick = 0; tick <= top + 1e-9; tick += step) {
        y.ticks.append(tick);
        y.labels.append(format::percent(tick));
    }
    setAxes(x, y);
    setRoom({ 44, 28, 8, 42 });
    changed();
}

void HistogramPair::buildSeries()
{
    // Qt Charts' bars cannot stand a grey outline beside a filled bar in one slot, so the bars are painted.
}

void HistogramPair::paintUnder(QPainter&)
{
}

void HistogramPair::paintOver(QPainter& painter)
{
    const double u = unit();
    const QColor reference = color(ColorRole::Reference, scheme());
    const QColor window = seriesColor(0, scheme());
    const double slot = area().width() / std::max<double>(1, static_cast<double>(m_data.bins.size()));
    const double width = std::min(slot * 0.36, 34 * u);
    for (qsizetype i = 0; i < m_data.bins.size(); ++i) {
        const double centre = map(static_cast<double>(i), 0).x();
        const double before = m_data.reference.value(i, NAN);
        const double after = m_data.window.value(i, NAN);
        if (!std::isnan(before)) {
            QPen pen = referencePen(scheme());
            pen.setWidthF(1.2);
            painter.setPen(pen);
            painter.setBrush(color(ColorRole::Band, scheme()));
            painter.drawRect(QRectF(QPointF(centre - width - 1, map(0, before).y()),
                                    QPointF(centre - 1, area().bottom())));
        }
        if (!std::isnan(after))
            painter.fillRect(
                QRectF(QPointF(centre + 1, map(0, after).y()), QPointF(centre + width + 1, area().bottom())),
                window);
    }
    const QFont small = ui::font(TextRole::Caption, font());
    const QFontMetricsF metrics(small);
    painter.setFont(small);
    double x = area().left();
    const double y = 14 * u;
    const auto legend = [&](const QString& text, const QColor& ink, bool filled) {
        const QRectF swatch(x, y - 9 * u, 10 * u, 10 * u);
        painter.setPen(QPen(ink, 1.2));
        painter.setBrush(filled ? ink : color(ColorRole::Band, scheme()));
        painter.drawRect(swatch);
        painter.setPen(color(ColorRole::Muted, scheme()));
        painter.drawText(QPointF(swatch.right() + 6 * u, y), text);
        x = swatch.right() + 6 * u + metrics.horizontalAdvance(text) + 16 * u;
    };
    legend(m_data.referenceLabel, reference, false);
    legend(m_data.windowLabel, window, true);
}

ChartTable HistogramPair::table() const
{
    ChartTable result;
    result.header = { m_data.axisTitle, m_data.referenceLabel, m_data.windowLabel };
    for (qsizetype i = 0; i < m_data.bins.size(); ++i)
        result.rows.append({ m_data.bins.at(i), format::percent(m_data.reference.value(i, NAN), 1),
                             format::percent(m_data.window.value(i, NAN), 1) });
    return result;
}

} // namespace casebench::ui
