// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/monitoring/Watch.h"

namespace casebench {

/// Harm: the interval's upper bound lies below the reference by more than the margin (measured: no false
/// alarm, statistics.md 2).
[[nodiscard]] bool isHarmful(const AuditedRecall& audited, const WatchReport& report);

/// The alerts a window gives reason for: one `schema` alert naming the new fields the model cannot see
/// and the falling ones beside
/// them, one `drift` alert when a field's verdict is drift, one `harm` alert when realised recall fell
/// below the reference.
/// A watch verdict never raises one.
/// Takes:  suspects: order in which fields are named.  Gives: alerts without id, owner and time.
[[nodiscard]] std::vector<Alert>
alertsOf(const WatchWindow& window, const WatchReport& report, std::span<const Suspect> suspects);

} // namespace casebench
