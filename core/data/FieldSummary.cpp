// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/FieldSummary.h"

#include <algorithm>

namespace casebench {

namespace {

constexpr std::int64_t kManyNumbers = 1000; // ours
constexpr double kSerialSpread = 10; // ours
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

/// Whole numbers of which the first ones hardly repeat: worth sorting all.
bool mayBeId(std::span<const double> filled)
{
    const auto whole = [](double value) { return value == std::trunc(value); };
    const auto look = filled.first(std::min(filled.size(), kLook));
    return std::ranges::all_of(look, whole)
        && static_cast<double>(distinctOf({ look.begin(), look.end() }))
        >= kNearIdShare * static_cast<double>(look.size())
        && std::ranges::all_of(filled, whole);
}

void summariseNumbers(std::span<const double> values, FieldSummary& summary)
{
    std::vector<double> filled;
    filled.reserve(values.size());
    double sum = 0;
    for (const double value : values) {
        if (std::isnan(value))
            continue;
        filled.push_back(value);
        sum += value;
        summary.low = filled.size() == 1 ? value : std::min(summary.low, value);
        summary.high = filled.size() == 1 ? value : std::max(summary.high, value);
    }
    summary.filled = static_cast<std::int64_t>(filled.size());
    if (filled.empty()) {
        summary.distinct = 0;
        return;
    }
    summary.mean = sum / static_cast<double>(filled.size());
    if (summary.low == summary.high)
        summary.distinct = 1;
    else if (mayBeId(filled))
        summary.distinct = distinctOf(std::move(filled));
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
    for (std::size_t row = 0; row < column.size(); ++row) {
        const Instant time = times->times()[row];
        if (time == kNoTime || column.isMissing(row))
            continue;
        summary.firstSeen = summary.firstSeen == kNoTime ? time : std::min(summary.firstSeen, time);
        summary.lastSeen = summary.lastSeen == kNoTime ? time : std::max(summary.lastSeen, time);
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
