// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labelling/Settle.h"

#include <map>
#include <string>
#include <vector>

namespace casebench {

enum class QueueKind
{
    Flagged, ///< the champion calls it a scam
    Disputed, ///< verdicts that everybody may see disagree
    Uncertain, ///< the champion's score lies near its threshold
    Drifted, ///< it carries what the champion was not trained on
    Audit, ///< drawn for the random slice
    Noise, ///< its verdict is probably wrong
    Second, ///< one person decided it, a second verdict is wanted
    Returned ///< it comes back to the person who decided it
};

inline constexpr std::array<std::pair<QueueKind, std::string_view>, 8> kQueueKindNames { {
    { QueueKind::Flagged, "flagged" },
    { QueueKind::Disputed, "disputed" },
    { QueueKind::Uncertain, "uncertain" },
    { QueueKind::Drifted, "drifted" },
    { QueueKind::Audit, "audit" },
    { QueueKind::Noise, "noise" },
    { QueueKind::Second, "second" },
    { QueueKind::Returned, "returned" },
} };

[[nodiscard]] inline std::string_view name(QueueKind kind)
{
    return nameIn(kQueueKindNames, kind);
}

/// What people are told: these kinds look alike, so that nobody can tell what the model thinks or what is
/// audited.
inline constexpr std::string_view kRoutineReason = "routine";

/// A case that waits for a person, and why. `reason` never says what the model thinks: a labeller must not
/// know.
struct QueueEntry
{
    CaseRow row = 0;
    QueueKind kind = QueueKind::Flagged;
    std::string reason;
    double priority = 0; ///< higher first; the same for all that is routine
    bool ownShare = true; ///< this person's by the rotation; others may take it when nobody else does
};

/// What the queue is made from; all spans are as long as the project has rows (or empty where unknown).
struct QueueInput
{
    std::span<const SettledCase> cases; ///< read through the key
    std::span<const std::string> ids;
    std::span<const Instant> times;
    std::span<const std::uint8_t> flagged; ///< called a scam by the champion's stored scores
    std::uint64_t auditSeed = 0; ///< of the project, so that the slice is the same for everybody
    std::span<const std::uint8_t> uncertain {}; ///< scored near the threshold
    std::span<const std::uint8_t> outside {}; ///< a value the champion was not trained on
    std::map<CaseRow, std::string> newAnswers {}; ///< "UPI_PAYMENTS = Yes": a fact, not an opinion
    std::span<const std::uint8_t> suspected {}; ///< probably wrongly labelled
    std::span<const std::uint8_t> sealed {}; ///< its verdict is sealed still
    std::span<const std::uint8_t>
        own {}; ///< this person has a verdict that stands, or held it wrong to give one
    std::map<CaseRow, std::string> returned {}; ///< own cases that come back, and why
    std::span<const std::uint8_t> heldByOthers {}; ///< claimed by somebody else
    std::size_t persons = 1; ///< among how many the work is shared
    std::size_t person = 0; ///< which of them this is, from 0
    std::int64_t day = 0; ///< turns the rotation, so that what was left goes on to the next
};

inline constexpr double kAuditShare = 0.05; // statistics.md 2
inline constexpr std::size_t kAuditMinimumPerMonth = 60;
/// Of the cases that one person decided alone, this share is shown to a second (ours): enough for an interval
/// of kappa, few enough that the work is not done twice.
inline constexpr double kSecondShare = 0.10;
/// A score within this of the threshold counts as uncertain (ours).
inline constexpr double kUncertainWithin = 0.10;

/// The random audit slice: for each calendar month the 5 % (at least 60) cases with the smallest seeded hash
/// of their id. It depends on ids and seed only, so labelling cannot change it. Gives:  ascending rows. Cost:
/// O(n log n).
[[nodiscard]] std::vector<CaseRow>
auditSlice(std::span<const std::string> ids, std::span<const Instant> times, std::uint64_t seed);

/// Whose turn a case is: a seeded rotation over the people, moved on by one each day.
/// Takes:  persons >= 1.  Gives: 0 to persons - 1.
[[nodiscard]] std::size_t
turnOf(std::string_view caseId, std::uint64_t seed, std::size_t persons, std::int64_t day);

/// The cases that wait for one person, ordered: returned, disputed, new answers, second verdicts, then
/// routine; within each the own share first, then the oldest. What the person decided or somebody else holds
/// is not in it. A case stands once, under its first kind. kinds empty = all.
[[nodiscard]] std::vector<QueueEntry> buildQueue(const QueueInput& input, std::span<const QueueKind> kinds);

} // namespace casebench
