// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/CaseBrowser.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace casebench {

struct ExportedTable
{
    std::string name;
    std::int64_t rows = 0;
    std::vector<std::string> columns;
};

/// Replaces the text of a personal field; empty: personal fields are written in the clear.
using Masking = std::function<std::string(std::string_view)>;

/// Writes the project as plain typed SQLite tables for people who want SQL: cases (one column per field;
/// beyond 1,900 fields cases_2 and so on, each with case_id), field, source, quarantine, label, change,
/// snapshot, run, score and alert. Numbers are REAL or INTEGER, yes/no 0 and 1, times ISO 8601 texts; missing
/// is NULL. Rows in quarantine hold raw text, so they are left out when personal fields are masked. Takes:
/// file: what another writer will put into place; it is empty. Fails:  what the disk says; Cancelled. Cost:
/// about 2 us a row of 31 fields; memory of one part.
[[nodiscard]] Result<std::vector<ExportedTable>> exportTables(const Project& project,
                                                              const CaseBrowser& browser,
                                                              const std::filesystem::path& file,
                                                              const Masking& masking,
                                                              Progress& progress);

} // namespace casebench
