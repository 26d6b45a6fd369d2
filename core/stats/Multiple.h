// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace casebench {

/// Benjamini-Hochberg adjusted p-values, in the order given; reject where adjusted <= q. NaN stays NaN and
/// does not count.
/// Cost:   O(n log n).
/// Source: Benjamini & Hochberg 1995.
[[nodiscard]] std::vector<double> benjaminiHochberg(std::span<const double> p);

} // namespace casebench
