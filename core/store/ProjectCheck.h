// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/store/Project.h"

#include <vector>

namespace casebench {

struct ProjectProblem
{
    std::string kind; ///< "pages", "references", "chunk", "schema", "seal", "audit", "rows", "anchor"
    std::string text; ///< one sentence
};

struct ProjectCheck
{
    std::vector<ProjectProblem> problems; ///< empty = the project verifies
    std::int64_t chunks = 0;
    std::int64_t events = 0;
    std::string headHash; ///< of the audit log

    [[nodiscard]] bool ok() const { return problems.empty(); }
};

/// Verifies everything: pages (integrity_check), references, schema pin, every chunk's SHA-256, the audit
/// chain, its signed heads and the witness outside, and that the rows and states in the tables are those the
/// audit records were written for. Fails: Cancelled; Unreadable. Damage is a problem in the value. Cost:
/// reads the whole file.
[[nodiscard]] Result<ProjectCheck> checkProject(const Project& project, Progress& progress);

} // namespace casebench
