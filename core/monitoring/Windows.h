// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"

#include <cstdint>
#include <span>
#include <vector>

namespace casebench {

/// The cases of one month, or of several small ones rolled into the next.
struct MonthSpan
{
    MonthIndex first = 0;
    MonthIndex last = 0;
    std::vector<std::uint32_t> rows; ///< positions in the table, ascending within a month
};

/// The months a model is watched in: those after the last month of its reference.
/// Takes:  times, inReference: one per row of the project (rows without a time belong to no month);
///         minimumRows: a month with fewer waits for the next, the last one never.
/// Gives:  spans in order; empty when nothing came after the reference.
/// Cost:   O(rows). Thread-safe (pure).
[[nodiscard]] std::vector<MonthSpan> windowsAfter(MonthIndex lastReference,
                                                  std::span<const Instant> times,
                                                  std::span<const std::uint8_t> inReference,
                                                  std::int64_t minimumRows);

/// The last month of these times; the lowest MonthIndex there is when none is known.
[[nodiscard]] MonthIndex lastMonth(std::span<const Instant> times);

} // namespace casebench
