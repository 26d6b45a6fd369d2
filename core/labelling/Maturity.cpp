// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labelling/Maturity.h"

#include "core/stats/Descriptive.h"

#include <vector>

namespace casebench {

LabelLag labelLag(std::span<const SettledCase> cases, std::span<const Instant> times)
{
    std::vector<double> lags;
    for (std::size_t row = 0; row < cases.size() && row < times.size(); ++row) {
        const SettledCase& settled = cases[row];
        if (settled.truth == kUndecided || settled.decidedAt == kNoTime || times[row] == kNoTime)
            continue;
        if (settled.decidedAt > times[row]) // a time that was assumed from the case's own says nothing
            lags.push_back(static_cast<double>(settled.decidedAt - times[row]));
    }
    LabelLag lag;
    lag.n = static_cast<std::int64_t>(lags.size());
    if (lags.size() < kFewestForLag)
        return lag;
    constexpr double kPercentile = 0.90;
    lag.lag = static_cast<Instant>(quantile(lags, kPercentile));
    lag.assumed = false;
    return lag;
}

Instant maturesAt(Instant received, const LabelLag& lag)
{
    return received == kNoTime ? kNoTime : received + lag.lag;
}

} // namespace casebench
