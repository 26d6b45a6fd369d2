// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Label.h"
#include "core/data/Recipe.h"

namespace casebench {

/// Positions of a table, each part ascending; no position in both.
struct Split
{
    std::vector<std::uint32_t> train;
    std::vector<std::uint32_t> holdout;
};

/// What a split may look at; spans are table-long, `rows` are the decided positions.
struct SplitInput
{
    std::span<const std::uint32_t> rows;
    std::span<const Truth> truth;
    std::span<const Instant> times; ///< empty when there is no time field
    std::span<const Code> groups; ///< empty when there is no group field
};

/// Takes:  share of the decided rows that is held out, 0 < share < 1.
/// Gives:  Time: the last rows by time (ties kept together by row order); Stratified: seeded, the class
///         shares kept;
///         Group: whole groups, seeded, until the share is reached (missing groups stand alone).
/// Fails:  InvalidInput when the times or groups it needs are absent, or a part would lack a class.
/// Cost:   O(n log n).
[[nodiscard]] Result<Split>
splitRows(SplitKind kind, const SplitInput& input, double share, std::uint64_t seed);

/// Fold number 0..k-1 for each of `rows`, the class shares kept. With groups, a group never straddles
/// folds.
[[nodiscard]] std::vector<int> stratifiedFolds(const SplitInput& input, int k, std::uint64_t seed);

} // namespace casebench
