// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Run.h"
#include "core/evaluation/Compare.h"
#include "core/store/Project.h"

namespace casebench {

struct CompareRequest
{
    std::vector<std::string> runs; ///< the first is the one the others are held against
    std::string
        snapshot; ///< cases to compare on; "" = decided cases no run was trained on, else the shared hold-out
    std::vector<std::string> sliceBy; ///< fields; empty = the three with the largest differences
};

/// Runs on the same decided cases, with intervals and tests. Fails: InvalidInput when they share no
/// decided case.
[[nodiscard]] Result<Comparison>
compareRuns(Project& project, const CompareRequest& request, Progress& progress);

} // namespace casebench
