// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace casebench {

/// All text of core is UTF-8.

/// Offset of the first byte that is not well-formed UTF-8 (overlong, surrogate, > 10FFFF included), or
/// npos.
/// Cost: O(n).
[[nodiscard]] std::size_t firstInvalidUtf8(std::string_view text);

[[nodiscard]] inline bool isValidUtf8(std::string_view text)
{
    return firstInvalidUtf8(text) == std::string_view::npos;
}

/// Unicode default case folding (ICU), for comparing names; never for storing. Invalid UTF-8 comes back
/// as it
/// is.
[[nodiscard]] std::string caseFold(std::string_view text);
/// Unicode NFC (ICU), for digests and name matching; stored values are never normalised.
[[nodiscard]] std::string toNfc(std::string_view text);

/// Without leading and trailing ASCII white space.
[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::string toLowerAscii(std::string_view text);
[[nodiscard]] bool equalsIgnoreAsciiCase(std::string_view a, std::string_view b);
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// Control characters (ESC, CR, DEL, C1, bidi overrides) and bytes that are not UTF-8 as visible symbols,
/// so that no case text can drive a terminal.
[[nodiscard]] std::string escapedForTerminal(std::string_view text);

/// The shortest text that reads back as the same double ("0.1", "1e+300"); "nan", "inf", "-inf" for
/// those. C
/// locale.
[[nodiscard]] std::string shortestNumber(double value);
/// A finite decimal number that spans the whole text (no white space, no nan/inf, no hex), or nothing.
[[nodiscard]] std::optional<double> parseFiniteNumber(std::string_view text);
[[nodiscard]] std::optional<long long> parseInteger(std::string_view text);

/// Fixed decimals in the C locale.
[[nodiscard]] std::string fixedNumber(double value, int decimals);
/// p-values the way people read them: "p < 0.001" or "p = 0.034"; "p undefined" for NaN.
[[nodiscard]] std::string pValueText(double p);
/// 0.0312 -> "3.1 %"; "–" for NaN.
[[nodiscard]] std::string percentText(double share, int decimals = 1);
/// 12345 -> "12,345"
[[nodiscard]] std::string countText(long long count);

/// Lower-case hexadecimal of bytes, and back.
[[nodiscard]] std::string toHex(std::string_view bytes);
[[nodiscard]] std::optional<std::string> fromHex(std::string_view hex);
/// RFC 4648 standard alphabet with padding.
[[nodiscard]] std::string toBase64(std::string_view bytes);
/// Strict: only what toBase64 writes is read (no white space, no loose padding bits).
[[nodiscard]] std::optional<std::string> fromBase64(std::string_view text);

} // namespace casebench
