// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/Roles.h"
#include "ui/theme/Tokens.h"

#include <QObject>

class QApplication;

namespace casebench::ui {

enum class ThemeChoice
{
    System,
    Light,
    Dark
};

/// Gives the application style, palette and font, and keeps them when the desktop changes its own. Made once
/// in main; widgets never hold it: they ask color(role, this) and repaint on PaletteChange.
class Theme : public QObject
{
    Q_OBJECT

public:
    explicit Theme(QApplication& application);
    ~Theme() override;

    void choose(ThemeChoice choice);

    [[nodiscard]] ThemeChoice choice() const { return m_choice; }

    [[nodiscard]] Scheme scheme() const;

    /// 1.0 .. 2.0 of the system font.
    void setTextScale(double scale);

    [[nodiscard]] double textScale() const { return m_textScale; }

    /// Off: nothing moves that does not have to.
    void setMotion(bool on);

    [[nodiscard]] bool motion() const { return m_motion; }

signals:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply();
    void applyFont();

    QApplication& m_application;
    ThemeChoice m_choice = ThemeChoice::System;
    Scheme m_system = Scheme::Light;
    QFont m_systemFont;
    double m_textScale = 1.0;
    bool m_motion = true;
    bool m_applying = false;
};

} // namespace casebench::ui
