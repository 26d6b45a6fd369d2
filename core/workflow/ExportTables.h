// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/TableExport.h"

namespace casebench {

/// Writes the project as plain typed SQLite tables, complete or not at all. Personal fields are masked
/// for everybody: to see them is asked for case by case.
/// Fails:  Refused when the file is a project that is open; what the disk says; Cancelled.
[[nodiscard]] Result<std::vector<ExportedTable>>
exportProjectTables(Project& project, const std::filesystem::path& out, Progress& progress);

} // namespace casebench
