// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <string_view>

namespace casebench {

/// Holds an XGBoost JSON model against everything that its own loader takes on trust and crashes on
/// (promises.md 2.7): array lengths, children in range and behind their parent, features below `columns`,
/// finite numbers, only the members and settings that our own training writes, at most 10,000 trees and
/// 1,000,000 nodes. Fails:  Corrupt with the tree as place; InvalidInput (kind "shape") when it reads another
/// number of columns. Cost:   O(bytes).
[[nodiscard]] Result<void> checkBoostedModel(std::string_view bytes, std::size_t columns);

} // namespace casebench
