// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/Scorer.h"

namespace casebench {

struct ImportanceOptions
{
    int shuffles = 10; ///< at least 10 (statistics.md 1)
    std::uint64_t seed = 1;
};

/// Loss of recall at the scorer's threshold when one field is shuffled among the rows, field by field of the
/// encoder. Takes:  table and truth of the same length; rows: decided positions, usually the hold-out, with
/// at least one positive. Gives:  one entry per encoder field, largest mean loss first; sd over the shuffles
/// (population). Fails:  InvalidInput without a positive row; as Scorer::score; Cancelled (asked before every
/// shuffle). Cost:   O(fields x shuffles x rows); a field is shuffled as encoded, all its columns together,
/// so no re-encoding. Source: Breiman 2001; Fisher, Rudin & Dominici 2019.
[[nodiscard]] Result<std::vector<FieldImportance>> permutationImportance(const Scorer& scorer,
                                                                         const CaseTable& table,
                                                                         std::span<const std::uint32_t> rows,
                                                                         std::span<const Truth> truth,
                                                                         const ImportanceOptions& options,
                                                                         Progress& progress);

} // namespace casebench
