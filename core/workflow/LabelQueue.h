// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labelling/Queue.h"
#include "core/store/Project.h"

namespace casebench {

/// A queue entry with what the list shows.
struct QueueItem
{
    QueueEntry entry; ///< its kind is for the program; people are told `told`
    std::string caseId;
    Instant received = kNoTime;
    std::string
        told; ///< the kind as this person may know it: all that the model or the audit chose is "routine"
};

struct QueueRequest
{
    std::vector<QueueKind> kinds {}; ///< empty = all
    std::size_t limit = 0; ///< 0 = all
    Instant at = kNoTime; ///< whose day and claims count; kNoTime = now
    bool mine = false; ///< only the person's own share of the rotation
};

/// What this person should look at next, and why (Queue.h). Work is shared among the investigators (without
/// any, among all who may label); what another person holds is left out. For a person who judges first,
/// asking for a kind that the model or the audit chose lists all that is routine: the answer must not tell
/// which is which.
[[nodiscard]] Result<std::vector<QueueItem>>
labelQueue(Project& project, const Actor& actor, const QueueRequest& request);

inline constexpr Instant kClaimFor =
    30 * 60 * kMicrosPerSecond; // ours: longer than a case takes, shorter than a lunch

/// Takes cases on the actor's desk for half an hour; what another person holds stays there.
/// Gives:  the ids that are the actor's now.
[[nodiscard]] Result<std::vector<std::string>>
claimCases(Project& project, const Actor& actor, std::span<const std::string> caseIds);

} // namespace casebench
