// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <memory>
#include <string>
#include <string_view>

namespace casebench {

/// Turns bytes of one encoding into UTF-8, piece by piece, losing nothing: what has no character becomes
/// marker bytes that no UTF-8 text holds (0xFF and two halves), or, for single UTF-16 surrogates, their
/// three-byte form.
class TextDecoder
{
public:
    virtual ~TextDecoder() = default;
    /// Appends the text of `bytes`; `last` says that nothing follows.
    virtual void decode(std::string_view bytes, bool last, std::string& text) = 0;
    /// The bytes that decode to `text`, which must be whole characters of what decode gave.
    [[nodiscard]] virtual std::string encode(std::string_view text) const = 0;
    [[nodiscard]] virtual std::string_view invalidKind() const = 0;
};

/// Takes:  name: lower case; "utf-8" gives no decoder (nullptr).
/// Fails:  Unsupported, kind "encoding-unsupported".
[[nodiscard]] Result<std::unique_ptr<TextDecoder>> makeDecoder(const std::string& name);

} // namespace casebench
