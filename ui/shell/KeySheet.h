// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/Page.h"
#include "ui/shell/Actions.h"

#include <QDialog>

namespace casebench::ui {

/// All keys on one sheet ("?"): those of the page in front first, then those of the window.
class KeySheet : public QDialog
{
    Q_OBJECT

public:
    KeySheet(const Actions& actions, const Page* page, QWidget* parent);
};

} // namespace casebench::ui
