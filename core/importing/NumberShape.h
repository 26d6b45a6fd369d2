// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/importing only: what ValueShape needs to know of numbers and their digits.

#include "core/importing/ValueShape.h"

namespace casebench {

[[nodiscard]] inline bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// How many digits follow each other from there.
[[nodiscard]] inline std::size_t digitsFrom(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    return end - at;
}

/// Whether it is a number in the writing of some country (1.234,56).
[[nodiscard]] bool isLocaleNumber(std::string_view text);

} // namespace casebench
