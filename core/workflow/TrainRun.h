// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Run.h"
#include "core/evaluation/LabelGaps.h"
#include "core/store/Project.h"

namespace casebench {

struct TrainRequest
{
    std::string snapshot; ///< name or number
    Recipe recipe;
    std::string name; ///< "" = "run N"
    std::int64_t parentRun = 0;
    std::int64_t alertId = 0;
    GapAnswer gap = GapAnswer::None; ///< what to do with months without a scam; None = ask
    std::string gapAnsweredBy {}; ///< "" = the actor
};

/// Trains, evaluates and stores a run with all that proves it, in one transaction at the end.
/// Fails:  InvalidInput (degenerate data, parameters; kind "label-regime-gap": a month without a scam wants
/// an answer,
///         see LabelGap::wantsAnswer), Refused, Cancelled (nothing is stored).
[[nodiscard]] Result<Run>
trainRun(Project& project, const Actor& actor, const TrainRequest& request, Progress& progress);

/// The months of a snapshot that hold no scam, whether or not they want an answer.
[[nodiscard]] Result<std::vector<LabelGap>>
snapshotGaps(Project& project, std::string_view snapshot, Progress& progress);

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
