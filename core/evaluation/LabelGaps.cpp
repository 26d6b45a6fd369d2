// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/LabelGaps.h"

#include "core/base/Contract.h"
#include "core/base/Text.h"

#include <cmath>
#include <fmt/format.h>
#include <map>

namespace casebench {

namespace {

constexpr double kHardlyByChance = 0.05; // ours

struct MonthCounts
{
    std::int64_t cases = 0;
    std::int64_t decided = 0;
    std::int64_t positive = 0;
};

} // namespace

bool LabelGap::wantsAnswer() const
{
    return decided > 0 && chance < kHardlyByChance;
}

std::string LabelGap::sentence() const
{
    if (decided == 0)
        return fmt::format(
            "{} has {} cases and none of them is decided: the model learns nothing of that month.",
            monthName(month), countText(cases));
    const std::string counted =
        fmt::format("{} has {} decided cases and not one scam", monthName(month), countText(decided));
    if (!wantsAnswer())
        return counted + ", which so few cases may show by chance.";
    return fmt::format(
        "{}; at the rate of the other months chance would make that in {} of such months: a gap in "
        "labelling?",
        counted, chance < .001 ? "less than 0.1 %" : percentText(chance));
}

std::vector<LabelGap> labelGaps(std::span<const Truth> truth, std::span<const Instant> times)
{
    expects(times.empty() || times.size() == truth.size(), "labelGaps: truth and times differ in length");
    std::map<MonthIndex, MonthCounts> months;
    std::int64_t decided = 0;
    std::int64_t positive = 0;
    for (std::size_t i = 0; i < times.size(); ++i) {
        if (times[i] == kNoTime)
            continue;
        MonthCounts& month = months[monthOf(times[i])];
        ++month.cases;
        if (truth[i] == kUndecided)
            continue;
        ++month.decided;
        ++decided;
        month.positive += truth[i] == kPositive ? 1 : 0;
        positive += truth[i] == kPositive ? 1 : 0;
    }
    std::vector<LabelGap> gaps;
    if (positive == 0)
        return gaps;
    // Months before the first and after the last decided case are not a gap: nobody has come to them yet.
    while (!months.empty() && months.begin()->second.decided == 0)
        months.erase(months.begin());
    while (!months.empty() && months.rbegin()->second.decided == 0)
        months.erase(std::prev(months.end()));
    for (const auto& [month, counts] : months) {
        if (counts.positive > 0)
            continue;
        const double others = static_cast<double>(decided - counts.decided);
        const double rate = static_cast<double>(positive) / others;
        gaps.push_back(
            { month, counts.cases, counts.decided, std::pow(1 - rate, static_cast<double>(counts.decided)) });
    }
    return gaps;
}

} // namespace casebench
