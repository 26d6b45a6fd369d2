// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/ValueShape.h"

#include "core/base/Text.h"
#include "core/importing/NumberShape.h"

#include <array>

namespace casebench {

namespace {

template<std::size_t N>
bool isOneOf(std::string_view text, const std::array<std::string_view, N>& words)
{
    for (const std::string_view word : words) {
        if (equalsIgnoreAsciiCase(text, word))
            return true;
    }
    return false;
}

/// Shape and value of what starts like 2024-05-...
Value isoTime(std::string_view text)
{
    Value value;
    const auto digitAt = [&](std::size_t i) { return i < text.size() && isDigit(text[i]); };
    const bool shaped = text.size() >= 10 && digitsFrom(text, 0) == 4 && text[4] == '-'
        && digitsFrom(text, 5) == 2 && text[7] == '-' && digitsFrom(text, 8) == 2
        && (text.size() == 10 || ((text[10] == 'T' || text[10] == 't' || text[10] == ' ') && digitAt(11)));
    if (!shaped)
        return value;
    const auto parsed = parseIso(text);
    if (!parsed) {
        value.shape = Shape::IsoInvalid;
        return value;
    }
    value.instant = parsed->instant;
    value.shape = !parsed->hasTime ? Shape::IsoDate
        : parsed->hasZone          ? Shape::IsoTimeZoned
                                   : Shape::IsoTimeLocal;
    return value;
}

struct SlashParts
{
    std::array<int, 3> numbers {};
    std::array<std::size_t, 3> digits {};
};

std::optional<SlashParts> splitSlashes(std::string_view text)
{
    SlashParts parts;
    std::size_t at = 0;
    for (std::size_t k = 0; k < 3; ++k) {
        parts.digits[k] = digitsFrom(text, at);
        if (parts.digits[k] == 0 || parts.digits[k] > 4)
            return std::nullopt;
        for (std::size_t i = 0; i < parts.digits[k]; ++i)
            parts.numbers[k] = parts.numbers[k] * 10 + (text[at + i] - '0');
        at += parts.digits[k];
        if (k < 2 && (at >= text.size() || text[at++] != '/'))
            return std::nullopt;
    }
    return at == text.size() ? std::optional(parts) : std::nullopt;
}

Shape slashShape(std::string_view text)
{
    const auto parts = splitSlashes(text);
    if (!parts)
        return Shape::Other;
    const auto& [numbers, digits] = *parts;
    if (digits[0] == 4 && digits[1] <= 2 && digits[2] <= 2)
        return makeDate(numbers[0], numbers[1], numbers[2]) ? Shape::SlashYmd : Shape::SlashInvalid;
    if (digits[0] > 2 || digits[1] > 2)
        return Shape::Other;
    if (digits[2] == 2)
        return Shape::TwoDigitYear;
    if (digits[2] != 4)
        return Shape::Other;
    const bool dmy = makeDate(numbers[2], numbers[1], numbers[0]).has_value();
    const bool mdy = makeDate(numbers[2], numbers[0], numbers[1]).has_value();
    if (dmy && mdy)
        return Shape::SlashEither;
    return dmy ? Shape::SlashDmy : mdy ? Shape::SlashMdy : Shape::SlashInvalid;
}

} // namespace

bool isMissingWord(std::string_view text)
{
    static constexpr std::array<std::string_view, 7> kWords {
        "na", "n/a", "#n/a", "null", "none", "nan", "-"
    };
    return !text.empty() && text.size() <= 4 && isOneOf(text, kWords);
}

Value inspectBoolean(std::string_view text)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, kBoolPairs> kPairs { {
        { "false", "true" },
        { "no", "yes" },
        { "n", "y" },
        { "f", "t" },
        { "off", "on" },
    } };
    Value value;
    if (text.empty() || text.size() > 5)
        return value;
    for (std::size_t pair = 0; pair < kPairs.size(); ++pair) {
        const bool yes = equalsIgnoreAsciiCase(text, kPairs[pair].second);
        if (yes || equalsIgnoreAsciiCase(text, kPairs[pair].first)) {
            value.shape = Shape::BoolWord;
            value.pair = static_cast<std::uint8_t>(pair);
            value.yes = yes;
            return value;
        }
    }
    return value;
}

Value inspectWord(std::string_view text)
{
    static constexpr std::array<std::string_view, 3> kNonFinite { "inf", "infinity", "nan" };
    Value value = inspectBoolean(text);
    if (value.shape == Shape::BoolWord)
        return value;
    const std::string_view unsignedText = text[0] == '-' || text[0] == '+' ? text.substr(1) : text;
    if (isMissingWord(text))
        value.shape = Shape::MissingWord;
    else if (isOneOf(unsignedText, kNonFinite))
        value.shape = Shape::NonFinite;
    return value;
}

std::optional<Instant> parseSlashDate(std::string_view text, std::string_view order)
{
    const auto parts = splitSlashes(text);
    if (!parts)
        return std::nullopt;
    const auto& [numbers, digits] = *parts;
    if (order == "ymd")
        return digits[0] == 4 ? makeDate(numbers[0], numbers[1], numbers[2]) : std::nullopt;
    if (digits[2] != 4 || digits[0] > 2 || digits[1] > 2)
        return std::nullopt;
    return order == "dmy" ? makeDate(numbers[2], numbers[1], numbers[0])
                          : makeDate(numbers[2], numbers[0], numbers[1]);
}

Value inspectValue(std::string_view text, const NumberFormat& format)
{
    Value value = inspectNumber(text, format);
    if (value.shape != Shape::Other || !isDigit(text[text[0] == '-' || text[0] == '+' ? 1 % text.size() : 0]))
        return value;
    value = isoTime(text);
    if (value.shape == Shape::Other)
        value.shape = slashShape(text);
    if (value.shape == Shape::Other && isLocaleNumber(text))
        value.shape = Shape::LocaleNumber;
    return value;
}

} // namespace casebench
