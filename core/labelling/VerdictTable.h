// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Label.h"

#include <span>
#include <vector>

namespace casebench {

/// A person's standing verdict on a case.
struct GivenVerdict
{
    std::uint32_t item = 0; ///< place in VerdictTable::cases
    std::uint32_t person = 0; ///< place in VerdictTable::people
    Verdict verdict = Verdict::Scam;
    std::string reason;
    Instant decidedAt = kNoTime;
};

/// Who said what on which case: what agreement is measured on.
struct VerdictTable
{
    std::vector<CaseRow> cases; ///< ascending; each has a verdict
    std::vector<std::string> people; ///< ascending
    std::vector<GivenVerdict> verdicts; ///< by case, then person; one of a person on a case
    std::vector<Verdict> categories; ///< said at least once, in the order of the enum

    /// The place of a verdict in `categories`.
    [[nodiscard]] std::uint8_t categoryOf(Verdict verdict) const;
};

/// The verdicts that can agree: of each person the latest standing one on each case. Adjudications are left
/// out (who settles a conflict has seen both sides), and so are complaints (nobody's verdict). Takes:  events
/// of any cases, ascending by seq.  Cost: O(n log n).
[[nodiscard]] VerdictTable verdictTable(std::span<const LabelEvent> events);

} // namespace casebench
