// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labelling/Settle.h"

namespace casebench {

enum class QueueKind
{
    Flagged,
    Disputed,
    Audit
};

inline constexpr std::array<std::pair<QueueKind, std::string_view>, 3> kQueueKindNames { {
    { QueueKind::Flagged, "flagged" },
    { QueueKind::Disputed, "disputed" },
    { QueueKind::Audit, "audit" },
} };

[[nodiscard]] inline std::string_view name(QueueKind kind)
{
    return nameIn(kQueueKindNames, kind);
}

/// A case that waits for a person, and why. `reason` never says what the model thinks: a labeller must
/// not know.
struct QueueEntry
{
    CaseRow row = 0;
    QueueKind kind = QueueKind::Flagged;
    std::string reason;
    double priority = 0; ///< higher first
};

/// What the queue is made from; all spans are as long as the project has rows (or empty where unknown).
struct QueueInput
{
    std::span<const SettledCase> cases;
    std::span<const std::string> ids;
    std::span<const Instant> times;
    std::span<const std::uint8_t> flagged; ///< called a scam by the champion's stored scores
    std::uint64_t auditSeed = 0; ///< of the project, so that the slice is the same for everybody
};

inline constexpr double kAuditShare = 0.05; // statistics.md 2
inline constexpr std::size_t kAuditMinimumPerMonth = 60;

/// The random audit slice: for each calendar month the 5 % (at least 60) cases with the smallest seeded
/// hash of their id.
/// It depends on ids and seed only, so labelling cannot change it.
/// Gives:  ascending rows.  Cost: O(n log n).
[[nodiscard]] std::vector<CaseRow>
auditSlice(std::span<const std::string> ids, std::span<const Instant> times, std::uint64_t seed);

/// The cases that wait, ordered: disputed first, then the audit slice, then flagged; within a kind the
/// oldest first.
/// A case stands once, under its first kind. kinds empty = all.
[[nodiscard]] std::vector<QueueEntry> buildQueue(const QueueInput& input, std::span<const QueueKind> kinds);

} // namespace casebench
