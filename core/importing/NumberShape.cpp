// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/NumberShape.h"

#include <array>
#include <charconv>
#include <cmath>

namespace casebench {

namespace {

constexpr std::size_t kMaxIntegerDigits = 15;
constexpr std::size_t kExactDigits = 17; // what a double can always be told apart by
constexpr std::size_t kShownZeros = 3; // behind "0."; with more, printing chooses an exponent
constexpr std::size_t kMaxNumberLength = 400; // longer texts of digits are no numbers
constexpr std::size_t kMaxLocaleLength = 64;

/// The parts of a plain number, as positions in its text.
struct NumberParts
{
    std::size_t integerAt = 0;
    std::size_t integers = 0;
    std::size_t fractionAt = 0;
    std::size_t fractions = 0;
    bool point = false;
    bool exponent = false;
};

std::optional<NumberParts> splitNumber(std::string_view text)
{
    NumberParts parts;
    parts.integerAt = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    parts.integers = digitsFrom(text, parts.integerAt);
    std::size_t at = parts.integerAt + parts.integers;
    if (at < text.size() && text[at] == '.') {
        parts.point = true;
        parts.fractionAt = at + 1;
        parts.fractions = digitsFrom(text, parts.fractionAt);
        if (parts.fractions == 0)
            return std::nullopt;
        at = parts.fractionAt + parts.fractions;
    }
    if (parts.integers + parts.fractions == 0)
        return std::nullopt;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        parts.exponent = true;
        const bool sign = at + 1 < text.size() && (text[at + 1] == '-' || text[at + 1] == '+');
        const std::size_t digits = digitsFrom(text, at + (sign ? 2 : 1));
        if (digits == 0)
            return std::nullopt;
        at += (sign ? 2 : 1) + digits;
    }
    return at == text.size() ? std::optional(parts) : std::nullopt;
}

/// Whether the shortest print of the number is this very text: no sign to drop, no zeros to lose, few enough
/// digits, and not so small that printing would choose an exponent.
bool isCanonical(std::string_view text, const NumberParts& parts)
{
    if (parts.exponent || text[0] == '+' || parts.integers == 0)
        return false;
    const bool zero = text[parts.integerAt] == '0';
    if (!parts.point)
        return !(zero && parts.integerAt == 1);
    if (parts.integers + parts.fractions > kMaxIntegerDigits || text.back() == '0')
        return false;
    return !zero || text.substr(parts.fractionAt).find_first_not_of('0') < kShownZeros;
}

double smallInteger(std::string_view digits)
{
    std::int64_t value = 0;
    for (const char c : digits)
        value = value * 10 + (c - '0');
    return static_cast<double>(value);
}

std::size_t significantDigits(std::string_view text, const NumberParts& parts)
{
    std::size_t count = 0;
    bool leading = true;
    for (std::size_t i = parts.integerAt;
         i < parts.integerAt + parts.integers + (parts.point ? 1 : 0) + parts.fractions; ++i) {
        if (text[i] == '.')
            continue;
        leading = leading && text[i] == '0';
        count += leading ? 0 : 1;
    }
    return count;
}

Value plainNumber(std::string_view text)
{
    Value value;
    const auto parts = splitNumber(text);
    if (!parts || text.size() > kMaxNumberLength)
        return value;
    if (!parts->point && !parts->exponent && parts->integers <= kMaxIntegerDigits) {
        const double magnitude = smallInteger(text.substr(parts->integerAt, parts->integers));
        value.number = text[0] == '-' ? -magnitude : magnitude;
        value.shape = Shape::Integer;
    } else {
        const std::string_view digits = text[0] == '+' ? text.substr(1) : text;
        const auto [end, failure] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value.number);
        if (failure != std::errc() || !std::isfinite(value.number)) {
            value.shape = Shape::NonFinite;
            return value;
        }
        const bool whole = !parts->point && !parts->exponent;
        value.shape = whole ? Shape::LongInteger : Shape::Decimal;
    }
    if (parts->integers > 1 && text[parts->integerAt] == '0')
        value.shape = Shape::LeadingZero;
    else if (parts->integers > kMaxIntegerDigits)
        value.shape = Shape::LongInteger;
    else if (value.shape == Shape::Decimal && significantDigits(text, *parts) > kExactDigits)
        value.shape = Shape::LongDecimal;
    else
        value.canonical = isCanonical(text, *parts);
    return value;
}

/// What nearly every number of a file is, in one go: at most 15 digits, no sign but minus, no exponent. The
/// digits are a whole number below 2^53 and so is the power of ten, so
/// that the quotient is rounded once, which is the nearest double (Clinger, How to Read Floating Point
/// Numbers Accurately, 1990). Gives: false when the text is anything else, also a longer number.
bool shortNumber(std::string_view text, Value& value)
{
    static constexpr std::array<double, kMaxIntegerDigits + 1> kPowers { 1e0,  1e1,  1e2,  1e3, 1e4,  1e5,
                                                                         1e6,  1e7,  1e8,  1e9, 1e10, 1e11,
                                                                         1e12, 1e13, 1e14, 1e15 };
    if (text.size() > kMaxIntegerDigits + 2) // with sign and point
        return false;
    const char* at = text.data();
    const char* const end = at + text.size();
    const bool negative = *at == '-';
    at += negative ? 1 : 0;
    const char* const first = at;
    std::uint64_t digits = 0;
    const auto takeDigits = [&] {
        for (; at != end && isDigit(*at); ++at)
            digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
    };
    takeDigits();
    const auto integers = static_cast<std::size_t>(at - first);
    if (integers == 0 || integers > kMaxIntegerDigits || (integers > 1 && *first == '0'))
        return false;
    std::size_t fractions = 0;
    value.canonical = true;
    if (at != end) {
        if (*at++ != '.')
            return false;
        const char* const fraction = at;
        takeDigits();
        fractions = static_cast<std::size_t>(at - fraction);
        const bool tiny =
            *first == '0' && std::string_view(fraction, fractions).find_first_not_of('0') >= kShownZeros;
        if (at != end || fractions == 0 || integers + fractions > kMaxIntegerDigits)
            return false;
        value.canonical = end[-1] != '0' && !tiny; // printing drops the zero, or chooses an exponent
    } else if (negative && digits == 0) {
        return false;
    }
    const double magnitude = static_cast<double>(digits) / kPowers[fractions];
    value.number = negative ? -magnitude : magnitude;
    value.shape = fractions == 0 ? Shape::Integer : Shape::Decimal;
    return true;
}

/// A number of another country rewritten as 1234.5; nothing when its groups are not well-formed.
std::optional<std::size_t>
rewriteNumber(std::string_view text, const NumberFormat& format, std::array<char, kMaxLocaleLength>& plain)
{
    if (text.size() > plain.size())
        return std::nullopt;
    std::size_t size = 0;
    std::size_t at = 0;
    const auto put = [&](char c) { plain[size++] = c; };
    if (!text.empty() && (text[0] == '-' || text[0] == '+'))
        put(text[at++]);
    std::size_t group = digitsFrom(text, at);
    bool grouped = false;
    for (;;) {
        for (std::size_t i = 0; i < group; ++i)
            put(text[at + i]);
        at += group;
        if (format.thousands.empty() || !text.substr(at).starts_with(format.thousands))
            break;
        if (group == 0 || group > 3)
            return std::nullopt;
        at += format.thousands.size();
        group = digitsFrom(text, at);
        grouped = true;
        if (group != 3)
            return std::nullopt;
    }
    if (grouped && group != 3)
        return std::nullopt;
    for (; at < text.size(); ++at) {
        if (text[at] == format.decimal)
            put('.');
        else if (isDigit(text[at]) || text[at] == 'e' || text[at] == 'E' || text[at] == '-'
                 || text[at] == '+')
            put(text[at]);
        else
            return std::nullopt;
    }
    return size;
}

Value numberIn(std::string_view text, const NumberFormat& format)
{
    if (format.isPlain())
        return plainNumber(text);
    std::array<char, kMaxLocaleLength> plain {};
    const auto size = rewriteNumber(text, format, plain);
    Value value = size ? plainNumber({ plain.data(), *size }) : Value {};
    value.canonical = value.canonical && std::string_view(plain.data(), *size) == text;
    return value;
}

} // namespace

NumberFormat NumberFormat::of(const ColumnReading& reading)
{
    NumberFormat format;
    if (!reading.decimal.empty())
        format.decimal = reading.decimal.front();
    format.thousands = reading.thousands;
    return format;
}

bool isLocaleNumber(std::string_view text)
{
    static const std::array<NumberFormat, 8> kFormats { {
        { ',', "." },
        { '.', "," },
        { ',', "\u00a0" },
        { '.', "\u00a0" },
        { ',', "\u202f" },
        { ',', " " },
        { '.', " " },
        { '.', "'" },
    } };
    if (text.size() > kMaxLocaleLength || digitsFrom(text, text[0] == '-' || text[0] == '+' ? 1 : 0) == 0)
        return false;
    for (const NumberFormat& format : kFormats) {
        const Value value = numberIn(text, format);
        if (value.shape >= Shape::Integer && value.shape <= Shape::LongInteger)
            return true;
    }
    return false;
}

Value inspectNumber(std::string_view text, const NumberFormat& format)
{
    Value value;
    if (text.empty()) {
        value.shape = Shape::Empty;
        return value;
    }
    if (format.isPlain() && shortNumber(text, value))
        return value;
    const char first = text[0];
    const bool numeric =
        isDigit(first) || first == '-' || first == '+' || first == '.' || first == format.decimal;
    value = numeric ? numberIn(text, format) : Value {};
    if (value.shape == Shape::Other)
        value = inspectWord(text);
    return value;
}

} // namespace casebench
