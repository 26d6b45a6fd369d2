// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace casebench {

/// Why the value of a cell is not what its text says at first sight. The text itself is always kept.
enum class ChangeReason : std::uint8_t
{
    Unreadable, ///< no value of the field's kind: became missing
    MissingWord, ///< NA, null, - ... in a number or yes/no field: missing
    DeclaredMissing, ///< a text that the mapping takes for "no value": missing
    NotAsked, ///< blank in a yes/no field: Not asked, which is not No
    Respelled, ///< the same value, printed another way: 1.50 is 1.5, 31/12/2025 is 2025-12-31
};
inline constexpr std::size_t kChangeReasons = 5;

/// The words of the command line and of files.
[[nodiscard]] constexpr std::string_view name(ChangeReason reason)
{
    constexpr std::array<std::string_view, kChangeReasons> names { "unreadable", "missing-word",
                                                                   "declared-missing", "not-asked",
                                                                   "respelled" };
    return names[static_cast<std::size_t>(reason)];
}

/// One changed cell of a file.
struct ChangedCell
{
    std::uint64_t line = 0; ///< in the file
    std::size_t field = 0; ///< position in the plan
    ChangeReason why = ChangeReason::Unreadable;
    std::string oldText; ///< as the file has it; "" = blank
    std::string newText; ///< as the value prints; "" = missing
};

/// All changes of one field for one reason.
struct ChangedCells
{
    std::size_t field = 0; ///< position in the plan
    ChangeReason why = ChangeReason::Unreadable;
    std::int64_t count = 0;
    std::vector<ChangedCell> examples; ///< the first five
};

/// Is handed every changed cell, in the order of the columns within a batch of rows.
using ChangeSink = std::function<void(ChangedCell&&)>;

} // namespace casebench
