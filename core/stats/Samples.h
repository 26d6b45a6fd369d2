// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace casebench {

struct TwoSample
{
    double ks = 0; ///< sup |F - G|
    double ksP = 0; ///< two-sided: exact while n * m <= 10,000 x 10,000 and both <= 10,000; else asymptotic
    double wasserstein = 0; ///< integral of |F - G|, in the unit of the values
};

/// Kolmogorov-Smirnov and Wasserstein-1 from one merge of the sorted samples.
/// Takes:  values without NaN.  Gives: NaN in all when a sample is empty.
/// Cost:   O(n log n + m log m); the exact p adds O(n m) up to 10,000 rows a side.
/// Source: scipy.stats.ks_2samp, wasserstein_distance; exact p by Hodges 1958 (path counting); asymptotic: Kolmogorov's limit.
[[nodiscard]] TwoSample compareSamples(std::span<const double> reference, std::span<const double> current);

} // namespace casebench
