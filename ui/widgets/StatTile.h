// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/Icons.h"
#include "ui/widgets/Label.h"

#include <QWidget>

namespace casebench::ui {

/// A number that matters, what it counts, and its n or interval. Numbers without n are not shown, so the note
/// is asked for.
class StatTile : public QWidget
{
    Q_OBJECT

public:
    explicit StatTile(const QString& name, QWidget* parent = nullptr);
    void setValue(const QString& value, const QString& note, Glyph glyph = Glyph::None);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Glyph m_glyph = Glyph::None;
    Label* m_name;
    Label* m_value;
    Label* m_note;
};

/// A small outlined word ("Live since 10 April", "new"); or, closable, an active filter ("UPI_PAYMENTS = Yes
/// ×").
class Chip : public QWidget
{
    Q_OBJECT

public:
    explicit Chip(const QString& text,
                  ColorRole role = ColorRole::Text,
                  bool closable = false,
                  QWidget* parent = nullptr);
    void setText(const QString& text);
    void setRole(ColorRole role);

    [[nodiscard]] QString text() const { return m_text; }

    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QString m_text;
    ColorRole m_role;
    bool m_closable;
};

} // namespace casebench::ui
