// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/Family.h"

namespace casebench {

/// The best single question (lowest Gini impurity): what a model must beat to be worth its size.
[[nodiscard]] const Family& oneRuleFamily();

} // namespace casebench
