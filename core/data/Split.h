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
    std::span<const Code> groups; ///< linked cases share a code (core/data/LinkedCases.h); empty when nothing
                                  ///< can link them
};

/// The stratified split keeps groups of up to this share of the decided rows whole; larger ones it cannot
/// keep without losing the class shares (ours).
inline constexpr double kLargestKeptShare = 0.05;

/// Time alone tears groups apart, since tomorrow's cases link with yesterday's; groupsOnBothSides tells.
/// Takes:  share of the decided rows that is held out, 0 < share < 1.
/// Gives:  Time: the last rows by time (ties kept together by row order); Stratified: seeded, the class
///         shares kept, groups up to kLargestKeptShare kept whole;
///         Group: whole groups, seeded, until the share is reached (missing groups stand alone).
/// Fails:  InvalidInput when the times or groups it needs are absent, or a part would lack a class.
/// Cost:   O(n log n).
[[nodiscard]] Result<Split>
splitRows(SplitKind kind, const SplitInput& input, double share, std::uint64_t seed);

/// Groups with rows in both parts.
struct TornGroups
{
    std::int64_t groups = 0;
    std::int64_t holdoutRows = 0; ///< rows of the hold-out in such groups
};

/// Cost: O(n log n).
[[nodiscard]] TornGroups groupsOnBothSides(const Split& split, std::span<const Code> groups);

/// Fold number 0..k-1 for each of `rows`, the class shares kept. With groups, a group never straddles
/// folds.
[[nodiscard]] std::vector<int> stratifiedFolds(const SplitInput& input, int k, std::uint64_t seed);

} // namespace casebench
