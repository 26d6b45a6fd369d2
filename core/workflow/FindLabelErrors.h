// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labelling/LabelNoise.h"
#include "core/store/Project.h"

namespace casebench {

/// Label noise as one run sees it.
struct RunLabelNoise
{
    std::int64_t runId = 0;
    std::string run;
    std::string snapshot;
    LabelPolicy policy = LabelPolicy::Confirmed; ///< of the snapshot: which labels are doubted
    LabelNoise noise;
    std::vector<std::string> caseIds; ///< as noise.cases
    std::vector<std::uint8_t> lookedAt; ///< as noise.cases: somebody said something since the snapshot
    std::int64_t hidden =
        0; ///< suspicions not listed, because they would tell a labeller what the model thinks
};

/// Confident learning on the out-of-fold probabilities of a run.
/// Takes:  run: name or number; "" = the champion, else the newest run that has such probabilities.
/// Gives:  for an investigator only cases with an own verdict are listed, for others none whose label is
/// sealed
///         still; the figures count all.
/// Fails:  NotFound, kind "no-run", when there is none to ask; as estimateLabelNoise.
[[nodiscard]] Result<RunLabelNoise> runLabelNoise(Project& project,
                                                  const Actor& actor,
                                                  std::string_view run,
                                                  const NoiseOptions& options,
                                                  Progress& progress);

/// A case whose label is worth a second look.
struct SuspectedLabel
{
    CaseRow row = 0;
    Truth given = kUndecided;
    double selfConfidence =
        0; ///< the model's probability of the given label: never show it before an own verdict
    double errorChance = 0;
};

/// What the queue asks people to look at again: suspected by the run (as runLabelNoise chooses it) and not
/// judged since its snapshot; the worst first. Empty when no run can be asked.
[[nodiscard]] Result<std::vector<SuspectedLabel>> suspectedLabelErrors(Project& project, Progress& progress);

} // namespace casebench
