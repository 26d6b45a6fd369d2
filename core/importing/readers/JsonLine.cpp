// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/JsonLine.h"

#include "core/importing/Utf8.h"

#include <algorithm>

namespace casebench {

namespace {

constexpr std::string_view kSyntax = "json-syntax";

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace

std::string_view JsonLine::parse(std::string_view line)
{
    m_line = line;
    m_at = 0;
    m_levels.clear();
    m_keys.clear();
    m_members.clear();
    m_nestedAt = 0;
    m_unescaped.clear();
    m_unescaped.reserve(line.size()); // an escape is never shorter than what it stands for
    skipSpace();
    const bool object = !atEnd() && m_line[m_at] == '{';
    if (const auto trouble = readValues(); !trouble.empty())
        return trouble;
    skipSpace();
    if (!atEnd())
        return kSyntax;
    return object ? std::string_view() : "not-an-object";
}

void JsonLine::skipSpace()
{
    while (!atEnd() && (m_line[m_at] == ' ' || m_line[m_at] == '\t'))
        ++m_at;
}

bool JsonLine::take(char c)
{
    if (atEnd() || m_line[m_at] != c)
        return false;
    ++m_at;
    return true;
}

/// One value with all that is inside it.
std::string_view JsonLine::readValues()
{
    for (bool done = false; !done;) {
        if (const auto trouble = beginValue(); !trouble.empty())
            return trouble;
        if (const auto trouble = endValue(done); !trouble.empty())
            return trouble;
    }
    return {};
}

std::string_view JsonLine::readKey()
{
    skipSpace();
    if (atEnd() || m_line[m_at] != '"')
        return kSyntax;
    std::string_view key;
    if (const auto trouble = readString(key); !trouble.empty())
        return trouble;
    m_keys.push_back(key);
    if (m_levels.size() == 1)
        m_memberKey = key;
    skipSpace();
    return take(':') ? std::string_view() : kSyntax;
}

void JsonLine::noteMember(std::string_view value, JsonKind kind)
{
    if (m_levels.size() == 1 && m_levels.front().object)
        m_members.push_back({ m_memberKey, value, kind });
}

/// A value up to where it ends, or, of an object or array that is not empty, up to its first inner value.
std::string_view JsonLine::beginValue()
{
    for (;;) {
        skipSpace();
        if (atEnd())
            return kSyntax;
        const std::size_t begin = m_at;
        const char c = m_line[m_at];
        if (c != '{' && c != '[') {
            std::string_view text;
            JsonKind kind = JsonKind::Number;
            bool known = true;
            if (c == '"') {
                if (const auto trouble = readString(text); !trouble.empty())
                    return trouble;
                noteMember(text, JsonKind::Text);
                return {};
            }
            if (c == 't' || c == 'f') {
                kind = JsonKind::Boolean;
                known = readWord(c == 't' ? "true" : "false");
            } else if (c == 'n') {
                kind = JsonKind::Null;
                known = readWord("null");
            } else {
                known = readNumber();
            }
            if (!known)
                return kSyntax;
            noteMember(m_line.substr(begin, m_at - begin), kind);
            return {};
        }
        if (m_levels.size() == kMaxDepth)
            return "too-deep";
        if (m_levels.size() == 1)
            m_nestedAt = begin;
        ++m_at;
        m_levels.push_back({ c == '{', m_keys.size() });
        skipSpace();
        if (!atEnd() && m_line[m_at] == (c == '{' ? '}' : ']'))
            return {}; // endValue closes it
        if (c == '{') {
            if (const auto trouble = readKey(); !trouble.empty())
                return trouble;
        }
    }
}

/// Behind a value: closes what ends here; stands before the next value then.
std::string_view JsonLine::endValue(bool& done)
{
    for (;;) {
        if (m_levels.empty()) {
            done = true;
            return {};
        }
        skipSpace();
        const bool object = m_levels.back().object;
        if (take(object ? '}' : ']')) {
            if (const auto trouble = closeLevel(); !trouble.empty())
                return trouble;
            continue;
        }
        if (!take(','))
            return kSyntax;
        return object ? readKey() : std::string_view();
    }
}

std::string_view JsonLine::closeLevel()
{
    const Level level = m_levels.back();
    m_levels.pop_back();
    if (level.object && m_keys.size() - level.firstKey > 1) {
        m_sorted.assign(m_keys.begin() + static_cast<std::ptrdiff_t>(level.firstKey), m_keys.end());
        std::ranges::sort(m_sorted);
        if (std::ranges::adjacent_find(m_sorted) != m_sorted.end())
            return "duplicate-key";
    }
    m_keys.resize(level.firstKey);
    noteMember(m_line.substr(m_nestedAt, m_at - m_nestedAt), JsonKind::Nested);
    return {};
}

bool JsonLine::readWord(std::string_view word)
{
    if (!m_line.substr(m_at).starts_with(word))
        return false;
    m_at += word.size();
    return true;
}

bool JsonLine::readNumber()
{
    const auto digits = [&] {
        const std::size_t first = m_at;
        while (!atEnd() && isDigit(m_line[m_at]))
            ++m_at;
        return m_at - first;
    };
    static_cast<void>(take('-'));
    const bool zero = !atEnd() && m_line[m_at] == '0';
    const std::size_t integers = digits();
    if (integers == 0 || (zero && integers > 1))
        return false;
    if (take('.') && digits() == 0)
        return false;
    if (take('e') || take('E')) {
        if (!take('-'))
            static_cast<void>(take('+'));
        return digits() > 0;
    }
    return true;
}

std::string_view JsonLine::readString(std::string_view& text)
{
    const std::size_t begin = ++m_at;
    const std::size_t unescapedAt = m_unescaped.size();
    bool escaped = false;
    std::size_t copied = begin;
    for (;; ++m_at) {
        if (atEnd() || static_cast<unsigned char>(m_line[m_at]) < 0x20)
            return kSyntax;
        if (m_line[m_at] == '"')
            break;
        if (m_line[m_at] != '\\')
            continue;
        escaped = true;
        m_unescaped += m_line.substr(copied, m_at - copied);
        if (const auto trouble = readEscape(); !trouble.empty())
            return trouble;
        copied = m_at + 1;
    }
    text = m_line.substr(copied, m_at - copied);
    if (escaped) {
        m_unescaped += text;
        text = std::string_view(m_unescaped).substr(unescapedAt);
    }
    ++m_at;
    return {};
}

/// Stands on the backslash; afterwards on the last character of the escape.
std::string_view JsonLine::readEscape()
{
    ++m_at;
    if (atEnd())
        return kSyntax;
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeaning = "\"\\/\b\f\n\r\t";
    if (m_line[m_at] == 'u')
        return readUnicodeEscape();
    const auto letter = kLetters.find(m_line[m_at]);
    if (letter == std::string_view::npos)
        return kSyntax;
    m_unescaped += kMeaning[letter];
    return {};
}

std::string_view JsonLine::readUnicodeEscape()
{
    unsigned int unit = 0;
    if (!readHex(unit))
        return kSyntax;
    if (unit == 0)
        return "nul-byte";
    if (unit >= 0xDC00 && unit < 0xE000)
        return "lone-surrogate";
    if (unit >= 0xD800 && unit < 0xDC00) {
        unsigned int low = 0;
        if (!m_line.substr(m_at + 1).starts_with("\\u"))
            return "lone-surrogate";
        m_at += 2;
        if (!readHex(low))
            return kSyntax;
        if (low < 0xDC00 || low > 0xDFFF)
            return "lone-surrogate";
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    appendUtf8(m_unescaped, unit);
    return {};
}

/// Stands on the u; afterwards on the fourth digit.
bool JsonLine::readHex(unsigned int& unit)
{
    if (m_at + 4 >= m_line.size())
        return false;
    unit = 0;
    for (int k = 0; k < 4; ++k) {
        const char c = m_line[++m_at];
        const bool lower = c >= 'a' && c <= 'f';
        const bool upper = c >= 'A' && c <= 'F';
        if (!isDigit(c) && !lower && !upper)
            return false;
        unit = unit * 16
            + static_cast<unsigned int>(isDigit(c)  ? c - '0'
                                            : lower ? c - 'a' + 10
                                                    : c - 'A' + 10);
    }
    return true;
}

} // namespace casebench
