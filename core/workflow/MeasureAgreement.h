// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labelling/Agreement.h"
#include "core/store/Project.h"

namespace casebench {

/// Who agrees with whom in a project.
struct ProjectAgreement
{
    AgreementReport report;
    std::vector<std::string> caseIds; ///< as report.table.cases
    std::int64_t sealed = 0; ///< verdicts that wait, sealed, for a second one: not counted anywhere here
};

/// Agreement of all standing, opened verdicts.
/// Fails:  Cancelled; what reading a project can fail with.
[[nodiscard]] Result<ProjectAgreement>
projectAgreement(Project& project, const AgreementBootstrap& bootstrap, Progress& progress);

/// The same in words a person acts on: "Two people disagree more than ..." with interval and n.
[[nodiscard]] std::string agreementSentence(const ProjectAgreement& agreement);

} // namespace casebench
