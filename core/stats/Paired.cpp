// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/Paired.h"

#include "core/stats/Descriptive.h"
#include "core/stats/Special.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace casebench {

double mcnemarExact(std::int64_t b, std::int64_t c)
{
    return b + c == 0 ? 1 : std::min(1.0, 2 * binomialCdf(std::min(b, c), b + c, .5));
}

PairedT correctedResampledT(std::span<const double> differences, double testOverTrain)
{
    constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    if (differences.size() < 2)
        return { kNaN, kNaN };
    const auto k = static_cast<double>(differences.size());
    const double sd = sampleSd(differences);
    const double error = std::sqrt((1 / k + testOverTrain) * sd * sd);
    const double t = error > 0 ? mean(differences) / error : kNaN;
    return { t, studentTwoSided(t, k - 1) };
}

} // namespace casebench
