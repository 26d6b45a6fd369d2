// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/base/Error.h"

namespace casebench {

/// An extended SQLite result code as a sentence a person can act on. message: SQLite's own words, or those of
/// a RAISE in our triggers.
[[nodiscard]] Error sqliteError(int code, std::string_view message);

/// The project is damaged, in our words; SQLite's stand on a second line of `what`, for the details.
[[nodiscard]] Error damagedFile(std::string_view message, std::string advice);

} // namespace casebench
