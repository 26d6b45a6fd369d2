// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace casebench {

inline constexpr std::size_t kLongestXmlReference = 64; ///< up to its ; and with leading zeros (ours)

/// Bytes of the XML name at the start of the text; 0 when there is none. Takes: well-formed UTF-8.
/// Source: XML 1.0 (fifth edition), productions [4] and [4a].
[[nodiscard]] std::size_t xmlNameLength(std::string_view text);

/// Takes a name off the front of the text; "" when there is none. Takes: well-formed UTF-8.
[[nodiscard]] std::string_view takeXmlName(std::string_view& text);

[[nodiscard]] inline bool isXmlSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Without white space at its front.
[[nodiscard]] std::string_view withoutXmlSpace(std::string_view text);

[[nodiscard]] inline bool isAllXmlSpace(std::string_view text)
{
    return withoutXmlSpace(text).empty();
}

/// Whether no character is forbidden in XML (production [2]). Takes: well-formed UTF-8.
[[nodiscard]] bool isXmlText(std::string_view text);

/// Whether the character at the start is U+FFFE or U+FFFF.
[[nodiscard]] bool isXmlNonCharacter(std::string_view text);

/// The character of a reference, "65" or "x41". Gives: false when it is none that XML allows.
[[nodiscard]] bool appendXmlCharacter(std::string_view number, std::string& into);

/// Appends the text with references resolved; line ends as one LF; in attributes every white space as a
/// space. Gives: what is wrong with the text; "" for nothing.
[[nodiscard]] std::string_view decodeXmlText(std::string_view raw, bool attribute, std::string& into);

/// Bytes of the UTF-8 character that starts with this byte.
[[nodiscard]] std::size_t xmlCharacterLength(char lead);

/// How much of a text can be taken before the rest is known: not within a character, a reference, CRLF or
/// "]]>".
[[nodiscard]] std::size_t xmlSafeCut(std::string_view text);

} // namespace casebench
