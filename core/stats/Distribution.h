// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace casebench {

// Distances between two samples counted over the same bins or levels (same length, same order). A side
// without a row gives NaN. All pure, O(k), thread-safe.

using Counts = std::span<const std::int64_t>;

struct Psi
{
    double value = 0;
    double critical = 0; ///< chi-squared(.95, k - 1) * (1/n + 1/m): above it the shift is more than chance
};

/// Sum (c - r) ln(c / r). When a cell is 0: half a count is added to every bin of both sides.
/// Source: Yurdakul 2018 for the critical value.
[[nodiscard]] Psi populationStabilityIndex(Counts reference, Counts current);
/// Square root of the Jensen-Shannon divergence in base 2, 0..1.
/// Source: Lin 1991.
[[nodiscard]] double jensenShannonDistance(Counts reference, Counts current);
[[nodiscard]] double hellingerDistance(Counts reference, Counts current);
[[nodiscard]] double totalVariation(Counts reference, Counts current);
[[nodiscard]] double largestDifference(Counts reference, Counts current);

} // namespace casebench
