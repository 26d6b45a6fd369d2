// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/CaseTable.h"
#include "core/labelling/Settle.h"
#include "core/store/CaseStore.h"
#include "core/store/Project.h"

namespace casebench {

/// All cases with what stands beside them, in memory. For a table of them: BrowseCases.h.
struct CaseView
{
    CaseTablePtr table; ///< all fields; values of personal ones masked (core/privacy/Masking.h)
    std::vector<SettledCase> labels; ///< one per row
    std::vector<double> score; ///< champion's probability; NaN when not scored
    double threshold = 0.5;
    std::int64_t scoredBy = 0; ///< run id; 0 = no scores
};

/// As that person may see it: labels from own and opened verdicts; an investigator sees the score of no case
/// without an own verdict, so that neither sorting nor filtering nor an export tells it.
/// Takes:  revealed: personal fields that are not masked, since their asking was recorded (RevealPersonal.h).
[[nodiscard]] Result<std::shared_ptr<const CaseView>> loadCaseView(
    Project& project, const Actor& actor, Progress& progress, const std::vector<std::string>& revealed = {});

struct Correction
{
    std::string caseId;
    std::string field;
    std::string value; ///< as text
    std::string reason;
};

/// Corrects one value; the old one stays in the case's history.
[[nodiscard]] Result<void> correctCell(Project& project, const Actor& actor, const Correction& correction);

/// Takes back the newest correction of a case that a person made and that still stands: a change of its own
/// to the value before, so that both stay in the history. reason: "" = that it was taken back. Gives:  the
/// change that was taken back. Fails:  NotFound when there is none; Refused when the value was changed again
/// since, or by role.
[[nodiscard]] Result<CellChange>
takeBackCorrection(Project& project, const Actor& actor, std::string_view caseId, std::string_view reason);

} // namespace casebench
