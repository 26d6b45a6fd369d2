// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace casebench {

// p-values of the Kolmogorov-Smirnov statistic D. Undefined arguments give NaN. All pure and thread-safe.

/// P(D >= d) of one sample of n against a known continuous distribution.
/// Gives:  three correct digits for n >= 50 and four for n > 140, small tails included.
/// Cost:   O(n) for small p, else O(1).
/// Source: Simard & L'Ecuyer 2011: Pelz & Good 1976 in the middle, twice Smirnov's one-sided tail above n
///         d^2 = 2.2.
[[nodiscard]] double kolmogorovTail(double d, std::int64_t n);

/// P(D >= d) of two samples of n and m values from one continuous distribution, exact; tiny values keep
/// their digits.
/// Cost:   O(n m d), memory O(m).
/// Source: Hodges 1958 (lattice paths that leave the band).
[[nodiscard]] double kolmogorovTwoSampleExact(double d, std::int64_t n, std::int64_t m);

} // namespace casebench
