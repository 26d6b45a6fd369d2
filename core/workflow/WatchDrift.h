// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/CaseTable.h"
#include "core/data/DriftReport.h"
#include "core/data/Run.h"
#include "core/store/Project.h"

namespace casebench {

struct DriftRequest
{
    std::string run;
    std::string windowSnapshot; ///< or a span of time:
    Instant from = kNoTime;
    Instant to = kNoTime;
};

/// All cases of a span of time, every field. Fails: InvalidInput without a time field.
[[nodiscard]] Result<CaseTablePtr>
casesBetween(Project& project, Instant from, Instant to, Progress& progress);

/// The window against the run's frozen reference (its snapshot), field by field, with events, domain AUC
/// and suspects.
[[nodiscard]] Result<DriftReport>
driftOfWindow(Project& project, const DriftRequest& request, Progress& progress);

} // namespace casebench
