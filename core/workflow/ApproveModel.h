// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/bundling/Approval.h"
#include "core/crypto/Signature.h"
#include "core/data/Run.h"
#include "core/store/Project.h"

namespace casebench {

/// A rule that a model must pass to be approved. Undefined or too little evidence is not a pass.
struct GateResult
{
    std::string name;
    std::string rule; ///< in words, with the limit
    Interval value {};
    bool passed = false;
    std::string text {};
};

/// Gates of a run: enough hold-out cases of each class, better than the majority baseline, recall not
/// below the champion's,
/// calibration, reproducible digest, no leak hint.
[[nodiscard]] Result<std::vector<GateResult>>
checkGates(Project& project, std::string_view run, Progress& progress);

[[nodiscard]] Result<Run> submitRun(Project& project, const Actor& actor, std::string_view run);
/// Signs the model's digest with the approver's key and makes the run champion.
/// Fails: Refused when a gate fails, the actor trained it, or the key is not the one registered for the
///         actor.
[[nodiscard]] Result<Run> approveRun(Project& project,
                                     const Actor& actor,
                                     std::string_view run,
                                     const PrivateKey& key,
                                     std::string_view reason,
                                     Progress& progress);
[[nodiscard]] Result<Run>
rejectRun(Project& project, const Actor& actor, std::string_view run, std::string_view reason);
[[nodiscard]] Result<Run>
retireRun(Project& project, const Actor& actor, std::string_view run, std::string_view reason);

/// The newest approval of a run, its signature checked. Fails: Refused when nobody approved it, or the
/// signature does not hold.
[[nodiscard]] Result<ApprovalRecord> approvalOf(Project& project, const Run& run);

/// The champion at a time (kNoTime = now). Fails: NotFound.
[[nodiscard]] Result<Run> championAt(Project& project, Instant at = kNoTime);

} // namespace casebench
