// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/importing/ChangedCells.h"
#include "core/store/Project.h"

namespace casebench {

/// Which changed cells to list.
struct CoercedRequest
{
    std::string source {}; ///< file name or number of the import; "" = all
    std::string field {}; ///< "" = all
    std::size_t limit = 1000; ///< cells listed; the counts are always complete. 0 = all
    std::vector<std::string> revealed {}; ///< personal fields whose asking was recorded
};

/// A cell of the project whose value is not what its text says at first sight.
struct CoercedCellOfCase
{
    std::int64_t sourceId = 0;
    std::string source;
    std::string caseId;
    std::string field;
    ChangeReason why = ChangeReason::Unreadable;
    std::string oldText; ///< as the file had it, personal values masked; "" = blank
    std::string newText; ///< as the value prints; "" = missing
};

struct CoercedCount
{
    std::string field;
    ChangeReason why = ChangeReason::Unreadable;
    std::int64_t cells = 0;
};

struct CoercedList
{
    std::vector<CoercedCount> counts; ///< by field and reason
    std::vector<CoercedCellOfCase> cells; ///< field by field, in the order of the cases
    std::int64_t total = 0;
};

/// Every coerced or missing-coded cell of the project, as it is now: from the texts kept beside the values.
/// Blank cells of yes/no fields count as Not asked where the file had the column at all.
/// Fails:  NotFound (source, field).
/// Cost:   reads the columns one by one.
[[nodiscard]] Result<CoercedList>
listCoerced(const Project& project, const CoercedRequest& request, Progress& progress);

} // namespace casebench
