// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only: the two halves of a salvage, reading rows around the damage and mending what hangs
// together no more.

#include "core/store/Salvage.h"
#include "core/store/Sqlite.h"

#include <array>

namespace casebench {

/// Copies every row that can be read, in the order of the row numbers, leaping over damaged pages. A row that
/// the tables of the new project do not take counts as lost.
[[nodiscard]] Result<SalvagedTable>
copyReadableRows(Database& from, Database& to, const std::string& table, Progress& progress);

/// Tables whose rows carry the SHA-256 of their bytes.
inline constexpr std::array<std::string_view, 4> kDigestedTables { "chunk", "label_block", "run_blob",
                                                                   "score" };

/// Gives: ids of the rows of one of kDigestedTables whose bytes are not those their digest names.
[[nodiscard]] Result<std::vector<std::int64_t>>
damagedBlobs(Database& database, std::string_view table, Progress& progress);

/// Makes a project of what is left: values of a damaged chunk are missing then, ids of a damaged part are
/// given anew, rows that name something lost go. Gives: a sentence for each.
[[nodiscard]] Result<std::vector<std::string>> mendTables(Database& database, Progress& progress);

} // namespace casebench
