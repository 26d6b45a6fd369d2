// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/CaseTable.h"
#include "core/store/Project.h"

namespace casebench {

/// A case that belongs together with another one. The shared value itself is personal and never here.
struct LinkedCase
{
    std::string caseId;
    CaseRow row = 0;
    Instant received = kNoTime;
    std::vector<std::string> fields; ///< whose value is shared; empty: linked through a further case
};

/// What one case is linked with.
struct LinkedCases
{
    std::string caseId;
    std::vector<std::string> by; ///< the fields of the project that can link cases; empty: none has that role
    std::int64_t total = 0; ///< linked cases, itself not counted
    std::vector<LinkedCase> cases; ///< direct ones first, newest first; at most `limit`
};

/// The cases with the same number, account, mail address or group (core/data/LinkedCases.h), directly or
/// through others. What a split by group keeps together is exactly this.
/// Fails:  NotFound (case), Cancelled.  Cost: reads the personal and group fields of all cases; for a job.
[[nodiscard]] Result<LinkedCases>
linkedCases(Project& project, std::string_view caseId, Progress& progress, std::size_t limit = 50);

} // namespace casebench
