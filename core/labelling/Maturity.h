// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labelling/Settle.h"

namespace casebench {

inline constexpr Instant kUnknownLag = 30 * kMicrosPerDay; // statistics.md 2, "Maturity of a window"
inline constexpr std::size_t kFewestForLag = 20; // ours: below, a 90th percentile is no more than the maximum

/// How long a case usually waits for its verdict: the 90th percentile of decided_at - received.
struct LabelLag
{
    Instant lag = kUnknownLag;
    bool assumed = true; ///< too few decided cases with both times: 30 days, which must be shown
    std::int64_t n = 0; ///< decided cases behind it
};

/// Takes:  cases and times: one per project row (times may be empty).
/// Cost:   O(n log n). Thread-safe (pure).
/// Source: statistics.md 2.
[[nodiscard]] LabelLag labelLag(std::span<const SettledCase> cases, std::span<const Instant> times);

/// From when on the label of a case may be expected to be the last word; kNoTime without a receiving time.
[[nodiscard]] Instant maturesAt(Instant received, const LabelLag& lag);

} // namespace casebench
