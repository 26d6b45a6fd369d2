// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace casebench {

struct TwoSample
{
    double ks = 0; ///< sup |F - G|
    double ksP = 0; ///< two-sided: exact while both have at most 10,000 rows; else asymptotic
    double wasserstein = 0; ///< integral of |F - G|, in the unit of the values
};

/// Kolmogorov-Smirnov and Wasserstein-1 from one merge of the sorted samples.
/// Takes:  values without NaN.
/// Gives:  NaN in all when a sample is empty.
/// Cost:   O(n log n + m log m); the exact p adds O(n m ks) up to 10,000 rows a side.
/// Source: scipy.stats.ks_2samp (mode "auto"), wasserstein_distance; asymptotic: the one-sample law at n m
///         / (n + m), rounded.
[[nodiscard]] TwoSample compareSamples(std::span<const double> reference, std::span<const double> current);

/// wasserstein / population sd of the reference; NaN when the reference is constant or empty (say so, do not
/// print 0).
[[nodiscard]] double normalizedWasserstein(double wasserstein, std::span<const double> reference);

} // namespace casebench
