// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "SlowReader.h"

#include <map>
#include <set>

/// A second reader of JSON lines, recursive and copying, that shares no code with the product.
namespace casebench::test {

class SlowJson
{
public:
    explicit SlowJson(std::string text)
        : m_text(std::move(text))
    {
    }

    SlowTable read()
    {
        const std::string looks = slowLooks(m_text, false, m_hadMark);
        if (!looks.empty())
            return refused(looks);
        std::vector<std::map<std::string, std::string>> objects;
        std::vector<std::uint64_t> lines;
        std::string first;
        bool invalid = false;
        bool multiByte = false;
        for (const auto& [number, line] : linesOf(m_text)) {
            if (line.find_first_not_of(" \t") == std::string::npos)
                continue;
            const std::string whole = bare(line);
            if (first.empty() && (whole == "[" || whole == "{"))
                return refused(whole == "[" ? "json-array" : "not-jsonl");
            if (first.empty())
                first = line;
            std::string trouble;
            m_members.clear();
            if (!slowValid(line, multiByte)) {
                invalid = true;
                trouble = "invalid-utf8";
            } else if (line.find('\0') != std::string::npos) {
                trouble = "nul-byte";
            } else {
                trouble = parseLine(line);
            }
            if (!trouble.empty()) {
                m_table.issues.push_back({ number, trouble, line });
                continue;
            }
            std::map<std::string, std::string> object;
            for (const auto& [key, value] : m_members) {
                if (std::find(m_table.header.begin(), m_table.header.end(), key) == m_table.header.end())
                    m_table.header.push_back(key);
                object[key] = value;
            }
            objects.push_back(object);
            lines.push_back(number);
        }
        if (first.empty())
            return refused("empty-file");
        if (invalid && !multiByte && !m_hadMark)
            return refused("encoding-unknown");
        if (objects.empty())
            return refused(bare(first).starts_with("[") ? "json-array" : "not-jsonl");
        if (m_table.header.empty())
            return refused("empty-file");
        for (std::size_t i = 0; i < objects.size(); ++i) {
            SlowRow row { lines[i], {} };
            for (const std::string& key : m_table.header)
                row.fields.push_back(objects[i][key]);
            m_table.rows.push_back(row);
        }
        return m_table;
    }

private:
    static SlowTable refused(const std::string& token)
    {
        SlowTable table;
        table.refused = token;
        return table;
    }

    static std::string bare(const std::string& line)
    {
        const char* const kSpace = " \t\v\f\r\n";
        const auto begin = line.find_first_not_of(kSpace);
        return begin == std::string::npos ? ""
                                          : line.substr(begin, line.find_last_not_of(kSpace) - begin + 1);
    }

    static std::vector<std::pair<std::uint64_t, std::string>> linesOf(const std::string& text)
    {
        std::vector<std::pair<std::uint64_t, std::string>> lines;
        std::string line;
        std::uint64_t number = 1;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] != '\r' && text[i] != '\n') {
                line += text[i];
                continue;
            }
            if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n')
                ++i;
            lines.emplace_back(number++, line);
            line.clear();
        }
        if (!line.empty())
            lines.emplace_back(number, line);
        return lines;
    }

    struct Trouble
    {
        std::string token;
    };

    std::string parseLine(const std::string& line)
    {
        m_line = line;
        m_at = 0;
        try {
            space();
            const bool object = peek() == '{';
            value(0, nullptr);
            space();
            if (m_at != m_line.size())
                throw Trouble { "json-syntax" };
            return object ? "" : "not-an-object";
        } catch (const Trouble& trouble) {
            return trouble.token;
        }
    }

    char peek() const { return m_at < m_line.size() ? m_line[m_at] : '\0'; }

    void space()
    {
        while (peek() == ' ' || peek() == '\t')
            ++m_at;
    }

    void expect(char c)
    {
        if (peek() != c)
            throw Trouble { "json-syntax" };
        ++m_at;
    }

    std::string value(int depth, bool* isText)
    {
        space();
        const std::size_t begin = m_at;
        const char c = peek();
        if (c == '"') {
            if (isText != nullptr)
                *isText = true;
            return string();
        }
        if (c == '{' || c == '[') {
            if (depth == 64)
                throw Trouble { "too-deep" };
            ++m_at;
            c == '{' ? object(depth + 1) : array(depth + 1);
        } else if (m_line.compare(m_at, 4, "true") == 0 || m_line.compare(m_at, 4, "null") == 0) {
            m_at += 4;
        } else if (m_line.compare(m_at, 5, "false") == 0) {
            m_at += 5;
        } else {
            number();
        }
        return m_line.substr(begin, m_at - begin);
    }

    void object(int depth)
    {
        std::set<std::string> keys;
        bool doubled = false;
        space();
        if (peek() == '}') {
            ++m_at;
            return;
        }
        for (;;) {
            space();
            if (peek() != '"')
                throw Trouble { "json-syntax" };
            const std::string key = string();
            doubled = !keys.insert(key).second || doubled;
            space();
            expect(':');
            const std::string text = value(depth, nullptr);
            if (depth == 1)
                m_members.emplace_back(key, text);
            space();
            if (peek() == '}') {
                ++m_at;
                break;
            }
            expect(',');
        }
        if (doubled)
            throw Trouble { "duplicate-key" };
    }

    void array(int depth)
    {
        space();
        if (peek() == ']') {
            ++m_at;
            return;
        }
        for (;;) {
            value(depth, nullptr);
            space();
            if (peek() == ']') {
                ++m_at;
                return;
            }
            expect(',');
        }
    }

    void number()
    {
        const auto digits = [&] {
            std::string found;
            while (peek() >= '0' && peek() <= '9')
                found += m_line[m_at++];
            return found;
        };
        if (peek() == '-')
            ++m_at;
        const std::string whole = digits();
        if (whole.empty() || (whole.size() > 1 && whole[0] == '0'))
            throw Trouble { "json-syntax" };
        if (peek() == '.') {
            ++m_at;
            if (digits().empty())
                throw Trouble { "json-syntax" };
        }
        if (peek() == 'e' || peek() == 'E') {
            ++m_at;
            if (peek() == '+' || peek() == '-')
                ++m_at;
            if (digits().empty())
                throw Trouble { "json-syntax" };
        }
    }

    unsigned int hex4()
    {
        unsigned int unit = 0;
        for (int k = 0; k < 4; ++k) {
            const std::string known = "0123456789abcdef";
            const char c = peek() >= 'A' && peek() <= 'F' ? static_cast<char>(peek() + 32) : peek();
            const auto digit = c == '\0' ? std::string::npos : known.find(c);
            if (digit == std::string::npos)
                throw Trouble { "json-syntax" };
            unit = unit * 16 + static_cast<unsigned int>(digit);
            ++m_at;
        }
        return unit;
    }

    static std::string utf8(unsigned long point)
    {
        std::string text;
        if (point < 0x80)
            return { static_cast<char>(point) };
        const int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
        for (int k = 0; k < more; ++k) {
            text.insert(text.begin(), static_cast<char>(0x80 | (point % 64)));
            point /= 64;
        }
        const unsigned long lead = more == 1 ? 0xC0 : more == 2 ? 0xE0 : 0xF0;
        text.insert(text.begin(), static_cast<char>(lead | point));
        return text;
    }

    std::string string()
    {
        std::string text;
        expect('"');
        for (;;) {
            if (m_at >= m_line.size() || static_cast<unsigned char>(peek()) < 0x20)
                throw Trouble { "json-syntax" };
            char c = m_line[m_at++];
            if (c == '"')
                return text;
            if (c != '\\') {
                text += c;
                continue;
            }
            c = peek();
            ++m_at;
            if (c == 'u') {
                unsigned long unit = hex4();
                if (unit == 0)
                    throw Trouble { "nul-byte" };
                if (unit >= 0xDC00 && unit <= 0xDFFF)
                    throw Trouble { "lone-surrogate" };
                if (unit >= 0xD800 && unit <= 0xDBFF) {
                    if (m_line.compare(m_at, 2, "\\u") != 0)
                        throw Trouble { "lone-surrogate" };
                    m_at += 2;
                    const unsigned long low = hex4();
                    if (low < 0xDC00 || low > 0xDFFF)
                        throw Trouble { "lone-surrogate" };
                    unit = 0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00);
                }
                text += utf8(unit);
                continue;
            }
            const std::map<char, char> known { { '"', '"' },  { '\\', '\\' }, { '/', '/' },  { 'b', '\b' },
                                               { 'f', '\f' }, { 'n', '\n' },  { 'r', '\r' }, { 't', '\t' } };
            if (m_at > m_line.size() || !known.contains(c))
                throw Trouble { "json-syntax" };
            text += known.at(c);
        }
    }

    std::string m_text;
    std::string m_line;
    std::size_t m_at = 0;
    bool m_hadMark = false;
    std::vector<std::pair<std::string, std::string>> m_members;
    SlowTable m_table;
};

} // namespace casebench::test
