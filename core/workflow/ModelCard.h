// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Run.h"
#include "core/data/Snapshot.h"

namespace casebench {

/// Where a model comes from: data, code, people, triggers. The same record stands in bundle and dossier.
[[nodiscard]] Json lineageJson(const Run& run, const Snapshot& snapshot);
/// Hold-out metrics with intervals and n, reference recall, importance.
[[nodiscard]] Json metricsJson(const Run& run);
/// Per field of the model the reference's distribution: quantile edges and counts, or levels and counts,
/// and the missing share.
[[nodiscard]] Json referenceJson(const CaseTable& reference, std::span<const std::string> fields);
/// The card a person reads, every figure from the records above.
[[nodiscard]] std::string
modelCard(const Run& run, const Snapshot& snapshot, std::string_view approver, std::string_view approvedAt);
/// {value, low, high, n} with null for undefined.
[[nodiscard]] Json intervalJson(const Interval& interval);

} // namespace casebench
