// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/CaseTable.h"
#include "core/stats/Interval.h"

namespace casebench {

/// How well a classifier tells reference from window by the model's own fields: 5-fold out-of-fold ROC
/// AUC, .5 = not at all.
/// Fields the reference never had are left out: they would give the answer away.
/// Takes:  tables of one project; fields: what the model reads.
/// Fails:  InvalidInput when a side has fewer than 20 rows; Cancelled.
/// Cost:   five small boosted fits on both tables.
[[nodiscard]] Result<Interval> domainAuc(const CaseTable& reference,
                                         const CaseTable& window,
                                         std::span<const std::string> fields,
                                         std::uint64_t seed,
                                         Progress& progress);

} // namespace casebench
