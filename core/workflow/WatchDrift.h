// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
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

/// The window against the run's frozen reference (its snapshot), field by field, with events, domain AUC and suspects.
[[nodiscard]] Result<DriftReport> driftOfWindow(Project& project, const DriftRequest& request, Progress& progress);

} // namespace casebench
