// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/labelling/Settle.h"
#include "core/store/Project.h"

#include <filesystem>
#include <set>

namespace casebench {

struct VerdictRequest
{
    std::string caseId;
    Verdict verdict = Verdict::Scam;
    std::string reason;
    std::string note;
    double confidence = std::numeric_limits<double>::quiet_NaN();
};

/// Where one case stands, with the events recorded for it.
struct CaseLabels
{
    std::string caseId;
    CaseRow row = 0;
    SettledCase settled;
    std::vector<LabelEvent> events;
    std::set<std::int64_t> sealed; ///< those of them that others may not read yet, by number
    std::int64_t hidden = 0; ///< sealed events of others that this reader may not see
};

/// Appends the actor's verdict, sealed until a second person has decided the case (RecordVerdict.h), and
/// gives up the actor's claim on it. Gives: the case after it, as the actor may see it.
[[nodiscard]] Result<CaseLabels>
giveVerdict(Project& project, const Actor& actor, const VerdictRequest& request);
/// Many verdicts in one transaction, one audit record, one undo.
[[nodiscard]] Result<std::int64_t>
giveVerdicts(Project& project, const Actor& actor, std::span<const VerdictRequest> requests);
/// Settles a conflict as a third person: the verdict counts above all others, which stay in the history.
/// Fails:  Refused "own-verdict" (the actor is a party), "no-conflict" (nothing to settle, or not two people
///         have decided yet); InvalidInput without a reason, or for the verdict disputed.
[[nodiscard]] Result<CaseLabels>
adjudicate(Project& project, const Actor& actor, const VerdictRequest& request);

/// What an undo or a redo changed.
struct TakenBack
{
    std::vector<std::string> caseIds; ///< more than one when a bulk verdict was taken back
    CaseLabels first; ///< the first of them, as it is now
};

/// Takes back the actor's newest deed of labelling (or the newest verdict on one case): compensating events,
/// nothing is deleted. Reaches back without limit, also over sessions.
/// Fails:  NotFound "nothing-to-undo".
[[nodiscard]] Result<TakenBack>
undoVerdict(Project& project, const Actor& actor, std::string_view caseId = {});
/// Restores what the newest undo took back, unless a new verdict was given since.
/// Fails:  NotFound "nothing-to-redo".
[[nodiscard]] Result<TakenBack> redoVerdict(Project& project, const Actor& actor);

/// Everything, read through the key: for what the program works out, never for people.
[[nodiscard]] Result<CaseLabels> caseLabels(Project& project, std::string_view caseId);
/// As one person may see it: own verdicts and opened ones.
[[nodiscard]] Result<CaseLabels>
caseLabelsFor(Project& project, std::string_view person, std::string_view caseId);

/// A line of a label file that could not be taken.
struct LabelIssue
{
    std::uint64_t line = 0;
    std::string
        kind; ///< of LabelLines.h, wrong-type (JSON), own-verdict, or a token of the reader ("ragged")
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

/// A .csv or .jsonl file (or any other that importers read) as LabelLines.h says. An adjudication by somebody
/// who has an own verdict on the case is refused, as it is by hand. Where verdicts were recorded first, if
/// the file tells it, is kept with the source (FirstRecords.h).
[[nodiscard]] Result<LabelImportSummary>
importLabels(Project& project, const Actor& actor, const std::filesystem::path& file, Progress& progress);
/// Every standing verdict the actor may see (own and opened), all columns, with origin and time of its first
/// record: a formula-safe .csv, or .jsonl. Gives: rows written. Fails: InvalidInput "format-unknown" for
/// another ending.
[[nodiscard]] Result<std::int64_t>
exportLabels(Project& project, const Actor& actor, const std::filesystem::path& file);

/// Settled labels of all project rows under a policy, read through the key: what models learn from.
[[nodiscard]] Result<std::vector<SettledCase>>
settledCases(Project& project, LabelPolicy policy, Instant asOf = kNoTime);
/// The same from what one person may see.
[[nodiscard]] Result<std::vector<SettledCase>>
settledCasesFor(Project& project, std::string_view person, LabelPolicy policy);

/// Why sealed verdicts count as not given, as a sentence; "" when all can be read.
[[nodiscard]] Result<std::string> sealWarning(Project& project);

/// The project row of a case id. Fails: NotFound.
[[nodiscard]] Result<CaseRow> findCase(Project& project, std::string_view caseId);

} // namespace casebench
