// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Label.h"

#include <limits>

namespace casebench {

/// Where a case stands for the people who decide it.
enum class CaseState
{
    Alleged,
    Confirmed,
    NotScam,
    Disputed,
    Unresolvable
};

inline constexpr std::array<std::pair<CaseState, std::string_view>, 5> kCaseStateNames { {
    { CaseState::Alleged, "alleged" },
    { CaseState::Confirmed, "confirmed" },
    { CaseState::NotScam, "not-scam" },
    { CaseState::Disputed, "disputed" },
    { CaseState::Unresolvable, "unresolvable" },
} };

[[nodiscard]] inline std::string_view name(CaseState state)
{
    return nameIn(kCaseStateNames, state);
}

/// What the label history of one case amounts to under a policy.
struct SettledCase
{
    Truth truth = kUndecided;
    CaseState state = CaseState::Alleged;
    Instant decidedAt = kNoTime; ///< of the verdict that settled it
    bool audited = false; ///< a verdict of the random audit slice stands behind it
    int persons = 0; ///< people with a standing verdict
    double confidence = std::numeric_limits<double>::quiet_NaN(); ///< mean of what those behind the state
                                                                  ///< gave; NaN: nobody did
};

/// The events that still stand: no retraction, and not taken back by one (a retraction of a retraction
/// restores).
/// Takes:  events of any cases, ascending by seq.  Gives: borrowed pointers, in order.  Cost: O(n log n).
[[nodiscard]] std::vector<const LabelEvent*> standingEvents(std::span<const LabelEvent> events,
                                                            Instant asOf = kNoTime);

/// Applies a label policy (statistics.md 2).
/// Takes:  events ascending by seq; rowCount: cases of the project; asOf: later recordings do not count
///         (kNoTime = all);
///         complaints: for policy `complaints`, the codes of the yes/no field "complaint" (empty: every
///         case is a complaint).
/// Gives:  one entry per project row. Undecided cases train nothing. Policy `complaints` takes Yes for a
/// scam, No for
///         none, and a missing value for undecided.
/// Cost:   O(rows + events log events). Thread-safe (pure).
[[nodiscard]] std::vector<SettledCase> settleLabels(std::span<const LabelEvent> events,
                                                    std::size_t rowCount,
                                                    LabelPolicy policy,
                                                    Instant asOf = kNoTime,
                                                    std::span<const Code> complaints = {});

} // namespace casebench
