// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"

#include <filesystem>
#include <vector>

namespace casebench {

struct SalvagedTable
{
    std::string name;
    std::int64_t kept = 0;
    std::int64_t lost = 0; ///< at most this many: a gap in the numbers may hold fewer
    bool endLost = false; ///< what came after the last kept row cannot be read; how much it was is unknown
};

/// What a new project holds of a damaged one.
struct SalvageReport
{
    std::vector<SalvagedTable> tables;
    /// Every row, value and record came over and verifies: the project keeps its identity and its history.
    bool whole = false;
    std::string oldProject; ///< uuid, "" when it could not be read
    std::string newProject; ///< uuid; the same when whole
    std::vector<std::string> notes; ///< one sentence per loss and per repair
    std::filesystem::path history; ///< the old log, a JSON record a line, when the new project starts anew
};

/// Reads what can be read of a damaged project, row by row, into a new one. The damaged file and its journal
/// are copied first and never written. Meant for a process of its own (workflow/SalvageProject.h): a file
/// that is damaged on purpose is read as far as SQLite can read it. Takes:  out: a name that is free. When
/// something is lost, the new project gets an identity of its own, its
///         log begins with "project.salvage" {what was kept and lost}, and the old log lies beside it as
///         OUT.history.jsonl.
/// Fails:  Refused "E_EXISTS"; NotFound; Unreadable; Corrupt when not even the list of tables can be read.
/// Cost:   reads the file twice.
[[nodiscard]] Result<SalvageReport>
salvageInto(const std::filesystem::path& damaged, const std::filesystem::path& out, Progress& progress);

} // namespace casebench
