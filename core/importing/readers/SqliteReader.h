// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/RowSource.h"

namespace casebench {

/// Opens a table of an SQLite file: the one named by the option table, or the only one there is. NULL is an
/// empty cell, whole and decimal numbers come in their shortest spelling, blobs as X'0A', generated columns
/// that are not stored stay out. The line of a row is its place in the table. Nothing in the file is run
/// (ForeignDatabase). Fails:  not-sqlite, sqlite-corrupt, database-in-use, table-wanted, table-not-found,
/// view-refused, empty-file. Cost:   one row in memory, of fields of at most 16 MiB.
[[nodiscard]] Result<std::unique_ptr<RowSource>> openSqlite(const std::filesystem::path& path,
                                                            const ReadOptions& options);

} // namespace casebench
