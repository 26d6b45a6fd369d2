// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/CaseTable.h"
#include "core/monitoring/Watch.h"

namespace casebench {

/// How a new field goes along with the model's decision, without any label: a field that marks what the
/// model misses lowers the
/// share of flagged cases where it is filled; an unrelated one does not.
struct ScoreAssociation
{
    std::string field;
    double flaggedFilled = 0; ///< share of flagged cases where the field is filled
    double flaggedOther = 0;
    double p = 0; ///< two-proportion z or Fisher
    double pAdjusted = 0; ///< Benjamini-Hochberg over the fields
    std::int64_t n = 0; ///< filled cases
};

/// Names of the new fields that the model cannot see.
[[nodiscard]] std::vector<std::string> newFieldsOf(const DriftReport& report);

/// Takes:  flagged: one per row of the window; fields: the new ones.  Cost: O(rows x fields).
[[nodiscard]] std::vector<ScoreAssociation> associateWithScore(const CaseTable& window,
                                                               std::span<const std::uint8_t> flagged,
                                                               std::span<const std::string> fields);

/// Possible causes, best first, one line a field: fields under which scams are missed (evidence of harm)
/// before new fields the
/// model cannot see (those that go along with its decision first), before drift weighed by importance.
/// Each says why it is there.
/// Takes:  the drift of a window, the error slices of all audited cases so far, the associations of the
///         new fields.
/// Cost:   O(fields^2). Thread-safe (pure).
[[nodiscard]] std::vector<Suspect> rankSuspects(const DriftReport& drift,
                                                std::span<const ErrorSlice> slices,
                                                std::span<const ScoreAssociation> associations);

} // namespace casebench
