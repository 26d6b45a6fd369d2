// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace casebench {

/// What is odd about the bytes of a record.
struct RecordText
{
    bool valid = true; ///< well-formed UTF-8
    bool hasMultiByte = false; ///< at least one well-formed sequence of several bytes
    bool hasNul = false;
    bool hasControl = false; ///< C0 but tab and line ends, DEL, C1
    bool hasBidiControl = false; ///< U+061C U+200E U+200F U+202A-202E U+2066-2069
};

/// Cost: O(n).
[[nodiscard]] RecordText inspectText(std::string_view text);

} // namespace casebench
