// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/FieldSummary.h"

#include <algorithm>

namespace casebench {

namespace {

constexpr std::int64_t kManyNumbers = 1000; // ours
constexpr double kSerialSpread = 10; // ours
constexpr double kBitsPerNumber = 64; // up to which a bit for each possible one beats sorting (ours)
constexpr std::size_t kLook = 2000; // cells that decide whether distinct numbers are worth counting (ours)

void summariseCodes(const Column& column, bool withLevels, FieldSummary& summary)
{
    std::vector<std::int64_t> counts(column.dictionary().size(), 0);
    for (const Code code : column.codes()) {
        if (code >= 0)
            ++counts[static_cast<std::size_t>(code)];
    }
    summary.distinct = 0;
    for (std::size_t code = 0; code < counts.size(); ++code) {
        summary.filled += counts[code];
        summary.distinct += counts[code] > 0 ? 1 : 0;
        if (withLevels && (counts[code] > 0 || column.kind() == FieldKind::YesNo))
            summary.levels.emplace_back(column.dictionary()[code], counts[code]);
    }
    std::ranges::stable_sort(summary.levels, std::greater {}, [](const auto& level) { return level.second; });
}

std::int64_t distinctOf(std::vector<double> values)
{
    std::ranges::sort(values);
    return std::distance(values.begin(), std::ranges::unique(values).begin());
}

/// Calls for each value that is there, until the call gives false.
template<typename Use>
bool allFilled(std::span<const double> values, Use use)
{
    return std::ranges::all_of(values, [&](double value) { return std::isnan(value) || use(value); });
}

/// Whole numbers of which the first ones hardly repeat: worth counting all.
bool mayBeId(std::span<const double> values)
{
    std::vector<double> look;
    allFilled(values, [&](double value) {
        look.push_back(value);
        return look.size() < kLook;
    });
    const auto whole = [](double value) { return value == std::trunc(value); };
    return std::ranges::all_of(look, whole)
        && static_cast<double>(distinctOf(look)) >= kNearIdShare * static_cast<double>(look.size())
        && allFilled(values, whole);
}

/// How many different whole numbers there are: by a bit for each that there may be, where those are few.
std::int64_t distinctWhole(std::span<const double> values, const FieldSummary& summary)
{
    const double span = summary.high - summary.low;
    if (span < kBitsPerNumber * static_cast<double>(summary.filled)) {
        std::vector<bool> seen(static_cast<std::size_t>(span) + 1, false);
        allFilled(values, [&](double value) {
            seen[static_cast<std::size_t>(value - summary.low)] = true;
            return true;
        });
        return std::ranges::count(seen, true);
    }
    std::vector<double> filled;
    std::ranges::copy_if(values, std::back_inserter(filled), [](double value) { return !std::isnan(value); });
    return distinctOf(std::move(filled));
}

void summariseNumbers(std::span<const double> values, FieldSummary& summary)
{
    double sum = 0;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    allFilled(values, [&](double value) {
        ++summary.filled;
        sum += value;
        low = std::min(low, value);
        high = std::max(high, value);
        return true;
    });
    if (summary.filled == 0) {
        summary.distinct = 0;
        return;
    }
    summary.low = low;
    summary.high = high;
    summary.mean = sum / static_cast<double>(summary.filled);
    if (summary.low == summary.high)
        summary.distinct = 1;
    else if (mayBeId(values))
        summary.distinct = distinctWhole(values, summary);
}

void summariseTimes(std::span<const Instant> values, FieldSummary& summary)
{
    Instant low = kNoTime;
    Instant high = kNoTime;
    for (const Instant value : values) {
        if (value == kNoTime)
            continue;
        ++summary.filled;
        low = low == kNoTime ? value : std::min(low, value);
        high = high == kNoTime ? value : std::max(high, value);
    }
    if (low == high)
        summary.distinct = low == kNoTime ? 0 : 1;
}

void findSpan(const CaseTable& table, const Column& column, FieldSummary& summary)
{
    const Column* times = table.timeColumn();
    if (times == nullptr)
        return;
    Instant first = std::numeric_limits<Instant>::max();
    Instant last = std::numeric_limits<Instant>::min();
    bool found = false;
    const auto look = [&](auto cells, auto isMissing) {
        const Instant* time = times->times().data();
        for (const auto& cell : cells) {
            const Instant at = *time++;
            if (at == kNoTime || isMissing(cell))
                continue;
            first = std::min(first, at);
            last = std::max(last, at);
            found = true;
        }
    };
    if (column.kind() == FieldKind::Number)
        look(column.numbers(), [](double cell) { return std::isnan(cell); });
    else if (column.kind() == FieldKind::Time)
        look(column.times(), [](Instant cell) { return cell == kNoTime; });
    else
        look(column.codes(), [](Code cell) { return cell < 0; });
    if (found) {
        summary.firstSeen = first;
        summary.lastSeen = last;
    }
}

/// A few hundred amounts hardly repeat either: numbers are ids when they lie as dense as serial numbers, or
/// when there are so many that amounts would repeat.
bool countsUp(const FieldSummary& summary)
{
    return summary.filled >= kManyNumbers
        || summary.high - summary.low <= kSerialSpread * static_cast<double>(summary.filled);
}

} // namespace

FieldSummary summariseField(const CaseTable& table, std::size_t field)
{
    const Column& column = table.columns[field];
    const FieldRole role = table.schema[field].role;
    FieldSummary summary;
    summary.rows = static_cast<std::int64_t>(column.size());
    if (column.kind() == FieldKind::Number)
        summariseNumbers(column.numbers(), summary);
    else if (column.kind() == FieldKind::Time)
        summariseTimes(column.times(), summary);
    else
        summariseCodes(column, column.kind() != FieldKind::Text && role != FieldRole::Personal, summary);
    findSpan(table, column, summary);
    summary.constant = summary.rows > 1
        && (summary.filled == 0 || (summary.filled == summary.rows && summary.distinct == 1));
    summary.nearId = summary.filled >= kNearIdRows && column.kind() != FieldKind::YesNo
        && (column.kind() != FieldKind::Number || countsUp(summary))
        && static_cast<double>(summary.distinct) >= kNearIdShare * static_cast<double>(summary.filled);
    return summary;
}

} // namespace casebench
