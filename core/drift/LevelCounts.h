// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Column.h"

namespace casebench {

/// Counts of the union of levels of two coded columns, by level text: dictionaries of two sources may
/// order them differently.
struct LevelCounts
{
    std::vector<std::string> levels; ///< in code-point order; yes/no: no, yes
    std::vector<std::int64_t> reference; ///< same length
    std::vector<std::int64_t> window; ///< same length
};

/// Takes:  two columns of one coded kind.  Cost: O(rows + levels log levels).
[[nodiscard]] LevelCounts countLevels(const Column& reference, const Column& window);

} // namespace casebench
