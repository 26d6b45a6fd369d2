// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Label.h"
#include "core/store/Project.h"

#include <filesystem>
#include <map>

namespace casebench {

/// Whom the demo knows, and what only it may know.
struct DemoTeam
{
    std::string admin;
    std::string analyst;
    std::map<std::string, Truth> truth; ///< by case id
    std::uint64_t seed = 1;
};

/// A working week of the people around the models, so that the views of labels and data have something to
/// say: a late file of which five rows are set aside, expectations that August does not meet, verdicts of two
/// people on the same cases of August, some of them contrary, one settled, some still sealed.
/// No case is added, no verdict of the audit is touched: what is measured by month stays as it was.
/// Takes:  directory: gets late-calls-2026-08.csv; all eight months are imported.
/// Fails:  what the workflow functions fail with.  Cost: under a second.
[[nodiscard]] Result<void> playTeamWork(Project& project,
                                        const std::filesystem::path& directory,
                                        const DemoTeam& team,
                                        Progress& progress);

} // namespace casebench
