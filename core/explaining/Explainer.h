// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Explanation.h"
#include "core/models/Scorer.h"

namespace casebench {

/// Exact contributions of each field to the margin of each case; encoded columns are summed to their field.
/// Takes:  rows: positions in the table; a field that the table lacks is missing, fields that the model does
/// not know are listed
///         in `unseenFields` when the case fills them (neither missing nor No; fields of role feature only).
/// Gives:  one Explanation per row, in that order; contributions by size, largest first, ties by field order.
/// Fails:  Unsupported when the family has no exact contributions; Internal when base + sum differs from the
/// margin by more than
///         1e-4 * (1 + |margin|); as Scorer::score; Cancelled.
/// Cost:   O(rows x contributions of the family).
/// Source: Lundberg & Lee 2017; Lundberg et al. 2020 (TreeSHAP); statistics.md 1.
[[nodiscard]] Result<std::vector<Explanation>> explainCases(const Scorer& scorer,
                                                            const CaseTable& table,
                                                            std::span<const std::uint32_t> rows,
                                                            Progress& progress);

/// Mean |contribution| per field and its population sd over the rows, largest first.
/// Fails: as explainCases; InvalidInput without a row.
[[nodiscard]] Result<std::vector<FieldImportance>> contributionImportance(const Scorer& scorer,
                                                                          const CaseTable& table,
                                                                          std::span<const std::uint32_t> rows,
                                                                          Progress& progress);

/// The reasons in words, strongest first: "Opened_Bank_Website = Yes speaks for scam (+1.90 log-odds).
/// Asked_OTP was not asked, which speaks against it (-0.12)." Deterministic; at most `most` fields, the rest
/// summed up.
[[nodiscard]] std::string reasonsText(const Explanation& explanation, std::size_t most = 4);

} // namespace casebench
