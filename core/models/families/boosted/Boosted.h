// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/Family.h"

namespace casebench {

/// Gradient-boosted trees by XGBoost.
[[nodiscard]] const Family& boostedFamily();

} // namespace casebench
