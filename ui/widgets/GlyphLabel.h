// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/Icons.h"
#include "ui/widgets/Label.h"

#include <QWidget>

namespace casebench::ui {

/// A status glyph and its word or sentence: colour never speaks alone.
class GlyphLabel : public QWidget
{
    Q_OBJECT

public:
    explicit GlyphLabel(Glyph glyph = Glyph::None,
                        const QString& text = {},
                        TextRole role = TextRole::Body,
                        QWidget* parent = nullptr);

    void setGlyph(Glyph glyph);
    void setText(const QString& text);
    void setTextColor(ColorRole role);
    /// Wraps at words; for sentences.
    GlyphLabel* wrapping();

    [[nodiscard]] Glyph glyph() const { return m_glyph; }

    [[nodiscard]] QString text() const { return m_text->text(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int glyphWidth() const;

    Glyph m_glyph;
    TextRole m_role;
    Label* m_text;
};

} // namespace casebench::ui
