// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/Isotonic.h"

#include "core/base/Contract.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

namespace casebench {

namespace {

/// A stretch of neighbouring scores that share one height.
struct Block
{
    double first = 0; ///< lowest and highest score
    double last = 0;
    double sum = 0;
    double weight = 0;

    [[nodiscard]] double height() const { return sum / weight; }
};

std::vector<Block> distinctScores(std::span<const double> score, std::span<const double> target)
{
    std::vector<std::uint32_t> order(score.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, {}, [&](std::uint32_t i) { return score[i]; });
    std::vector<Block> blocks;
    for (const std::uint32_t i : order) {
        if (blocks.empty() || blocks.back().last != score[i])
            blocks.push_back({ score[i], score[i], 0, 0 });
        blocks.back().sum += target[i];
        ++blocks.back().weight;
    }
    return blocks;
}

} // namespace

double IsotonicMap::operator()(double score) const
{
    if (x.empty() || std::isnan(score))
        return std::numeric_limits<double>::quiet_NaN();
    const auto above = static_cast<std::size_t>(std::ranges::lower_bound(x, score) - x.begin());
    if (above == 0)
        return y.front();
    if (above == x.size())
        return y.back();
    return std::lerp(y[above - 1], y[above], (score - x[above - 1]) / (x[above] - x[above - 1]));
}

IsotonicMap fitIsotonic(std::span<const double> score, std::span<const double> target)
{
    expects(score.size() == target.size(), "fitIsotonic: lengths differ");
    std::vector<Block> pooled;
    for (const Block& next : distinctScores(score, target)) {
        pooled.push_back(next);
        while (pooled.size() > 1 && pooled[pooled.size() - 2].height() >= pooled.back().height()) {
            const Block merged = pooled.back();
            pooled.pop_back();
            pooled.back().last = merged.last;
            pooled.back().sum += merged.sum;
            pooled.back().weight += merged.weight;
        }
    }
    IsotonicMap map;
    for (const Block& block : pooled) {
        map.x.push_back(block.first);
        map.y.push_back(block.height());
        if (block.last != block.first) {
            map.x.push_back(block.last);
            map.y.push_back(block.height());
        }
    }
    return map;
}

} // namespace casebench
