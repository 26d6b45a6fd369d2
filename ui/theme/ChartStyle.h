// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/Roles.h"

#include <QPen>

namespace casebench::ui {

/// Pens of all charts. Cosmetic, so a line stays a line at any scale.
[[nodiscard]] QPen gridPen(Scheme scheme);
[[nodiscard]] QPen axisPen(Scheme scheme);
[[nodiscard]] QPen seriesPen(int series, Scheme scheme);
/// Reference or baseline: grey, dashed.
[[nodiscard]] QPen referencePen(Scheme scheme);
/// Something withdrawn or estimated: dotted in the series' colour.
[[nodiscard]] QPen withdrawnPen(int series, Scheme scheme);

} // namespace casebench::ui
