// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace casebench::ui {

class Theme;

/// Theme, text size and motion; each acts at once and is remembered.
class SettingsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit SettingsDialog(Theme& theme, QWidget* parent);
};

/// What was chosen the last time, put into the theme at start.
void restoreSettings(Theme& theme);

} // namespace casebench::ui
