// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Label.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace casebench::ui {

Label::Label(const QString& text, TextRole textRole, ColorRole colorRole, QWidget* parent)
    : QLabel(text, parent)
    , m_textRole(textRole)
    , m_colorRole(colorRole)
{
    setTextFormat(Qt::PlainText); // case text must never become markup
    setForegroundRole(QPalette::WindowText); // else it follows the ground it lies on, and loses its role
    apply();
}

void Label::setRoles(TextRole textRole, ColorRole colorRole)
{
    m_textRole = textRole;
    m_colorRole = colorRole;
    apply();
}

Label* Label::wrapping()
{
    setWordWrap(true);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    return this;
}

Label* Label::selectable()
{
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return this;
}

void Label::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    const auto type = event->type();
    if (type == QEvent::PaletteChange || type == QEvent::ApplicationFontChange || type == QEvent::FontChange)
        apply();
}

void Label::apply()
{
    if (m_applying)
        return;
    m_applying = true;
    // Set even where it is the inherited one: who has a font of its own is told when the text size changes
    // (Theme).
    if (const QFont wanted = ui::font(m_textRole); wanted != font() || !testAttribute(Qt::WA_SetFont))
        setFont(wanted);
    const QColor ink = color(m_colorRole, this);
    if (m_colorRole != ColorRole::Text && palette().color(QPalette::WindowText) != ink) {
        // Only the ink is set, so the rest of the palette still follows the application's.
        QPalette mine;
        mine.setColor(QPalette::WindowText, ink);
        setPalette(mine);
    } else if (m_colorRole == ColorRole::Text && testAttribute(Qt::WA_SetPalette)) {
        setPalette(QPalette());
    }
    m_applying = false;
}

ElidedLabel::ElidedLabel(
    const QString& text, Qt::TextElideMode mode, TextRole textRole, ColorRole colorRole, QWidget* parent)
    : Label(text, textRole, colorRole, parent)
    , m_mode(mode)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize ElidedLabel::minimumSizeHint() const
{
    return { fontMetrics().horizontalAdvance(QStringLiteral("…")) * 3, QLabel::minimumSizeHint().height() };
}

QSize ElidedLabel::sizeHint() const
{
    return { fontMetrics().horizontalAdvance(text()) + 2, QLabel::sizeHint().height() };
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(contentsRect(), static_cast<int>(alignment()) | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), m_mode, contentsRect().width()));
}

bool ElidedLabel::event(QEvent* event)
{
    // The whole text as tip, but only when some of it is hidden.
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty()
        && fontMetrics().horizontalAdvance(text()) > width()) {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), text().toHtmlEscaped(), this);
        return true;
    }
    return Label::event(event);
}

} // namespace casebench::ui
