// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/CaseTable.h"
#include "core/models/Scorer.h"
#include "core/monitoring/Watch.h"

namespace casebench {

/// A case of a window that somebody decided, and what the model said.
struct JudgedCase
{
    std::uint32_t position = 0; ///< in the window's table
    bool scam = false;
    bool flagged = false;
    bool auditSlice = false;
};

/// Recall with Wilson's interval over the random audit slice; when no case is marked so, over all decided
/// ones.
/// Cost: O(n). Thread-safe (pure).
[[nodiscard]] AuditedRecall auditedRecall(std::span<const JudgedCase> cases);

/// The slice that auditedRecall uses.
[[nodiscard]] std::vector<JudgedCase> auditSliceOf(std::span<const JudgedCase> cases);

/// CBPE recall of a window (Garcia et al., NannyML): expected TP / (expected TP + FN) from calibrated
/// probabilities, with the band
/// that 200 bootstrap windows of the reference's hold-out give at the window's size: assumed, not measured.
[[nodiscard]] Interval estimatedRecall(std::span<const double> probability,
                                       double threshold,
                                       const Predictions& holdout,
                                       const WatchOptions& options);

/// Fisher's exact test per field and value: {missed, caught} scams with and without the value, corrected
/// over all.
/// Takes:  cases of the table (one or more windows joined); only scams count.
/// Gives:  slices where missed scams are over-represented, fields the model does not use first, then by p.
[[nodiscard]] std::vector<ErrorSlice> findErrorSlices(const CaseTable& table,
                                                      std::span<const JudgedCase> cases,
                                                      std::span<const std::string> modelFields);

} // namespace casebench
