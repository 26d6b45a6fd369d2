// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/CheckExpectations.h"
#include "core/store/Project.h"

#include <optional>

namespace casebench {

/// Which cases are held to the expectations: all, unless one of these is given.
struct ExpectScope
{
    std::int64_t source = 0; ///< the cases an import brought or changed, and the columns its file had
    std::string snapshot; ///< name or number
    std::string where; ///< filter expression
    std::vector<std::string> revealed {}; ///< personal fields whose asking was recorded: their values compare
};

/// One expectation and what became of it.
struct ExpectationOutcome
{
    Expectation expectation;
    CheckResult result;
    std::vector<std::string> failingCases; ///< ids of result.failingRows, in that order
};

/// What came of one run.
struct ExpectationReport
{
    std::string scope; ///< "all cases", "calls-2026-05.csv" ...
    std::int64_t source = 0; ///< the import that was checked; 0 = on demand
    Instant at = kNoTime; ///< when it was recorded; kNoTime = it was not
    std::int64_t rows = 0;
    std::vector<ExpectationOutcome> checks;

    [[nodiscard]] std::int64_t failed(CheckSeverity severity) const;
    [[nodiscard]] std::int64_t count(CheckStatus status) const;
};

/// The project's expectations; empty when it has none. Of a field that became personal none lists values.
[[nodiscard]] Result<std::vector<Expectation>> currentExpectations(Project& project);

/// Suggested from a snapshot, "" = that of the champion, else of the newest run, else all cases. Saves
/// nothing, and compares no value of a personal field.
struct SuggestedExpectations
{
    std::vector<Expectation> expectations;
    std::string reference; ///< what they were read from, in words
};

[[nodiscard]] Result<SuggestedExpectations>
suggestFor(Project& project, std::string_view snapshot, Progress& progress);

/// Replaces the project's expectations by a new version; the old ones stay stored with their runs.
/// Fails: InvalidInput (validate), Refused (role; a list of values of a personal field).
[[nodiscard]] Result<void> saveExpectations(Project& project,
                                            const Actor& actor,
                                            const std::vector<Expectation>& expectations,
                                            std::string_view reason);

/// Holds cases to the project's expectations; records nothing. Checks that would tell values of a personal
/// field are skipped and say so, unless it was revealed (revealPersonal).
/// Fails: NotFound (no expectations, source, snapshot), InvalidInput (expression, slow pattern), Cancelled.
[[nodiscard]] Result<ExpectationReport>
checkCases(Project& project, const ExpectScope& scope, Progress& progress);
/// The same, and records what came of it, but for what was revealed. Fails: Refused (role) as well.
[[nodiscard]] Result<ExpectationReport>
runExpectations(Project& project, const Actor& actor, const ExpectScope& scope, Progress& progress);
/// After an import, by whoever may import; nothing when the project has no expectations.
[[nodiscard]] Result<std::optional<ExpectationReport>>
checkImport(Project& project, const Actor& actor, std::int64_t source, Progress& progress);
/// The newest recorded run. Nothing when there is none.
[[nodiscard]] Result<std::optional<ExpectationReport>> lastExpectationReport(Project& project);

/// As the command line prints it and the project stores it: {scope source rows checks[]{name check field
/// severity mostly status passed observed text checked failed failing_rows[]}}.
[[nodiscard]] Json toJson(const ExpectationReport& report);

} // namespace casebench
