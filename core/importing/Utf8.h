// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace casebench {

/// Appends a code point as UTF-8 would spell it. Surrogates too: what is not UTF-8 then is the caller's to
/// find.
inline void appendUtf8(std::string& text, std::uint32_t point)
{
    const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0 | (point >> 6));
        put(0x80 | (point & 63));
    } else if (point < 0x10000) {
        put(0xE0 | (point >> 12));
        put(0x80 | ((point >> 6) & 63));
        put(0x80 | (point & 63));
    } else {
        put(0xF0 | (point >> 18));
        put(0x80 | ((point >> 12) & 63));
        put(0x80 | ((point >> 6) & 63));
        put(0x80 | (point & 63));
    }
}

} // namespace casebench
