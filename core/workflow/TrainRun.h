// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Run.h"
#include "core/store/Project.h"

namespace casebench {

struct TrainRequest
{
    std::string snapshot; ///< name or number
    Recipe recipe;
    std::string name; ///< "" = "run N"
    std::int64_t parentRun = 0;
    std::int64_t alertId = 0;
};

/// Trains, evaluates and stores a run with all that proves it, in one transaction at the end.
/// Fails:  InvalidInput (degenerate data, parameters), Refused, Cancelled (nothing is stored).
[[nodiscard]] Result<Run>
trainRun(Project& project, const Actor& actor, const TrainRequest& request, Progress& progress);

/// Deletes a run that was never submitted and that nothing refers to. Fails: Refused, NotFound.
[[nodiscard]] Result<void> deleteRun(Project& project, const Actor& actor, std::string_view run);

struct Reproduction
{
    bool identical = false; ///< model bytes equal
    double maxDifference = 0; ///< of the stored hold-out probabilities
    std::vector<std::string> why; ///< the inputs that differ (data digest, threads, library versions)
};

/// Trains the stored recipe on the stored snapshot again and compares; stores nothing but the audit record.
[[nodiscard]] Result<Reproduction>
reproduceRun(Project& project, const Actor& actor, std::string_view run, Progress& progress);

} // namespace casebench
