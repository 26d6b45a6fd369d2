// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Column.h"

namespace casebench {

/// Missing cells whose source held a text all the same: nothing that a field of this kind can hold.
/// Cost: O(texts kept beside the values).
[[nodiscard]] inline std::size_t unreadableCells(const Column& column)
{
    const RawTexts* raw = column.rawTexts();
    std::size_t count = 0;
    for (std::size_t i = 0; raw != nullptr && i < raw->rows.size(); ++i)
        count += !raw->texts[i].empty() && column.isMissing(raw->rows[i]) ? 1 : 0;
    return count;
}

} // namespace casebench
