// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Alert.h"
#include "ui/theme/Icons.h"

#include <QString>

namespace casebench::ui::words {

/// "August 2026", or "April–May 2026" for months rolled up.
[[nodiscard]] QString months(MonthIndex first, MonthIndex last);
/// "Aug 2026", or "Apr–May 2026".
[[nodiscard]] QString shortMonths(MonthIndex first, MonthIndex last);

/// Closed is good, whatever it was.
[[nodiscard]] Glyph glyph(const Alert& alert);
/// The part of the text before its first colon is the window; the finding stands after it.
[[nodiscard]] QString alertFinding(const Alert& alert);

} // namespace casebench::ui::words
