// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/ChoiceButton.h"

#include "ui/theme/Roles.h"
#include "ui/theme/StylePaint.h"
#include "ui/theme/Tokens.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace casebench::ui {

ChoiceButton::ChoiceButton(const QString& key, const QString& text, Size size, QWidget* parent)
    : QAbstractButton(parent)
    , m_key(key)
    , m_size(size)
{
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(text);
    setAccessibleDescription(tr("Key %1").arg(key));
}

QSize ChoiceButton::sizeHint() const
{
    const QFontMetrics metrics(ui::font(m_size == Size::Verdict ? TextRole::Section : TextRole::Strong));
    const int height = m_size == Size::Verdict ? std::max(scaled(this, 52), metrics.height() * 2)
                                               : std::max(kHitTarget + 4, metrics.height() + space::kInner);
    return { metrics.horizontalAdvance(text()) + scaled(this, 60), height };
}

QSize ChoiceButton::minimumSizeHint() const
{
    return { scaled(this, 96), sizeHint().height() };
}

void ChoiceButton::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    if (event->key() == Qt::Key_Space) { // Space skips, wherever the focus stands
        event->ignore();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

void ChoiceButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool large = m_size == Size::Verdict;
    const bool on = isChecked();
    const bool ring = hasFocus();
    const QRectF box = QRectF(rect()).adjusted(1, 1, -1, -1);
    if (large || on || ring || underMouse()) {
        const ColorRole fill = on         ? ColorRole::Selection
            : underMouse() && isEnabled() ? ColorRole::Hover
                                          : ColorRole::Base;
        const ColorRole edge = on || ring ? ColorRole::Accent
            : large                       ? ColorRole::ControlEdge
                                          : ColorRole::Hairline;
        painter.setBrush(color(fill, this));
        painter.setPen(QPen(color(edge, this), ring || (on && large) ? 2 : 1));
        painter.drawRoundedRect(box, kRadius, kRadius);
    }
    const ColorRole words = isEnabled() ? ColorRole::Text : ColorRole::Muted;
    const QFont keyFont = ui::font(TextRole::Caption);
    const int cap = std::max(scaled(this, 18), QFontMetrics(keyFont).height() + 2);
    const int wide = std::max(cap, QFontMetrics(keyFont).horizontalAdvance(m_key) + space::kGroup); // "Space"
    const QRectF key(large ? space::kInner : space::kGroup, (height() - cap) / 2.0, wide, cap);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color(ColorRole::ControlEdge, this), 1));
    painter.drawRoundedRect(key, kSmallRadius, kSmallRadius);
    painter.setFont(keyFont);
    painter.setPen(color(words, this));
    painter.drawText(key, Qt::AlignCenter, m_key);
    painter.setFont(ui::font(large    ? (on ? TextRole::Section : TextRole::Body)
                                 : on ? TextRole::Strong
                                      : TextRole::Body));
    const QRectF textBox(key.right() + space::kGroup, 0, width() - key.right() - 2 * space::kGroup, height());
    painter.drawText(
        textBox, Qt::AlignVCenter | Qt::AlignLeft,
        painter.fontMetrics().elidedText(text(), Qt::ElideRight, static_cast<int>(textBox.width())));
}

} // namespace casebench::ui
