// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/LabelHistory.h"
#include "core/labelling/Settle.h"

namespace casebench {

/// As settleLabels() of all events of the history, without making an event of each: a case with a verdict
/// from one block and nothing else, which is nearly every case of a large project, is settled from the
/// columns.
/// Takes:  as settleLabels().  Gives: the same.  Cost: O(rows + verdicts). Thread-safe (pure).
[[nodiscard]] std::vector<SettledCase> settleHistory(const LabelHistory& history,
                                                     std::size_t rowCount,
                                                     LabelPolicy policy,
                                                     Instant asOf = kNoTime,
                                                     std::span<const Code> complaints = {});

} // namespace casebench
