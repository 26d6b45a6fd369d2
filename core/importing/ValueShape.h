// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"
#include "core/importing/ReadOptions.h"

#include <cstddef>
#include <cstdint>

namespace casebench {

/// What one text looks like by itself.
enum class Shape : std::uint8_t
{
    Empty,
    MissingWord, ///< NA, N/A, #N/A, null, none, nan, -
    Integer,
    Decimal,
    LongDecimal, ///< more digits than a double keeps
    LeadingZero, ///< 007
    LongInteger, ///< more than 15 digits before the point
    NonFinite, ///< infinite, or too large or too small for a double
    LocaleNumber, ///< 1.234,56 or 1,234: a number only in some country
    IsoDate,
    IsoTimeZoned,
    IsoTimeLocal, ///< without a zone
    IsoInvalid, ///< 2023-02-29, 24:00, :60
    SlashDmy, ///< can only be day/month/year
    SlashMdy,
    SlashEither,
    SlashYmd,
    SlashInvalid,
    TwoDigitYear,
    BoolWord,
    Other,
};
inline constexpr std::size_t kShapeCount = static_cast<std::size_t>(Shape::Other) + 1;

/// true/false yes/no y/n t/f on/off
inline constexpr std::size_t kBoolPairs = 5;

struct Value
{
    Shape shape = Shape::Other;
    double number = 0; ///< Integer .. LongInteger
    Instant instant = kNoTime; ///< IsoDate .. IsoTimeLocal
    std::uint8_t pair = 0; ///< BoolWord
    bool yes = false; ///< BoolWord
    bool canonical = false; ///< Integer, Decimal: printing the number gives the text back
};

/// How numbers are written; the default is 1234.5.
struct NumberFormat
{
    char decimal = '.';
    std::string thousands; ///< "" = none

    [[nodiscard]] bool isPlain() const { return decimal == '.' && thousands.empty(); }

    [[nodiscard]] static NumberFormat of(const ColumnReading& reading);
};

/// Cost: O(length). No allocation.
[[nodiscard]] Value inspectValue(std::string_view text, const NumberFormat& format);
/// Only whether it is empty, a missing word or a number.
[[nodiscard]] Value inspectNumber(std::string_view text, const NumberFormat& format);

[[nodiscard]] bool isMissingWord(std::string_view text);
/// BoolWord, or Other.
[[nodiscard]] Value inspectBoolean(std::string_view text);
/// BoolWord, MissingWord, NonFinite, or Other.
[[nodiscard]] Value inspectWord(std::string_view text);
/// A date with slashes; order "dmy", "mdy" or "ymd".
[[nodiscard]] std::optional<Instant> parseSlashDate(std::string_view text, std::string_view order);

} // namespace casebench
