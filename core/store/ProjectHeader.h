// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>

namespace casebench {

inline constexpr std::uint32_t kApplicationId = 0x43534231; // "CSB1", promises.md 2.1

/// The first 100 bytes of a file that SQLite does not hold open in this process (promises.md 2.1 step 3).
/// Fails: Unsupported "E_NOT_A_PROJECT" or "E_NEWER_VERSION"; Corrupt "E_DAMAGED" (size, journal mode);
/// Unreadable.
[[nodiscard]] Result<void> checkProjectHeader(const std::filesystem::path& path);

} // namespace casebench
