// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace casebench {

// Values must not be NaN; an empty span gives NaN. All pure and thread-safe.

[[nodiscard]] double mean(std::span<const double> values);
/// Divides by n (ddof 0). Exactly 0 for a constant.
[[nodiscard]] double populationSd(std::span<const double> values);
/// Divides by n - 1; NaN for fewer than two.
[[nodiscard]] double sampleSd(std::span<const double> values);
/// Linear interpolation between order statistics (Hyndman & Fan type 7, numpy's default). 0 <= q <= 1.
/// Cost:   O(n log n).
[[nodiscard]] double quantile(std::span<const double> values, double q);

/// Inner edges of `bins` quantile bins, ascending, equal ones merged: k edges make k + 1 bins, the outer two
/// open-ended. A value belongs to the first bin whose edge is >= the value.
[[nodiscard]] std::vector<double> quantileEdges(std::span<const double> values, int bins);
/// Rows per bin, edges.size() + 1 long; NaN is in no bin.
/// Cost:   O(n log bins).
[[nodiscard]] std::vector<std::int64_t> countInBins(std::span<const double> values,
                                                    std::span<const double> edges);
/// Ranks from 1, ties share their mean rank.
/// Cost:   O(n log n).
[[nodiscard]] std::vector<double> midRanks(std::span<const double> values);

} // namespace casebench
