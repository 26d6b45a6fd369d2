// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitoring/Windows.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

namespace casebench {

MonthIndex lastMonth(std::span<const Instant> times)
{
    MonthIndex last = std::numeric_limits<MonthIndex>::min();
    for (const Instant time : times) {
        if (time != kNoTime)
            last = std::max(last, monthOf(time));
    }
    return last;
}

std::vector<MonthSpan> windowsAfter(MonthIndex lastReference,
                                    std::span<const Instant> times,
                                    std::span<const std::uint8_t> inReference,
                                    std::int64_t minimumRows)
{
    std::map<MonthIndex, std::vector<std::uint32_t>> months;
    for (std::uint32_t row = 0; row < times.size(); ++row) {
        if (times[row] != kNoTime && inReference[row] == 0 && monthOf(times[row]) > lastReference)
            months[monthOf(times[row])].push_back(row);
    }
    std::vector<MonthSpan> spans;
    std::vector<std::uint32_t> waiting;
    MonthIndex first = 0;
    for (auto& [month, rows] : months) {
        if (waiting.empty())
            first = month;
        waiting.insert(waiting.end(), rows.begin(), rows.end());
        const bool last = month == months.rbegin()->first;
        if (static_cast<std::int64_t>(waiting.size()) >= minimumRows || last)
            spans.push_back({ first, month, std::exchange(waiting, {}) });
    }
    return spans;
}

} // namespace casebench
