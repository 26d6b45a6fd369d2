// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace casebench {

// Distribution functions. Undefined arguments give NaN. All pure and thread-safe.

inline constexpr double kZ95 = 1.959963984540054; ///< two-sided 95 %

/// P(Z <= x).
[[nodiscard]] double normalCdf(double x);
/// 2 P(Z >= |z|).
[[nodiscard]] double normalTwoSided(double z);
/// Inverse of normalCdf, 0 < p < 1.
/// Source: Wichura 1988, AS 241 (16 digits).
[[nodiscard]] double normalQuantile(double p);
/// Regularised upper incomplete gamma Q(a, x).
/// Source: Numerical Recipes 6.2 (series and Lentz's continued fraction).
[[nodiscard]] double upperGamma(double a, double x);
/// Regularised incomplete beta I_x(a, b).
/// Source: Numerical Recipes 6.4 (Lentz's continued fraction).
[[nodiscard]] double incompleteBeta(double a, double b, double x);
/// P(X >= x) of chi-squared.
[[nodiscard]] double chiSquaredTail(double x, double degrees);
/// x with P(X >= x) = p.
[[nodiscard]] double chiSquaredCritical(double p, double degrees);
/// 2 P(T >= |t|) of Student's t.
[[nodiscard]] double studentTwoSided(double t, double degrees);
/// log(n!)
[[nodiscard]] double logFactorial(std::int64_t n);
/// P(X <= k), X ~ Binomial(n, p).
/// Cost:   O(k).
[[nodiscard]] double binomialCdf(std::int64_t k, std::int64_t n, double p);
/// Kolmogorov's limit distribution: P(K > x).
[[nodiscard]] double kolmogorovTail(double x);

} // namespace casebench
