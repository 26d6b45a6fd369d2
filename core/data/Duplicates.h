// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/CaseTable.h"

namespace casebench {

/// Cases that say the same, or nearly.
struct TwinGroup
{
    std::vector<std::uint32_t> rows; ///< table positions, ascending
    std::vector<std::size_t> differing; ///< schema positions in which they differ; empty for exact ones
};

struct TwinOptions
{
    std::size_t listed = 1000; ///< groups that are listed; all are counted
    std::int64_t pairBudget = 40'000'000; ///< rows x pairs of fields up to which two fields may differ
};

struct Twins
{
    std::vector<std::size_t> compared; ///< schema positions: all but id, label and ignored fields
    std::int64_t exactGroups = 0;
    std::int64_t exactRows = 0; ///< cases in them
    std::vector<TwinGroup> exact;
    int mayDiffer = 0; ///< fields in which near ones were allowed to differ: 2, 1, or 0: not looked for
    std::string whyNotMore; ///< why it is less than 2, or why fields were passed over; "" when there is
                            ///< nothing to say
    std::int64_t nearGroups = 0;
    std::int64_t nearRows = 0;
    std::vector<TwinGroup> near;
};

/// Exact twins: equal in every compared field, missing equal to missing. Near ones: equal in all but one or
/// two compared fields, and not by chance: fields are left out of the comparison only where the others tell
/// cases apart so well that over all that is looked at, less than one pair would agree without having to do
/// with each other (core/data/ChanceAgreement.h, which knows that fields hang together), and where what comes
/// out is at most a twentieth of the cases (else equality is the nature of the data, not a mistake in it).
/// Gives:  groups by first row. Near groups hold one row of each exact group. Fails:  Cancelled.
/// Cost:   that of ChanceAgreement on at most 32,768 cases; O(rows x fields) hashes for the exact ones and
/// those differing in one field, times fields again for
///         two; never a comparison of all pairs. Memory about 40 bytes a row.
/// Source: ours; leaving fields out one by one is the blocking of Hernandez & Stolfo 1995 on hashes.
[[nodiscard]] Result<Twins> findTwins(const CaseTable& table, const TwinOptions& options, Progress& progress);

} // namespace casebench
