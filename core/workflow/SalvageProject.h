// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/store/Salvage.h"

namespace casebench {

/// Reads what can be read of a damaged project into a new one, in a child process: whatever a damaged file
/// does to its reader, this program lives on. Takes:  damaged, out as salvageInto; worker: the command line
/// program that does it, see salvageWorker(). Fails:  as salvageInto; Corrupt when the child ended by a
/// signal; Unreadable when it cannot be started;
///         Cancelled. Nothing stands under `out` then.
[[nodiscard]] Result<SalvageReport> salvageProject(const std::filesystem::path& damaged,
                                                   const std::filesystem::path& out,
                                                   const std::filesystem::path& worker,
                                                   Progress& progress);

/// casebench-cli beside the running program.
[[nodiscard]] std::filesystem::path salvageWorker();

/// A name beside the damaged project that is free: "calls-salvaged.casebench", "calls-salvaged-2.casebench".
[[nodiscard]] std::filesystem::path salvageName(const std::filesystem::path& damaged);

/// {project old_project whole tables[]{name kept lost end_lost} notes[] history}: what "check --salvage"
/// prints.
[[nodiscard]] Json salvageJson(const SalvageReport& report);

/// The report for people, one line each: the verdict, then every loss.
[[nodiscard]] std::vector<std::string> salvageSentences(const SalvageReport& report);

} // namespace casebench
