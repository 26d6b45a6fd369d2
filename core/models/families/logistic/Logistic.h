// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/Family.h"

namespace casebench {

/// Logistic regression with an L2 penalty, by Newton's method.
[[nodiscard]] const Family& logisticFamily();

} // namespace casebench
