// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/xlsx/XmlCharacters.h"

#include "core/importing/Utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace casebench {

namespace {

struct Span
{
    std::uint32_t first;
    std::uint32_t last;
};

// Production [4] beyond ASCII.
constexpr std::array<Span, 12> kNameStart { { { 0xC0, 0xD6 },
                                              { 0xD8, 0xF6 },
                                              { 0xF8, 0x2FF },
                                              { 0x370, 0x37D },
                                              { 0x37F, 0x1FFF },
                                              { 0x200C, 0x200D },
                                              { 0x2070, 0x218F },
                                              { 0x2C00, 0x2FEF },
                                              { 0x3001, 0xD7FF },
                                              { 0xF900, 0xFDCF },
                                              { 0xFDF0, 0xFFFD },
                                              { 0x10000, 0xEFFFF } } };
// Production [4a] beyond those.
constexpr std::array<Span, 3> kNameMore { { { 0xB7, 0xB7 }, { 0x300, 0x36F }, { 0x203F, 0x2040 } } };

template<std::size_t N>
bool isIn(const std::array<Span, N>& spans, std::uint32_t point)
{
    return std::ranges::any_of(spans, [&](Span span) { return point >= span.first && point <= span.last; });
}

std::uint32_t pointAt(std::string_view text)
{
    const std::size_t length = std::min(xmlCharacterLength(text[0]), text.size());
    std::uint32_t point = static_cast<unsigned char>(text[0]);
    if (length > 1)
        point &= 0x7FU >> length;
    for (std::size_t k = 1; k < length; ++k)
        point = (point << 6) | (static_cast<unsigned char>(text[k]) & 63);
    return point;
}

bool isLetter(std::uint32_t point)
{
    return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') || point == '_' || point == ':';
}

bool isNameStart(std::uint32_t point)
{
    return isLetter(point) || (point >= 0x80 && isIn(kNameStart, point));
}

bool isNameCharacter(std::uint32_t point)
{
    return isLetter(point) || (point >= '0' && point <= '9') || point == '-' || point == '.'
        || (point >= 0x80 && (isIn(kNameStart, point) || isIn(kNameMore, point)));
}

bool isXmlCharacter(std::uint32_t point)
{
    return point == 0x9 || point == 0xA || point == 0xD || (point >= 0x20 && point <= 0xD7FF)
        || (point >= 0xE000 && point <= 0xFFFD) || (point >= 0x10000 && point <= 0x10FFFF);
}

} // namespace

std::size_t xmlCharacterLength(char lead)
{
    const auto byte = static_cast<unsigned char>(lead);
    return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

std::size_t xmlNameLength(std::string_view text)
{
    std::size_t at = 0;
    while (at < text.size()) {
        const std::uint32_t point = pointAt(text.substr(at));
        if (at == 0 ? !isNameStart(point) : !isNameCharacter(point))
            break;
        at += xmlCharacterLength(text[at]);
    }
    return std::min(at, text.size());
}

bool isXmlText(std::string_view text)
{
    for (std::size_t at = 0; at < text.size(); at += xmlCharacterLength(text[at])) {
        if (!isXmlCharacter(pointAt(text.substr(at))))
            return false;
    }
    return true;
}

bool isXmlNonCharacter(std::string_view text)
{
    return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
}

bool appendXmlCharacter(std::string_view number, std::string& into)
{
    const bool hexadecimal = number.starts_with('x');
    if (hexadecimal)
        number.remove_prefix(1);
    std::uint32_t point = 0;
    const char* const end = number.data() + number.size();
    const auto [stop, failure] = std::from_chars(number.data(), end, point, hexadecimal ? 16 : 10);
    if (number.empty() || failure != std::errc() || stop != end || !isXmlCharacter(point))
        return false;
    appendUtf8(into, point);
    return true;
}

std::size_t xmlSafeCut(std::string_view text)
{
    std::size_t cut = text.size();
    if (const auto reference = text.rfind('&'); reference != std::string_view::npos
        && text.find(';', reference) == std::string_view::npos
        && text.size() - reference <= kLongestXmlReference)
        cut = reference;
    for (int brackets = 0; brackets < 2 && cut > 0 && text[cut - 1] == ']'; ++brackets)
        --cut;
    if (cut > 0 && text[cut - 1] == '\r')
        --cut;
    // The lead byte of a character of which the rest is missing.
    for (std::size_t back = 1; back <= 3 && back <= cut; ++back) {
        const char lead = text[cut - back];
        if ((lead & 0xC0) == 0x80)
            continue;
        if (xmlCharacterLength(lead) > back)
            cut -= back;
        break;
    }
    return cut;
}

} // namespace casebench
