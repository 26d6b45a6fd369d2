// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/SegmentedSwitch.h"

#include "ui/theme/StylePaint.h"
#include "ui/theme/Tokens.h"
#include "ui/widgets/Banner.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainterPath>

namespace casebench::ui {

SegmentedSwitch::SegmentedSwitch(const QString& accessibleName, QWidget* parent)
    : QWidget(parent)
    , m_name(accessibleName)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(accessibleName);
}

void SegmentedSwitch::setSegments(const QList<Segment>& segments)
{
    const QString before = current();
    m_segments = segments;
    m_current = 0;
    setCurrent(before);
    updateGeometry();
    update();
}

void SegmentedSwitch::setCurrent(const QString& id)
{
    for (qsizetype i = 0; i < m_segments.size(); ++i) {
        if (m_segments.at(i).id == id)
            m_current = i;
    }
    describe();
    update();
}

QString SegmentedSwitch::current() const
{
    return m_current < m_segments.size() ? m_segments.at(m_current).id : QString();
}

void SegmentedSwitch::describe()
{
    if (m_current < m_segments.size())
        setAccessibleDescription(
            tr("%1, %2 of %3").arg(m_segments.at(m_current).text).arg(m_current + 1).arg(m_segments.size()));
}

int SegmentedSwitch::widthOf(const Segment& segment) const
{
    // Measured semibold, so that choosing does not move the neighbours.
    const int note =
        segment.note.isEmpty() ? 0 : space::kTight + 2 + fontMetrics().horizontalAdvance(segment.note);
    return QFontMetrics(ui::font(TextRole::Strong)).horizontalAdvance(segment.text) + note
        + 2 * space::kInner;
}

QSize SegmentedSwitch::sizeHint() const
{
    int width = 2;
    for (const Segment& segment : m_segments)
        width += widthOf(segment);
    return { width, std::max(kHitTarget + 2, fontMetrics().height() + 14) };
}

QList<QRect> SegmentedSwitch::rects() const
{
    QList<QRect> result;
    int x = 1;
    for (const Segment& segment : m_segments) {
        const int width = widthOf(segment);
        const QRect rect(x, 0, width, height());
        result.append(QStyle::visualRect(layoutDirection(), this->rect(), rect));
        x += width;
    }
    return result;
}

void SegmentedSwitch::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Scheme scheme = schemeOf(palette());
    const QList<QRect> places = rects();
    QPainterPath shape;
    shape.addRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), kRadius, kRadius);
    painter.fillRect(rect(), Qt::transparent);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(shape, color(ColorRole::Base, scheme));
    for (qsizetype i = 0; i < places.size(); ++i) {
        const Segment& segment = m_segments.at(i);
        const bool on = i == m_current;
        painter.save();
        painter.setClipPath(shape);
        if (on)
            painter.fillRect(places.at(i), color(ColorRole::Selection, scheme));
        if (i > 0)
            painter.fillRect(QRect(places.at(i).left(), 0, 1, height()), color(ColorRole::Hairline, scheme));
        painter.restore();
        const QFont textFont = ui::font(on ? TextRole::Strong : TextRole::Body);
        const int textWidth = QFontMetrics(textFont).horizontalAdvance(segment.text);
        const int noteWidth =
            segment.note.isEmpty() ? 0 : space::kTight + 2 + fontMetrics().horizontalAdvance(segment.note);
        QRect text = places.at(i);
        text.setLeft(text.left() + (text.width() - textWidth - noteWidth) / 2);
        painter.setFont(textFont);
        painter.setPen(color(isEnabled() ? ColorRole::Text : ColorRole::Muted, scheme));
        painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, segment.text);
        painter.setFont(font());
        painter.setPen(color(ColorRole::Muted, scheme));
        painter.drawText(text.adjusted(textWidth + space::kTight + 2, 0, 0, 0),
                         Qt::AlignVCenter | Qt::AlignLeft, segment.note);
    }
    painter.setPen(
        QPen(color(hasFocus() ? ColorRole::Accent : ColorRole::ControlEdge, scheme), hasFocus() ? 2 : 1));
    painter.drawPath(shape);
}

void SegmentedSwitch::choose(qsizetype index)
{
    if (index < 0 || index >= m_segments.size() || index == m_current)
        return;
    m_current = index;
    describe();
    update();
    announce(this, accessibleDescription());
    emit chosen(current());
}

void SegmentedSwitch::mousePressEvent(QMouseEvent* event)
{
    const QList<QRect> places = rects();
    for (qsizetype i = 0; i < places.size(); ++i) {
        if (places.at(i).contains(event->pos()))
            choose(i);
    }
}

void SegmentedSwitch::keyPressEvent(QKeyEvent* event)
{
    const int forward = layoutDirection() == Qt::RightToLeft ? Qt::Key_Left : Qt::Key_Right;
    const int back = layoutDirection() == Qt::RightToLeft ? Qt::Key_Right : Qt::Key_Left;
    if (event->key() == forward)
        choose(m_current + 1);
    else if (event->key() == back)
        choose(m_current - 1);
    else
        QWidget::keyPressEvent(event);
}

} // namespace casebench::ui
