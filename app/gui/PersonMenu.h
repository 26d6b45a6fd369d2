// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/DesktopHost.h"

#include <QMenu>

namespace casebench::ui {

/// "Act as": the persons of the project who have a role; the one who acts is checked.
class PersonMenu : public QMenu
{
    Q_OBJECT

public:
    explicit PersonMenu(DesktopHost& host, QWidget* parent = nullptr);

private:
    void fill();

    DesktopHost& m_host;
};

} // namespace casebench::ui
