// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/GlyphLabel.h"

#include <QHBoxLayout>
#include <QPainter>

namespace casebench::ui {

GlyphLabel::GlyphLabel(Glyph glyph, const QString& text, TextRole role, QWidget* parent)
    : QWidget(parent)
    , m_glyph(glyph)
    , m_role(role)
    , m_text(new Label(text, role, ColorRole::Text, this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_text);
    setGlyph(glyph);
}

int GlyphLabel::glyphWidth() const
{
    return m_glyph == Glyph::None ? 0 : 12 + space::kTight;
}

void GlyphLabel::setGlyph(Glyph glyph)
{
    m_glyph = glyph;
    layout()->setContentsMargins(glyphWidth(), 0, 0, 0);
    setAccessibleName(glyph == Glyph::None ? m_text->text()
                                           : wordOf(glyph) + QStringLiteral(": ") + m_text->text());
    update();
}

void GlyphLabel::setText(const QString& text)
{
    m_text->setText(text);
    setGlyph(m_glyph);
}

void GlyphLabel::setTextColor(ColorRole role)
{
    m_text->setRoles(m_role, role);
}

GlyphLabel* GlyphLabel::wrapping()
{
    m_text->wrapping();
    return this;
}

void GlyphLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const int line = m_text->fontMetrics().height();
    const bool wraps = m_text->wordWrap() && m_text->height() > line * 3 / 2;
    const QRectF place(0, wraps ? m_text->y() : 0, 12, wraps ? line : height());
    paintGlyph(painter, place, m_glyph, color(roleOf(m_glyph), this));
}

} // namespace casebench::ui
