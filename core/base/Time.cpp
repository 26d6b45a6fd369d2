// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Time.h"

#include "core/base/Text.h"

#include <array>
#include <chrono>
#include <date/date.h>
#include <fmt/format.h>
#include <fstream>

namespace casebench {

namespace {

using Micros = std::chrono::microseconds;

date::sys_time<Micros> toSys(Instant instant)
{
    return date::sys_time<Micros>(Micros(instant));
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count)
{
    if (at + count > text.size())
        return std::nullopt;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/// Zone suffix "", "Z", "+hh:mm", "+hhmm" or "+hh": minutes east, or nothing when malformed.
std::optional<std::pair<int, bool>> parseZone(std::string_view zone)
{
    if (zone.empty())
        return std::pair(0, false);
    if (zone == "Z" || zone == "z")
        return std::pair(0, true);
    if (zone.front() != '+' && zone.front() != '-')
        return std::nullopt;
    const auto hours = digits(zone, 1, 2);
    std::optional<int> minutes = 0;
    if (zone.size() == 6 && zone[3] == ':')
        minutes = digits(zone, 4, 2);
    else if (zone.size() == 5)
        minutes = digits(zone, 3, 2);
    else if (zone.size() != 3)
        return std::nullopt;
    if (!hours || !minutes || *hours > 14 || *minutes > 59)
        return std::nullopt;
    const int east = *hours * 60 + *minutes;
    return std::pair(zone.front() == '-' ? -east : east, true);
}

/// Year and month from 0; also before the year 0, where / and % would round the wrong way.
std::pair<int, int> yearAndIndex(MonthIndex month)
{
    const int index = (month % 12 + 12) % 12;
    return { (month - index) / 12, index };
}

} // namespace

Instant now()
{
    return std::chrono::duration_cast<Micros>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::int64_t monotonicNanoseconds()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

std::string bootId()
{
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    std::getline(file, id);
    return id;
}

std::string formatInstant(Instant instant)
{
    if (instant == kNoTime)
        return {};
    if (instant % kMicrosPerSecond == 0)
        return date::format("%FT%TZ", date::floor<std::chrono::seconds>(toSys(instant)));
    return date::format("%FT%TZ", toSys(instant));
}

std::string formatInstantMicros(Instant instant)
{
    return date::format("%FT%TZ", toSys(instant));
}

std::string formatDate(Instant instant)
{
    return instant == kNoTime ? std::string() : date::format("%F", date::floor<date::days>(toSys(instant)));
}

std::optional<Instant> makeDate(int year, int month, int day)
{
    // The calendar library keeps days and months in a byte: 257 would be 1.
    if (year < -32'767 || year > 32'767 || month < 1 || month > 12 || day < 1 || day > 31)
        return std::nullopt;
    const date::year_month_day ymd { date::year(year), date::month(static_cast<unsigned>(month)),
                                     date::day(static_cast<unsigned>(day)) };
    if (!ymd.ok())
        return std::nullopt;
    return std::chrono::duration_cast<Micros>(date::sys_days(ymd).time_since_epoch()).count();
}

std::optional<ParsedTime> parseIso(std::string_view text)
{
    const auto year = digits(text, 0, 4);
    const auto month = digits(text, 5, 2);
    const auto day = digits(text, 8, 2);
    if (!year || !month || !day || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const auto date = makeDate(*year, *month, *day);
    if (!date)
        return std::nullopt;
    ParsedTime parsed { *date, false, false };
    if (text.size() == 10)
        return parsed;

    const auto hour = digits(text, 11, 2);
    const auto minute = digits(text, 14, 2);
    if ((text[10] != 'T' && text[10] != ' ' && text[10] != 't') || !hour || !minute || text[13] != ':'
        || *hour > 23 || *minute > 59)
        return std::nullopt;
    parsed.hasTime = true;
    parsed.instant += (*hour * 3600LL + *minute * 60LL) * kMicrosPerSecond;
    std::size_t at = 16;
    if (at < text.size() && text[at] == ':') {
        const auto second = digits(text, at + 1, 2);
        if (!second || *second > 59)
            return std::nullopt;
        parsed.instant += *second * kMicrosPerSecond;
        at += 3;
        if (at < text.size() && (text[at] == '.' || text[at] == ',')) {
            Instant unit = kMicrosPerSecond / 10;
            const std::size_t first = ++at;
            for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10)
                parsed.instant += unit * (text[at] - '0');
            if (at == first)
                return std::nullopt;
        }
    }
    const auto zone = parseZone(text.substr(at));
    if (!zone)
        return std::nullopt;
    parsed.hasZone = zone->second;
    parsed.instant -= zone->first * 60LL * kMicrosPerSecond;
    return parsed;
}

MonthIndex monthOf(Instant instant)
{
    const date::year_month_day ymd { date::floor<date::days>(toSys(instant)) };
    return static_cast<int>(ymd.year()) * 12 + static_cast<int>(static_cast<unsigned>(ymd.month())) - 1;
}

Instant monthStart(MonthIndex month)
{
    const auto [year, index] = yearAndIndex(month);
    return makeDate(year, index + 1, 1).value_or(kNoTime);
}

std::string formatMonth(MonthIndex month)
{
    const auto [year, index] = yearAndIndex(month);
    return fmt::format("{:04}-{:02}", year, index + 1);
}

std::string monthName(MonthIndex month)
{
    static constexpr std::array<std::string_view, 12> kNames {
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"
    };
    const auto [year, index] = yearAndIndex(month);
    return fmt::format("{} {}", kNames[static_cast<std::size_t>(index)], year);
}

Result<Instant> parseTimeBound(std::string_view text, bool end)
{
    const auto year = digits(text, 0, 4);
    if (year && text.size() == 4)
        return makeDate(*year + (end ? 1 : 0), 1, 1).value_or(kNoTime);
    const auto month = digits(text, 5, 2);
    if (year && month && text.size() == 7 && text[4] == '-' && *month >= 1 && *month <= 12)
        return monthStart(*year * 12 + *month - 1 + (end ? 1 : 0));
    if (const auto parsed = parseIso(text))
        return parsed->instant + (end && !parsed->hasTime ? kMicrosPerDay : 0);
    return Error { ErrorCode::InvalidInput,
                   "\"" + std::string(text) + "\" is not a time.",
                   {},
                   {},
                   "Write 2026, 2026-03, 2026-03-01 or 2026-03-01T09:30:00Z." };
}

} // namespace casebench
