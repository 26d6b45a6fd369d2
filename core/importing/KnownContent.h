// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace casebench {

/// What the first bytes of a file say it is, and what to do with it.
struct KnownContent
{
    std::string_view what; ///< "a PNG picture"
    std::string_view advice; ///< which reader fits, or how to get a file that can be read
};

/// A format that is not text, told by its magic number; nothing when there is none.
[[nodiscard]] std::optional<KnownContent> knownBinary(std::string_view head);

/// Whether text starts as a web page does, ignoring case and leading white space.
[[nodiscard]] bool startsLikeHtml(std::string_view head);

} // namespace casebench
