// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/StatTile.h"

#include "ui/theme/StylePaint.h"
#include "ui/widgets/Layouts.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace casebench::ui {

StatTile::StatTile(const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_name(new Label(name, TextRole::Caption, ColorRole::Muted))
    , m_value(new Label({}, TextRole::Number))
    , m_note(new Label({}, TextRole::Caption, ColorRole::Muted))
{
    auto* layout = column(space::kHair);
    setLayout(layout);
    for (Label* label : { m_name, m_value, m_note })
        layout->addWidget(label);
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
}

void StatTile::setValue(const QString& value, const QString& note, Glyph glyph)
{
    m_glyph = glyph;
    m_value->setText(value);
    m_value->setContentsMargins(glyph == Glyph::None ? 0 : 12 + space::kGroup, 0, 0, 0);
    m_note->setText(note);
    setAccessibleName(QStringLiteral("%1: %2, %3").arg(m_name->text(), value, note));
    update();
}

void StatTile::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QRect line = m_value->geometry();
    paintGlyph(painter, QRectF(line.left(), line.top(), 12, line.height()), m_glyph,
               color(roleOf(m_glyph), this));
}

Chip::Chip(const QString& text, ColorRole role, bool closable, QWidget* parent)
    : QWidget(parent)
    , m_role(role)
    , m_closable(closable)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusPolicy(closable ? Qt::StrongFocus : Qt::NoFocus);
    if (closable)
        setCursor(Qt::PointingHandCursor);
    setText(text);
}

void Chip::setText(const QString& text)
{
    m_text = text;
    setAccessibleName(m_closable ? tr("Filter %1; Delete removes it").arg(text) : text);
    updateGeometry();
    update();
}

void Chip::setRole(ColorRole role)
{
    m_role = role;
    update();
}

QSize Chip::sizeHint() const
{
    const QFontMetrics metrics(ui::font(m_closable ? TextRole::Body : TextRole::Caption));
    const int text = metrics.horizontalAdvance(m_text);
    if (m_closable)
        return { text + 2 * space::kGroup + 14 + space::kTight, std::max(kHitTarget, metrics.height() + 8) };
    return { text + 2 * space::kTight + 4, metrics.height() + 4 };
}

void Chip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QColor ink = color(m_role, this);
    painter.setFont(ui::font(m_closable ? TextRole::Body : TextRole::Caption));
    if (!m_closable) {
        const QColor edge = m_role == ColorRole::Text ? color(ColorRole::ControlEdge, this) : ink;
        paint::roundRect(painter, rect(), kSmallRadius, {}, edge);
        painter.setPen(ink);
        painter.drawText(rect(), Qt::AlignCenter, m_text);
        return;
    }
    paint::roundRect(painter, rect(), kSmallRadius, color(ColorRole::Base, this),
                     color(ColorRole::Accent, this), hasFocus() ? 2 : 1);
    painter.setPen(ink);
    painter.drawText(rect().adjusted(space::kGroup, 0, -14 - space::kGroup, 0),
                     Qt::AlignVCenter | Qt::AlignLeft, m_text);
    paintIcon(painter, QRectF(width() - 14 - space::kTight - 2, (height() - 14) / 2.0, 14, 14), IconId::Close,
              color(ColorRole::Muted, this));
}

void Chip::mousePressEvent(QMouseEvent* event)
{
    if (m_closable && event->button() == Qt::LeftButton)
        emit closed();
}

void Chip::keyPressEvent(QKeyEvent* event)
{
    const int key = event->key();
    if (m_closable
        && (key == Qt::Key_Delete || key == Qt::Key_Backspace || key == Qt::Key_Space
            || key == Qt::Key_Return))
        emit closed();
    else
        QWidget::keyPressEvent(event);
}

void Chip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace casebench::ui
