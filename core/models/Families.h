// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/Family.h"

namespace casebench {

/// Every family, in the order in which forms show them; baselines last. The explicit list: a new family is
/// one line in Families.cpp.
[[nodiscard]] std::span<const Family* const> families();

/// Fails: InvalidInput naming the known families.
[[nodiscard]] Result<const Family*> findFamily(std::string_view id);

} // namespace casebench
