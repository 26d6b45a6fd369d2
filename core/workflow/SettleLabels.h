// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/labelling/Queue.h"
#include "core/store/Project.h"

#include <filesystem>

namespace casebench {

struct VerdictRequest
{
    std::string caseId;
    Verdict verdict = Verdict::Scam;
    std::string reason;
    std::string note;
    double confidence = std::numeric_limits<double>::quiet_NaN();
};

/// Where one case stands, with every event ever recorded for it.
struct CaseLabels
{
    std::string caseId;
    CaseRow row = 0;
    SettledCase settled;
    std::vector<LabelEvent> events;
};

/// Appends the actor's verdict. Gives: the case after it.
[[nodiscard]] Result<CaseLabels>
giveVerdict(Project& project, const Actor& actor, const VerdictRequest& request);
/// The same verdict for many cases in one transaction, one audit record.
[[nodiscard]] Result<std::int64_t>
giveVerdicts(Project& project, const Actor& actor, std::span<const VerdictRequest> requests);
/// Takes back the actor's newest standing verdict (or of one case): a compensating event, nothing is
/// deleted.
[[nodiscard]] Result<CaseLabels>
undoVerdict(Project& project, const Actor& actor, std::string_view caseId = {});
[[nodiscard]] Result<CaseLabels> caseLabels(Project& project, std::string_view caseId);

/// A line of a label file that could not be taken.
struct LabelIssue
{
    std::uint64_t line = 0;
    std::string kind; ///< unknown-case, unknown-verdict, bad-time, ragged
    std::string reason;
};

struct LabelImportSummary
{
    std::string sha256;
    std::int64_t rowsRead = 0;
    std::int64_t accepted = 0;
    std::int64_t repeated = 0; ///< the same verdict was there already
    std::vector<std::string> personsAdded; ///< without a role: they own verdicts, they cannot act
    std::vector<LabelIssue> issues;
};

/// Columns case,verdict,person[,reason,time], in any order. Times default to the case's own, flagged as
/// assumed.
[[nodiscard]] Result<LabelImportSummary>
importLabels(Project& project, const Actor& actor, const std::filesystem::path& file, Progress& progress);
/// Every standing verdict, same columns, formula-safe. Gives: rows written.
[[nodiscard]] Result<std::int64_t> exportLabels(Project& project, const std::filesystem::path& file);

/// A queue entry with what the list shows.
struct QueueItem
{
    QueueEntry entry;
    std::string caseId;
    Instant received = kNoTime;
};

/// What to look at next, and why; the champion's scores decide `flagged`.
[[nodiscard]] Result<std::vector<QueueItem>>
labelQueue(Project& project, std::span<const QueueKind> kinds, std::size_t limit);

/// Settled labels of all project rows under a policy.
[[nodiscard]] Result<std::vector<SettledCase>>
settledCases(Project& project, LabelPolicy policy, Instant asOf = kNoTime);

/// The project row of a case id. Fails: NotFound.
[[nodiscard]] Result<CaseRow> findCase(Project& project, std::string_view caseId);

} // namespace casebench
