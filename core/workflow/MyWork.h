// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labelling/Maturity.h"
#include "core/labelling/Work.h"
#include "core/store/Project.h"

namespace casebench {

/// How the actor's labelling goes, from what the actor may see.
struct MyWork
{
    WorkRecord record;
    std::vector<std::string> overruledIds; ///< beside record.overruled
    std::vector<std::string> returnedIds; ///< own cases for which a reason is wanted
    bool mayUndo = false;
    bool mayRedo = false;
};

/// Takes:  dayBegin: kNoTime = the last midnight, UTC.
[[nodiscard]] Result<MyWork> myWork(Project& project, const Actor& actor, Instant dayBegin = kNoTime);

/// When the label of a case may be expected to be the last word.
struct CaseMaturity
{
    Instant at = kNoTime; ///< kNoTime: the case has no receiving time
    LabelLag lag;
};

[[nodiscard]] Result<CaseMaturity> caseMaturity(Project& project, CaseRow row);

} // namespace casebench
