// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <string>
#include <string_view>
#include <vector>

namespace casebench {

inline constexpr std::size_t kMaxColumns = 16'384; ///< the spreadsheet limit
inline constexpr std::size_t kMaxNameLength = 1'024; ///< characters

/// The names of the columns as they will be known, and what was odd about them.
struct Header
{
    std::vector<std::string> names;
    std::vector<std::string> notes; ///< header-empty header-duplicate header-space header-looks-like-data
};

/// Empty names become column_N; a name that is there already (case-folded) gets _2, _3 ..., the first that no
/// other column has. Fails:  InvalidInput, kinds too-many-columns, name-too-long, nul-in-header. Cost:
/// O(columns).
[[nodiscard]] Result<Header> makeHeader(const std::vector<std::string_view>& texts);

/// The delimiter most seen in the first record outside quotes, among , ; tab and |; a comma on a tie or when
/// there is none. Takes:  text: starts with the record; `complete` is set when its end was seen.
[[nodiscard]] char guessDelimiter(std::string_view text, bool& complete);

} // namespace casebench
