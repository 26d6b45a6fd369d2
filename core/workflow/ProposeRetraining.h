// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Alert.h"
#include "core/data/Run.h"
#include "core/store/Project.h"

namespace casebench {

/// What would be done with one field, and why.
struct FieldProposal
{
    std::string field;
    std::string why;
};

/// A retraining, prefilled from the newest alert; nothing is replaced without approval.
struct RetrainingProposal
{
    Instant madeAt = kNoTime;
    std::int64_t parentRun = 0;
    std::int64_t alert = 0; ///< 0 = none
    std::vector<MonthIndex> months; ///< with decided cases
    LabelPolicy policy = LabelPolicy::Confirmed; ///< that decides them
    std::int64_t labelsAvailable = 0;
    std::int64_t labelsMissing = 0; ///< cases of the changed months without a verdict
    std::int64_t labelsNeeded = 0;
    std::vector<FieldProposal> addFields;
    std::vector<FieldProposal> dropFields;
    std::vector<FieldProposal> quietFields; ///< new, but nothing speaks for them
    Interval expectedRecall; ///< out of fold, of the proposed recipe on the decided scams since the reference
    Interval currentRecall; ///< of the champion on the audited cases of the changed months
    Recipe recipe; ///< what "Train challenger" would train
    Instant from = kNoTime;
    Instant to = kNoTime;
};

[[nodiscard]] Result<RetrainingProposal>
proposeRetraining(Project& project, const Actor& actor, Progress& progress);

} // namespace casebench
