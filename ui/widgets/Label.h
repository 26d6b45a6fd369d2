// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/Roles.h"
#include "ui/theme/Tokens.h"

#include <QLabel>

namespace casebench::ui {

/// A QLabel that is plain text always, and keeps its text and colour role when font or theme change.
class Label : public QLabel
{
    Q_OBJECT

public:
    explicit Label(const QString& text = {},
                   TextRole textRole = TextRole::Body,
                   ColorRole colorRole = ColorRole::Text,
                   QWidget* parent = nullptr);

    void setRoles(TextRole textRole, ColorRole colorRole);
    /// Wraps at words; for sentences.
    Label* wrapping();
    /// Can be selected with mouse and keyboard; for what people want to copy.
    Label* selectable();

protected:
    void changeEvent(QEvent* event) override;

private:
    void apply();

    TextRole m_textRole;
    ColorRole m_colorRole;
    bool m_applying = false;
};

/// One line that gives way: elided in the middle (ids, paths) or at the right (prose), whole text as tip.
class ElidedLabel : public Label
{
    Q_OBJECT

public:
    explicit ElidedLabel(const QString& text = {},
                         Qt::TextElideMode mode = Qt::ElideRight,
                         TextRole textRole = TextRole::Body,
                         ColorRole colorRole = ColorRole::Text,
                         QWidget* parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    Qt::TextElideMode m_mode;
};

} // namespace casebench::ui
