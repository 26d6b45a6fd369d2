// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/Multiple.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace casebench {

std::vector<double> benjaminiHochberg(std::span<const double> p)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < p.size(); ++i) {
        if (!std::isnan(p[i]))
            order.push_back(i);
    }
    std::ranges::sort(order, {}, [&](std::size_t i) { return p[i]; });
    std::vector<double> adjusted(p.size(), std::numeric_limits<double>::quiet_NaN());
    double smallest = 1;
    const auto m = static_cast<double>(order.size());
    for (std::size_t rank = order.size(); rank > 0; --rank) {
        const std::size_t i = order[rank - 1];
        smallest = std::min(smallest, p[i] * m / static_cast<double>(rank));
        adjusted[i] = smallest;
    }
    return adjusted;
}

} // namespace casebench
