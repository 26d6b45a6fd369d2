// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/Project.h"

#include <vector>

namespace casebench {

/// The value of the time field of every project row; empty when there is no such field.
[[nodiscard]] Result<std::vector<Instant>> caseTimes(Project& project);

} // namespace casebench
