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

/// Gives: the bytes that the reference at the start of `raw` takes; 0 when it stands for no character.
std::size_t decodeReference(std::string_view raw, std::string& into)
{
    const auto end = raw.substr(0, kLongestXmlReference).find(';');
    const std::string_view name = raw.substr(1, end == std::string_view::npos ? 0 : end - 1);
    static constexpr std::pair<std::string_view, char> kNamed[] = {
        { "lt", '<' }, { "gt", '>' }, { "amp", '&' }, { "apos", '\'' }, { "quot", '"' }
    };
    for (const auto& [known, character] : kNamed) {
        if (name == known) {
            into += character;
            return end + 1;
        }
    }
    if (name.starts_with('#') && appendXmlCharacter(name.substr(1), into))
        return end + 1;
    return 0;
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

std::string_view withoutXmlSpace(std::string_view text)
{
    while (!text.empty() && isXmlSpace(text.front()))
        text.remove_prefix(1);
    return text;
}

std::string_view takeXmlName(std::string_view& text)
{
    const std::size_t size = xmlNameLength(text);
    const std::string_view name = text.substr(0, size);
    text.remove_prefix(size);
    return name;
}

std::string_view decodeXmlText(std::string_view raw, bool attribute, std::string& into)
{
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const char c = raw[i];
        if (c == '&') {
            const std::size_t length = decodeReference(raw.substr(i), into);
            if (length == 0)
                return "A reference stands for no character.";
            i += length - 1;
        } else if (c == '\r') {
            if (i + 1 < raw.size() && raw[i + 1] == '\n')
                ++i;
            into += attribute ? ' ' : '\n';
        } else if (c == '\n' || c == '\t') {
            into += attribute ? ' ' : c;
        } else if (static_cast<unsigned char>(c) < 0x20
                   || (c == '\xEF' && isXmlNonCharacter(raw.substr(i)))) {
            return "There is a character that XML does not allow.";
        } else {
            into += c;
        }
    }
    return {};
}

} // namespace casebench
