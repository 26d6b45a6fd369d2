// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/Page.h"
#include "ui/session/Session.h"

#include <memory>
#include <vector>

namespace casebench::ui {

/// Every page there is, in the order of kPages.
[[nodiscard]] std::vector<std::unique_ptr<Page>> makePages(Session& session);

/// Hands files to the page that takes cases; nothing happens for any other page.
void importInto(Page* page, const QStringList& paths);

} // namespace casebench::ui
