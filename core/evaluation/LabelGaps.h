// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"
#include "core/data/Label.h"

#include <span>
#include <vector>

namespace casebench {

/// A month whose labels look as if other rules had made them: not one confirmed scam among its cases, while
/// the other months have some.
struct LabelGap
{
    MonthIndex month = 0;
    std::int64_t cases = 0;
    std::int64_t decided = 0;
    double chance = 1; ///< that so many decided cases hold no scam, at the rate of the other months

    /// Chance alone would hardly make it, and there are cases that would teach the model that nothing is a
    /// scam: somebody has to say what to do with them.
    [[nodiscard]] bool wantsAnswer() const;
    /// "February 2026 has 60 decided cases and no scam; at the rate of the other months (74 %) that happens
    /// ..."
    [[nodiscard]] std::string sentence() const;
};

/// Months from the first to the last decided case without a positive one.
/// Takes:  truth and times of the same cases; cases without a time belong to no month.
/// Gives:  ascending by month; empty when no case is positive, since then nothing is to be compared.
/// Cost:   O(n log months).
[[nodiscard]] std::vector<LabelGap> labelGaps(std::span<const Truth> truth, std::span<const Instant> times);

} // namespace casebench
