// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace casebench {

/// What sort of trouble it is. Few on purpose: callers branch on these, people read `what`.
enum class ErrorCode
{
    Cancelled, ///< somebody asked for it to stop; nothing was changed
    InvalidInput, ///< the caller's values make no sense (usage, parameters, degenerate data)
    NotFound, ///< a named thing is not there
    Unreadable, ///< the operating system or the disk said no
    Unsupported, ///< well-formed, but not something this program reads
    Corrupt, ///< a digest, signature or structure does not hold
    Refused, ///< a rule forbids it (role, approval, contract)
    Library, ///< a third party failed
    Internal, ///< a bug of ours
};

[[nodiscard]] std::string_view errorCodeName(ErrorCode code);

/// One failure, told so that a person can act: what happened, where, and what to do next.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string what; ///< one sentence without a place
    std::string where {}; ///< file, row, column ... outermost first
    std::string kind {}; ///< machine token of a fixed vocabulary (hostile input, bundle checks); may be empty
    std::string advice {}; ///< what to do next; may be empty

    /// The same error, with an outer place put before the known one.
    [[nodiscard]] Error in(std::string_view place) &&;
    [[nodiscard]] Error in(std::string_view place) const&;
    /// The same error with advice, unless it has some already.
    [[nodiscard]] Error advise(std::string_view text) &&;
    /// "where: what advice" in one line, for stderr and logs.
    [[nodiscard]] std::string sentence() const;
};

} // namespace casebench
