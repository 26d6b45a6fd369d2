// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Random.h"
#include "core/stats/Binary.h"
#include "core/stats/Descriptive.h"

#include <algorithm>
#include <cmath>

namespace casebench {

inline constexpr int kBootstraps = 2000; ///< statistics.md 1

/// Draws resamples of decided cases with replacement, each class at its own size, as indices into the
/// original arrays.
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

/// Draws whole groups with replacement (all cases of one person stand or fall together), as many groups as
/// there are. A group of its own for every case makes it the plain bootstrap.
class GroupResampler
{
public:
    /// groups: a number >= 0 per case; cases below 0 are left out.
    GroupResampler(std::span<const std::int32_t> groups, std::uint64_t seed)
        : m_random(Random::forPurpose(seed, "bootstrap groups"))
    {
        std::vector<std::uint32_t> order;
        for (std::uint32_t i = 0; i < groups.size(); ++i) {
            if (groups[i] >= 0)
                order.push_back(i);
        }
        std::ranges::stable_sort(order, {}, [&](std::uint32_t i) { return groups[i]; });
        for (std::size_t k = 0; k < order.size(); ++k) {
            if (k == 0 || groups[order[k]] != groups[order[k - 1]])
                m_groups.emplace_back();
            m_groups.back().push_back(order[k]);
        }
    }

    /// Fills `indices` with the next resample; its length varies with the groups drawn.
    void next(std::vector<std::uint32_t>& indices)
    {
        indices.clear();
        for (std::size_t drawn = 0; drawn < m_groups.size(); ++drawn) {
            const auto& members = m_groups[static_cast<std::size_t>(m_random.below(m_groups.size()))];
            indices.insert(indices.end(), members.begin(), members.end());
        }
    }

private:
    Random m_random;
    std::vector<std::vector<std::uint32_t>> m_groups;
};

/// Two-sided 95 % percentile interval around a value; draws that are NaN are left out, fewer than half
/// defined: no interval.
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
