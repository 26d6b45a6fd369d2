// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace casebench {

/// Exact McNemar on discordant counts: 2 Binomial(min; b + c, 1/2), capped at 1; 1 when there is no
/// discordant case.
[[nodiscard]] double mcnemarExact(std::int64_t b, std::int64_t c);

struct PairedT
{
    double t = 0;
    double p = 0;
};

/// Corrected resampled t over k differences of repeated splits, df = k - 1.
/// Takes:  testOverTrain: n2 / n1.
/// Gives:  NaN with fewer than two differences.
/// Source: Nadeau & Bengio 2003.
[[nodiscard]] PairedT correctedResampledT(std::span<const double> differences, double testOverTrain);

} // namespace casebench
