// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/base/Progress.h"
#include "core/store/Project.h"

#include <filesystem>

namespace casebench {

/// The report on one model for a compliance officer: where it comes from, what was measured, who
/// approved, what was not tested.
/// Same project state, same JSON.
struct Dossier
{
    Json content;
    std::string html;
};

[[nodiscard]] Result<Dossier> makeDossier(Project& project, std::string_view run, Progress& progress);
/// Writes NAME.html or NAME.json. Looking changes nothing, so it is not recorded: the same state gives
/// the same file.
[[nodiscard]] Result<Dossier> writeDossier(Project& project,
                                           const Actor& actor,
                                           std::string_view run,
                                           const std::filesystem::path& out,
                                           Progress& progress);

} // namespace casebench
