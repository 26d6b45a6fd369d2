// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/SearchField.h"

#include "ui/theme/Icons.h"
#include "ui/theme/StylePaint.h"
#include "ui/theme/Tokens.h"

#include <QKeyEvent>
#include <QPainter>

namespace casebench::ui {

namespace {

constexpr int kDelayMs = 150; // a pause between words, not between letters

} // namespace

SearchField::SearchField(const QString& placeholder, const QString& keyCap, QWidget* parent)
    : QLineEdit(parent)
    , m_keyCap(keyCap)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    m_delay.setSingleShot(true);
    m_delay.setInterval(kDelayMs);
    connect(&m_delay, &QTimer::timeout, this, [this] { emit searched(text()); });
    connect(this, &QLineEdit::textChanged, this, [this] {
        setMargins();
        m_delay.start();
    });
    setMargins();
}

void SearchField::setMargins()
{
    const bool cap = !m_keyCap.isEmpty() && text().isEmpty();
    setTextMargins(16 + space::kGroup, 0, cap ? paint::keyCapWidth(m_keyCap) + space::kTight : 0, 0);
}

void SearchField::changeEvent(QEvent* event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setMargins();
}

void SearchField::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    const QColor ink = color(ColorRole::Muted, this);
    paintIcon(painter, QRectF(space::kGroup + 1, (height() - 16) / 2.0, 16, 16), IconId::Search, ink);
    if (!m_keyCap.isEmpty() && text().isEmpty())
        paint::keyCap(painter, rect().adjusted(0, 0, -space::kGroup, 0), m_keyCap, ink,
                      color(ColorRole::Hairline, this));
}

void SearchField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        m_delay.stop();
        emit searched({});
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        m_delay.stop();
        emit searched(text());
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace casebench::ui
