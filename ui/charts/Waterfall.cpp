// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/Waterfall.h"

#include "ui/charts/Marks.h"
#include "ui/text/Format.h"
#include "ui/theme/ChartStyle.h"
#include "ui/theme/Tokens.h"
#include "ui/widgets/Banner.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace casebench::ui {

/// Where things lie for one size; all in pixels.
struct Waterfall::Geometry
{
    QRectF rect;
    double row = 38;
    double valueRight = 0; ///< right edge of the values
    double plotLeft = 0;
    double plotRight = 0;
    double amountRight = 0;
    double low = -1;
    double high = 1;
    double step = 0.5;
    double u = 1;

    [[nodiscard]] double x(double margin) const
    {
        return plotLeft + (margin - low) / (high - low) * (plotRight - plotLeft);
    }

    [[nodiscard]] double y(double line) const { return rect.top() + line * row; }
};

Waterfall::Waterfall(QWidget* parent)
    : PlotWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Waterfall::setData(const Data& given)
{
    m_data = given;
    m_current = -1;
    updateGeometry();
    update();
    emit dataChanged();
}

int Waterfall::rowPixels() const
{
    return scaled(this, 38);
}

QSize Waterfall::sizeHint() const
{
    const auto rows = static_cast<int>(m_data.rows.size()) + 2;
    return { scaled(this, 680),
             rows * rowPixels() + 3 * QFontMetrics(ui::font(TextRole::Caption, font())).height() };
}

QSize Waterfall::minimumSizeHint() const
{
    return { scaled(this, 480), sizeHint().height() };
}

Waterfall::Geometry Waterfall::geometryIn(const QRectF& rect) const
{
    Geometry g;
    g.rect = rect;
    g.u = scaled(this, 100) / 100.0;
    g.row = rowPixels();
    double low = std::min({ 0.0, m_data.base, m_data.result });
    double high = std::max({ 0.0, m_data.base, m_data.result });
    double at = m_data.base;
    for (const Row& row : m_data.rows) {
        at += row.kind == RowKind::NotInModel ? 0 : row.contribution;
        low = std::min(low, at);
        high = std::max(high, at);
    }
    const double raw = std::max(high - low, 0.1) / 6;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    g.step = (raw / power <= 1 ? 1 : raw / power <= 2 ? 2 : raw / power <= 5 ? 5 : 10) * power;
    g.low = std::floor((low - g.step * .4) / g.step) * g.step;
    g.high = std::ceil((high + g.step * .2) / g.step) * g.step;
    const QFontMetricsF metrics(font());
    double names = 0;
    double values = 0;
    for (const Row& row : m_data.rows) {
        names = std::max(names, metrics.horizontalAdvance(row.field));
        values = std::max(values, metrics.horizontalAdvance(row.value));
    }
    names = std::min(names, rect.width() * .24);
    values = std::min(values, rect.width() * .16);
    g.valueRight = rect.left() + names + space::kBetween + std::max(values, 40 * g.u);
    g.plotLeft = g.valueRight + space::kBetween;
    g.amountRight = rect.right() - space::kGroup;
    g.plotRight = g.amountRight - metrics.horizontalAdvance(QStringLiteral("−00.00")) - space::kPage;
    return g;
}

void Waterfall::paintAxis(QPainter& painter, const Geometry& g) const
{
    const Scheme scheme = schemeOf(palette());
    const double bottom = g.y(static_cast<double>(m_data.rows.size()) + 2);
    const QFont small = ui::font(TextRole::Caption, font());
    const QFontMetricsF metrics(small);
    painter.setFont(small);
    const int decimals = g.step < 1 ? static_cast<int>(std::ceil(-std::log10(g.step) - 1e-9)) : 0;
    for (double tick = g.low; tick <= g.high + g.step * 1e-6; tick += g.step) {
        const double x = g.x(tick);
        const bool zero = std::abs(tick) < g.step * 1e-6;
        painter.setPen(zero ? axisPen(scheme) : gridPen(scheme));
        painter.drawLine(QPointF(x, g.rect.top()), QPointF(x, bottom));
        const QString label = format::decimal(tick, decimals);
        painter.setPen(color(ColorRole::Muted, scheme));
        painter.drawText(
            QPointF(x - metrics.horizontalAdvance(label) / 2, bottom + metrics.ascent() + 3 * g.u), label);
    }
    const double middle = (g.plotLeft + g.plotRight) / 2 - metrics.horizontalAdvance(m_data.axisTitle) / 2;
    painter.drawText(
        QPointF(std::max(g.rect.left(), middle), bottom + metrics.height() + metrics.ascent() + 4 * g.u),
        m_data.axisTitle);
}

void Waterfall::paintEnds(QPainter& painter, const Geometry& g) const
{
    const Scheme scheme = schemeOf(palette());
    const QColor text = color(ColorRole::Text, scheme);
    const QColor ground = color(ColorRole::Base, scheme);
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    const auto end = [&](double line, const QString& name, double margin, marks::Shape shape, bool bold) {
        const QRectF row(g.rect.left(), g.y(line), g.rect.width(), g.row);
        painter.setFont(strong);
        painter.setPen(text);
        painter.drawText(row, Qt::AlignVCenter | Qt::AlignLeft, name);
        painter.setFont(bold ? strong : font());
        painter.drawText(QRectF(g.plotRight, row.top(), g.amountRight - g.plotRight, g.row),
                         Qt::AlignVCenter | Qt::AlignRight, format::decimal(margin, 2));
        marks::point(painter, QPointF(g.x(margin), row.center().y()), shape, 4.5 * g.u, text, ground);
    };
    end(0, m_data.startName, m_data.base, marks::Shape::HollowCircle, false);
    const double last = static_cast<double>(m_data.rows.size()) + 1;
    end(last, m_data.resultName, m_data.result, marks::Shape::Circle, true);
    QFont small = ui::font(TextRole::Caption, font());
    small.setWeight(QFont::DemiBold);
    painter.setFont(small);
    const double width = QFontMetricsF(small).horizontalAdvance(m_data.resultScore);
    double left = g.x(m_data.result) - width - 10 * g.u;
    if (left < g.plotLeft)
        left = g.x(m_data.result) + 10 * g.u;
    painter.setPen(text);
    painter.drawText(QRectF(left, g.y(last), width + 2, g.row), Qt::AlignVCenter | Qt::AlignLeft,
                     m_data.resultScore);
}

void Waterfall::paintRow(QPainter& painter, const Geometry& g, qsizetype index, double from) const
{
    const Scheme scheme = schemeOf(palette());
    const Row& row = m_data.rows.at(index);
    const double line = static_cast<double>(index) + 1;
    const QRectF strip(g.rect.left(), g.y(line), g.rect.width(), g.row);
    const QFontMetricsF metrics(font());
    painter.setFont(font());
    const double valueWidth = metrics.horizontalAdvance(row.value);
    painter.setPen(color(ColorRole::Text, scheme));
    const double nameRoom = g.valueRight - g.rect.left()
        - std::min(valueWidth, (g.valueRight - g.rect.left()) / 2) - space::kGroup;
    painter.drawText(strip, Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(row.field, Qt::ElideMiddle, nameRoom));
    painter.setPen(color(row.kind == RowKind::NotAsked ? ColorRole::Muted : ColorRole::Text, scheme));
    painter.drawText(QRectF(g.rect.left(), strip.top(), g.valueRight - g.rect.left(), g.row),
                     Qt::AlignVCenter | Qt::AlignRight,
                     metrics.elidedText(row.value, Qt::ElideRight, (g.valueRight - g.rect.left()) / 2));
    const QRectF amount(g.plotRight, strip.top(), g.amountRight - g.plotRight, g.row);
    if (row.kind == RowKind::NotInModel) {
        const QColor alarm = color(ColorRole::Alarm, scheme);
        QPen dash(alarm, 1.2, Qt::CustomDashLine, Qt::FlatCap);
        dash.setDashPattern({ 3, 2 });
        painter.setPen(dash);
        painter.setBrush(color(ColorRole::Base, scheme));
        const QFont small = ui::font(TextRole::Caption, font());
        painter.setFont(small);
        const QFontMetricsF smallMetrics(small);
        const QRectF box(
            g.plotLeft, strip.center().y() - 11 * g.u,
            std::min(g.plotRight - g.plotLeft, smallMetrics.horizontalAdvance(row.note) + 24 * g.u),
            22 * g.u);
        painter.drawRect(box);
        painter.setPen(alarm);
        painter.drawText(box.adjusted(space::kGroup, 0, -space::kTight, 0), Qt::AlignVCenter | Qt::AlignLeft,
                         smallMetrics.elidedText(row.note, Qt::ElideRight, box.width() - space::kInner));
        painter.setFont(font());
        painter.setPen(color(ColorRole::Muted, scheme));
        painter.drawText(amount, Qt::AlignVCenter | Qt::AlignRight, format::undefined());
        return;
    }
    const QColor ink = color(row.contribution >= 0 ? ColorRole::SignFor : ColorRole::SignAgainst, scheme);
    const double a = g.x(from);
    const double b = g.x(from + row.contribution);
    const QRectF bar(std::min(a, b), strip.center().y() - 11 * g.u, std::max(std::abs(b - a), 2.0), 22 * g.u);
    if (row.kind == RowKind::NotAsked) {
        QPen dash(ink, 1.4, Qt::CustomDashLine, Qt::FlatCap);
        dash.setDashPattern({ 2.2, 1.8 });
        painter.setPen(dash);
        painter.setBrush(color(ColorRole::Base, scheme));
        painter.drawRect(bar);
    } else {
        painter.fillRect(bar, ink);
    }
    painter.setPen(color(ColorRole::Text, scheme));
    painter.drawText(amount, Qt::AlignVCenter | Qt::AlignRight, format::signedDecimal(row.contribution, 2));
}

void Waterfall::paintPlot(QPainter& painter, const QRectF& rect)
{
    const Geometry g = geometryIn(rect);
    const Scheme scheme = schemeOf(palette());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_current >= 0 && hasFocus())
        painter.fillRect(QRectF(rect.left(), g.y(m_current + 1), rect.width(), g.row),
                         color(ColorRole::Selection, scheme));
    paintAxis(painter, g);
    double at = m_data.base;
    double joint = g.y(0) + g.row / 2 + 5 * g.u; // dotted joints lead from bar to bar
    QPen dots(color(ColorRole::Muted, scheme), 1.2, Qt::CustomDashLine, Qt::FlatCap);
    dots.setDashPattern({ 1.2, 2.2 });
    for (qsizetype i = 0; i < m_data.rows.size(); ++i) {
        const bool passes = m_data.rows.at(i).kind == RowKind::NotInModel;
        const double middle = g.y(static_cast<double>(i) + 1) + g.row / 2;
        painter.setPen(dots);
        painter.drawLine(QPointF(g.x(at), joint), QPointF(g.x(at), middle - 11 * g.u));
        paintRow(painter, g, i, at);
        at += passes ? 0 : m_data.rows.at(i).contribution;
        joint = middle + 11 * g.u;
    }
    painter.setPen(dots);
    painter.drawLine(
        QPointF(g.x(at), joint),
        QPointF(g.x(at), g.y(static_cast<double>(m_data.rows.size()) + 1) + g.row / 2 - 5 * g.u));
    paintEnds(painter, g);
    painter.restore();
}

void Waterfall::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintPlot(painter, rect());
    if (hasFocus() && m_current < 0) {
        painter.setPen(QPen(color(ColorRole::Accent, this), 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kSmallRadius, kSmallRadius);
    }
}

QString Waterfall::spoken(int row) const
{
    const Row& r = m_data.rows.at(row);
    if (r.kind == RowKind::NotInModel)
        return tr("%1, %2: %3").arg(r.field, r.value, r.note);
    return tr("%1, %2: %3").arg(r.field, r.value, format::signedDecimal(r.contribution, 2));
}

void Waterfall::setCurrentRow(int row)
{
    if (m_data.rows.isEmpty())
        return;
    m_current = std::clamp(row, 0, static_cast<int>(m_data.rows.size()) - 1);
    announce(this, spoken(m_current));
    update();
    emit currentRowChanged(m_current);
}

void Waterfall::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Down)
        setCurrentRow(m_current + 1);
    else if (event->key() == Qt::Key_Up)
        setCurrentRow(std::max(0, m_current - 1));
    else if (enter && event->modifiers() == Qt::NoModifier && m_current >= 0)
        emit fieldActivated(m_data.rows.at(m_current).field);
    else
        PlotWidget::keyPressEvent(event);
}

void Waterfall::mousePressEvent(QMouseEvent* event)
{
    const int line = static_cast<int>(event->position().y() / rowPixels()) - 1;
    if (line >= 0 && line < m_data.rows.size())
        setCurrentRow(line);
}

void Waterfall::mouseDoubleClickEvent(QMouseEvent*)
{
    if (m_current >= 0)
        emit fieldActivated(m_data.rows.at(m_current).field);
}

ChartTable Waterfall::table() const
{
    ChartTable result;
    result.header = { tr("Field"), tr("Value"), tr("Contribution") };
    result.rows.append({ m_data.startName, {}, format::decimal(m_data.base, 4) });
    for (const Row& row : m_data.rows) {
        const bool absent = row.kind == RowKind::NotInModel;
        result.rows.append({ row.field, row.value,
                             absent ? format::undefined() : format::signedDecimal(row.contribution, 4) });
    }
    result.rows.append({ m_data.resultName, m_data.resultScore, format::decimal(m_data.result, 4) });
    return result;
}

} // namespace casebench::ui
