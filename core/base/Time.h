// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace casebench {

/// A point in time: microseconds since 1970-01-01T00:00:00 UTC.
using Instant = std::int64_t;
inline constexpr Instant kNoTime = std::numeric_limits<Instant>::min();
inline constexpr Instant kMicrosPerSecond = 1'000'000;
inline constexpr Instant kMicrosPerDay = 86'400 * kMicrosPerSecond;

/// The computer's wall clock.
[[nodiscard]] Instant now();
/// Nanoseconds of the monotonic clock, and the kernel's boot id: together they show that time really
/// passed.
[[nodiscard]] std::int64_t monotonicNanoseconds();
[[nodiscard]] std::string bootId();

/// RFC 3339 UTC: "2026-03-01T09:30:00Z", microseconds only when they are not zero; "" for kNoTime.
[[nodiscard]] std::string formatInstant(Instant instant);
/// Always six decimals, for the audit log.
[[nodiscard]] std::string formatInstantMicros(Instant instant);
/// "2026-03-01"
[[nodiscard]] std::string formatDate(Instant instant);

/// What an ISO 8601 text turned out to be.
struct ParsedTime
{
    Instant instant = kNoTime;
    bool hasTime = false; ///< false: a date only
    bool hasZone = false; ///< false: read as UTC, which is an assumption the caller must name
};

/// "2026-03-01", "2026-03-01T09:30", "2026-03-01 09:30:00.25+01:00", "...Z". Impossible dates, hour 24
/// and second 60 are refused.
[[nodiscard]] std::optional<ParsedTime> parseIso(std::string_view text);
/// A date from its parts, or nothing when there is no such day.
[[nodiscard]] std::optional<Instant> makeDate(int year, int month, int day);

/// Calendar month as a number that counts up by one: year * 12 + month - 1, in UTC.
using MonthIndex = std::int32_t;
[[nodiscard]] MonthIndex monthOf(Instant instant);
[[nodiscard]] Instant monthStart(MonthIndex month);
/// "2026-03"
[[nodiscard]] std::string formatMonth(MonthIndex month);
/// "March 2026"
[[nodiscard]] std::string monthName(MonthIndex month);
/// "2026", "2026-03", "2026-03-01" or a full time, as the start (or, with `end`, the exclusive end) of
/// that span.
[[nodiscard]] Result<Instant> parseTimeBound(std::string_view text, bool end);

} // namespace casebench
