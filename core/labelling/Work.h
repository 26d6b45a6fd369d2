// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Label.h"
#include "core/stats/Interval.h"

#include <span>
#include <vector>

namespace casebench {

/// One of a person's own cases that somebody else saw otherwise.
struct Overruled
{
    CaseRow row = 0;
    Verdict own = Verdict::Scam;
    Verdict other = Verdict::Scam;
    std::string by;
    std::string reason;
    bool settled = false; ///< by a third person; else it is open who is right
};

/// How a person's labelling goes.
struct WorkRecord
{
    std::int64_t today = 0; ///< verdicts that stand, recorded since the day's begin
    std::int64_t total = 0;
    double secondsPerCase = 0; ///< median time from one verdict of today to the next; 0 = not known
    std::int64_t pace = 0; ///< intervals behind that median
    Interval agreement; ///< share of cases on which a second person said the same, Wilson
    std::vector<Overruled> overruled; ///< newest first
};

inline constexpr Instant kBreakAfter = 10 * 60 * kMicrosPerSecond; // ours: a longer gap is a pause, no pace

/// Takes:  events ascending by seq, as the person may see them: what is sealed of others must not be in it.
///         dayBegin: of whose day "today" is.
/// Cost:   O(n log n). Thread-safe (pure).
[[nodiscard]] WorkRecord
workOf(std::span<const LabelEvent> events, std::string_view person, Instant dayBegin);

} // namespace casebench
