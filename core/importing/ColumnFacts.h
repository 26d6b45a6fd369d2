// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/ValueShape.h"

#include <vector>

namespace casebench {

/// What the texts of one column in some rows look like: found out once, for the scan that decides the type
/// and for the builder that makes the values.
struct ColumnFacts
{
    /// Which of the column's different texts each row has; only of the first of the rows, or of none, once
    /// there are too many to count. A number stands for the same text in the whole file.
    std::vector<std::uint32_t> levels;
    std::vector<Value> levelValues; ///< by that number
    std::vector<Value> values; ///< of the rows behind `levels`

    [[nodiscard]] bool hasLevel(std::size_t i) const { return i < levels.size(); }

    /// Takes: i: of the rows.
    [[nodiscard]] const Value& value(std::size_t i) const
    {
        return hasLevel(i) ? levelValues[levels[i]] : values[i - levels.size()];
    }
};

} // namespace casebench
