// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/StylePaint.h"

#include "ui/theme/Style.h"
#include "ui/theme/Tokens.h"

#include <QFontMetrics>
#include <QWidget>

#include <array>

namespace casebench::ui::paint {

void roundRect(QPainter& painter,
               const QRectF& rect,
               double radius,
               const QColor& fill,
               const QColor& edge,
               double width)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter.setPen(edge.isValid() ? QPen(edge, width) : QPen(Qt::NoPen));
    const double inset = edge.isValid() ? width / 2 : 0;
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius);
    painter.restore();
}

void focusRing(QPainter& painter, const QRectF& rect, double radius, Scheme scheme)
{
    roundRect(painter, rect, radius, {}, color(ColorRole::Accent, scheme), 2);
}

int keyCapWidth(const QString& text)
{
    return QFontMetrics(font(TextRole::Caption)).horizontalAdvance(text) + 2 * space::kTight + 2;
}

int keyCap(QPainter& painter, const QRect& rect, const QString& text, const QColor& ink, const QColor& edge)
{
    const QFont small = font(TextRole::Caption);
    const QFontMetrics metrics(small);
    const int width = keyCapWidth(text);
    const int height = metrics.height() + 2;
    const QRect cap(rect.right() + 1 - width, rect.center().y() - height / 2 + (height % 2 ? 0 : 1), width,
                    height);
    painter.save();
    roundRect(painter, cap, kSmallRadius - 1, {}, edge);
    painter.setFont(small);
    painter.setPen(ink);
    painter.drawText(cap, Qt::AlignCenter, text);
    painter.restore();
    return width;
}

void fieldFrame(QPainter& painter, const QStyleOption& option, const QWidget* widget)
{
    const Scheme scheme = schemeOf(option.palette);
    const bool alarm = widget && widget->property(kAlarmEdgeProperty).toBool();
    const bool focused = option.state & QStyle::State_HasFocus;
    const bool enabled = option.state & QStyle::State_Enabled;
    const QColor fill = color(enabled ? ColorRole::Base : ColorRole::Window, scheme);
    if (focused)
        roundRect(painter, option.rect, kRadius, fill,
                  color(alarm ? ColorRole::Alarm : ColorRole::Accent, scheme), 2);
    else
        roundRect(painter, option.rect, kRadius, fill,
                  color(alarm         ? ColorRole::Alarm
                            : enabled ? ColorRole::ControlEdge
                                      : ColorRole::Hairline,
                        scheme));
}

void checkBox(QPainter& painter, const QRect& rect, QStyle::State state, Scheme scheme)
{
    const bool on = state & (QStyle::State_On | QStyle::State_NoChange);
    const bool enabled = state & QStyle::State_Enabled;
    const QRectF box(rect.center().x() - 6.5, rect.center().y() - 6.5, 14, 14);
    const QColor edge = color(!enabled ? ColorRole::Hairline
                                  : on ? ColorRole::Accent
                                       : ColorRole::ControlEdge,
                              scheme);
    const QColor fill = on ? edge : color(ColorRole::Base, scheme);
    roundRect(painter, box, kSmallRadius - 1, fill, edge);
    if (!on)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color(ColorRole::OnAccent, scheme), 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF c = box.center();
    if (state & QStyle::State_NoChange) {
        painter.drawLine(c + QPointF(-3, 0), c + QPointF(3, 0));
    } else {
        const std::array<QPointF, 3> points { c + QPointF(-3.2, 0.2), c + QPointF(-0.9, 2.5),
                                              c + QPointF(3.3, -2.5) };
        painter.drawPolyline(points.data(), static_cast<int>(points.size()));
    }
    painter.restore();
}

void radioButton(QPainter& painter, const QRect& rect, QStyle::State state, Scheme scheme)
{
    const bool on = state & QStyle::State_On;
    const bool enabled = state & QStyle::State_Enabled;
    const QRectF box(rect.center().x() - 6.5, rect.center().y() - 6.5, 14, 14);
    const QColor edge = color(!enabled ? ColorRole::Hairline
                                  : on ? ColorRole::Accent
                                       : ColorRole::ControlEdge,
                              scheme);
    roundRect(painter, box, 7, color(ColorRole::Base, scheme), edge, on ? 4.5 : 1);
}

void chevron(QPainter& painter, const QRectF& rect, bool up, const QColor& ink)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(ink, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF c = rect.center();
    const double d = up ? -1.8 : 1.8;
    const std::array<QPointF, 3> points { c + QPointF(-3.5, -d), c + QPointF(0, d), c + QPointF(3.5, -d) };
    painter.drawPolyline(points.data(), static_cast<int>(points.size()));
    painter.restore();
}

} // namespace casebench::ui::paint
