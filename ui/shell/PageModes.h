// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/Selection.h"
#include "ui/theme/Icons.h"

namespace casebench::ui {

[[nodiscard]] IconId iconOf(PageId page);
/// "today", "cases", ...: in file names of pictures, settings and action ids.
[[nodiscard]] QString slugOf(PageId page);

} // namespace casebench::ui
