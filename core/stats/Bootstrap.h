// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Random.h"
#include "core/stats/Binary.h"
#include "core/stats/Descriptive.h"

#include <algorithm>
#include <cmath>

namespace casebench {

inline constexpr int kBootstraps = 2000; ///< statistics.md 1

/// Draws resamples of decided cases with replacement, each class at its own size, as indices into the original arrays.
class StratifiedResampler
{
public:
    StratifiedResampler(TruthSpan truth, std::uint64_t seed)
        : m_random(Random::forPurpose(seed, "bootstrap"))
    {
        for (std::uint32_t i = 0; i < truth.size(); ++i) {
            if (truth[i] == 0 || truth[i] == 1)
                m_classes[truth[i]].push_back(i);
        }
    }

    /// Fills `indices` with the next resample; its order means nothing.
    void next(std::vector<std::uint32_t>& indices)
    {
        indices.clear();
        for (const auto& members : m_classes) {
            for (std::size_t i = 0; i < members.size(); ++i)
                indices.push_back(members[static_cast<std::size_t>(m_random.below(members.size()))]);
        }
    }

private:
    Random m_random;
    std::vector<std::uint32_t> m_classes[2];
};

/// Two-sided 95 % percentile interval around a value; draws that are NaN are left out, fewer than half defined: no interval.
[[nodiscard]] inline Interval percentileInterval(double value, std::vector<double> draws, std::int64_t n)
{
    const std::size_t all = draws.size();
    std::erase_if(draws, [](double x) { return std::isnan(x); });
    Interval interval;
    interval.value = value;
    interval.n = n;
    if (!std::isnan(value) && !draws.empty() && draws.size() * 2 >= all) {
        interval.low = quantile(draws, .025);
        interval.high = quantile(draws, .975);
    }
    return interval;
}

} // namespace casebench
