// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Explanation.h"
#include "core/data/Run.h"
#include "core/store/Project.h"

namespace casebench {

struct GlobalExplanation
{
    std::vector<FieldImportance> permutation; ///< loss of recall on the hold-out
    std::vector<FieldImportance> contribution; ///< mean |contribution| on the hold-out
    std::int64_t rows = 0;
};

/// Exact contributions of a run to the named cases. Fails: NotFound; Internal when they do not add up.
[[nodiscard]] Result<std::vector<Explanation>> explainCases(Project& project,
                                                            std::string_view run,
                                                            std::span<const std::string> caseIds,
                                                            Progress& progress);
[[nodiscard]] Result<GlobalExplanation>
explainModel(Project& project, std::string_view run, Progress& progress);

} // namespace casebench
