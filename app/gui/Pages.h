// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/DesktopHost.h"
#include "ui/pages/Page.h"
#include "ui/shell/MainWindow.h"

#include <memory>
#include <vector>

namespace casebench::ui {

/// Every page there is, in the order of kPages.
[[nodiscard]] std::vector<std::unique_ptr<Page>> makePages(Session& session);

/// Puts every page and the menu of persons into the window, and hands files to the page that takes cases.
void addPages(MainWindow& window, DesktopHost& host);

} // namespace casebench::ui
