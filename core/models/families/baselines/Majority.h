// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/Family.h"

namespace casebench {

/// Always the share of positives: what any model must beat.
[[nodiscard]] const Family& majorityFamily();

} // namespace casebench
