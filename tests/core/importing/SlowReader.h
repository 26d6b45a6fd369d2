// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A second reader of delimited text, written for being obviously right: one byte at a time, everything
/// copied. It shares no code with the product, so that what both agree on is not one mistake made once.
namespace casebench::test {

struct SlowRow
{
    std::uint64_t line = 0;
    std::vector<std::string> fields;
    bool operator==(const SlowRow&) const = default;
};

struct SlowIssue
{
    std::uint64_t line = 0;
    std::string kind;
    std::string raw;
    bool operator==(const SlowIssue&) const = default;
};

struct SlowTable
{
    std::string refused; ///< token, or ""
    std::vector<std::string> header;
    std::vector<SlowRow> rows;
    std::vector<SlowIssue> issues;
};

struct SlowOptions
{
    char delimiter = '\0'; ///< '\0' = guess from the header
    bool encodingTold = false;
    std::size_t skip = 0;
    std::string invalidKind = "invalid-utf8";
};

/// Refusals by the first bytes. Takes the mark off the text. Gives: a token, or "".
inline std::string slowLooks(std::string& bytes, bool encodingTold, bool& hadMark)
{
    using namespace std::string_view_literals;
    const std::string_view text = bytes;
    for (const auto magic : { "\x89PNG"sv, "\x1F\x8B"sv, "PK\x03\x04"sv, "PK\x05\x06"sv, "%PDF-"sv,
                              "\xD0\xCF\x11\xE0"sv, "SQLite format 3\0"sv,
                              "\x7F"
                              "ELF"sv }) {
        if (text.starts_with(magic))
            return "not-text";
    }
    if (text.starts_with("\xFF\xFE\0\0"sv) || text.starts_with("\0\0\xFE\xFF"sv))
        return "encoding-unsupported";
    if (text.starts_with("\xEF\xBB\xBF")) {
        bytes.erase(0, 3);
        hadMark = true;
    } else if (!encodingTold) {
        const std::string head = bytes.substr(0, 65536);
        const auto nuls = static_cast<std::size_t>(std::count(head.begin(), head.end(), '\0'));
        if (!head.empty() && nuls * 5 >= head.size())
            return "encoding-unknown";
    }
    std::string start;
    for (const char c : bytes.substr(0, 512)) {
        if (!(start.empty() && std::string_view(" \t\r\n\v\f").find(c) != std::string_view::npos))
            start += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    for (const char* tag : { "<!doctype html", "<html", "<head", "<body", "<table", "<script" }) {
        if (start.starts_with(tag))
            return "looks-like-html";
    }
    return {};
}

/// Bytes of the well-formed UTF-8 character at `at`, or 0.
inline std::size_t slowCharacter(const std::string& text, std::size_t at)
{
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const unsigned int lead = byte(at);
    if (lead < 0x80)
        return 1;
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC0 || lead > 0xF7)
        return 0;
    unsigned long point = lead & (length == 2 ? 0x1FU : length == 3 ? 0x0FU : 0x07U);
    for (std::size_t k = 1; k < length; ++k) {
        if ((byte(at + k) & 0xC0) != 0x80)
            return 0;
        point = point * 64 + (byte(at + k) & 0x3F);
    }
    const unsigned long least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    return point < least || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF) ? 0 : length;
}

/// Whether a text is UTF-8; multiByte is set when a character of several bytes is in it.
inline bool slowValid(const std::string& text, bool& multiByte)
{
    bool valid = true;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = slowCharacter(text, i);
        valid = valid && length > 0;
        multiByte = multiByte || length > 1;
        i += length == 0 ? 1 : length;
    }
    return valid;
}

class SlowReader
{
public:
    SlowReader(std::string text, SlowOptions options)
        : m_text(std::move(text))
        , m_options(std::move(options))
    {
    }

    SlowTable read()
    {
        if (!refuseByLooks())
            readRecords();
        return std::move(m_table);
    }

private:
    struct Record
    {
        std::uint64_t line = 0;
        std::size_t begin = 0;
        std::size_t end = 0;
        std::vector<std::string> fields;
        std::string trouble;
    };

    bool refuse(const std::string& token)
    {
        m_table = {};
        m_table.refused = token;
        return true;
    }

    bool refuseByLooks()
    {
        const std::string token = slowLooks(m_text, m_options.encodingTold, m_hadMark);
        return !token.empty() && refuse(token);
    }

    bool atEnd() const { return m_at >= m_text.size(); }

    bool atLineEnd() const { return !atEnd() && (m_text[m_at] == '\r' || m_text[m_at] == '\n'); }

    void takeLineEnd()
    {
        if (m_text[m_at] == '\r' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '\n')
            ++m_at;
        ++m_at;
        ++m_line;
    }

    void takeSeparatorLine()
    {
        std::string start = m_text.substr(m_at, 4);
        for (char& c : start)
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        if (start != "sep=" || m_at + 4 >= m_text.size())
            return;
        const char c = m_text[m_at + 4];
        const bool ends = m_at + 5 == m_text.size() || m_text[m_at + 5] == '\r' || m_text[m_at + 5] == '\n';
        if (c == '"' || c == '\r' || c == '\n' || (c & 0x80) != 0 || !ends)
            return;
        m_at += 5;
        if (!atEnd())
            takeLineEnd();
        if (!m_delimiterTold)
            m_options.delimiter = c;
    }

    char guessed() const
    {
        const std::string candidates = ",;\t|";
        std::vector<int> counts(4, 0);
        bool fieldStart = true;
        for (std::size_t i = m_at; i < m_text.size(); ++i) {
            if (fieldStart && m_text[i] == '"') {
                for (++i; i < m_text.size(); ++i) {
                    if (m_text[i] != '"')
                        continue;
                    if (i + 1 < m_text.size() && m_text[i + 1] == '"')
                        ++i;
                    else
                        break;
                }
                fieldStart = false;
                continue;
            }
            if (m_text[i] == '\r' || m_text[i] == '\n')
                break;
            const auto which = candidates.find(m_text[i]);
            fieldStart = which != std::string::npos;
            if (fieldStart)
                ++counts[which];
        }
        const int most = *std::max_element(counts.begin(), counts.end());
        if (most == 0 || std::count(counts.begin(), counts.end(), most) != 1)
            return ',';
        return candidates[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end())
                                                   - counts.begin())];
    }

    Record takeRecord()
    {
        Record record;
        record.line = m_line;
        record.begin = m_at;
        for (;;) {
            std::string field;
            if (!atEnd() && m_text[m_at] == '"') {
                ++m_at;
                bool closed = false;
                while (!atEnd() && !closed) {
                    if (m_text[m_at] == '"' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '"') {
                        field += '"';
                        m_at += 2;
                    } else if (m_text[m_at] == '"') {
                        closed = true;
                        ++m_at;
                    } else if (atLineEnd()) {
                        const std::size_t first = m_at;
                        takeLineEnd();
                        field += m_text.substr(first, m_at - first);
                    } else {
                        field += m_text[m_at++];
                    }
                }
                if (!closed) {
                    record.trouble = "unterminated-quote";
                    record.end = m_at;
                    return record;
                }
                if (!atEnd() && !atLineEnd() && m_text[m_at] != m_options.delimiter) {
                    record.trouble = "text-after-quote";
                    while (!atEnd() && !atLineEnd())
                        ++m_at;
                }
            } else {
                while (!atEnd() && !atLineEnd() && m_text[m_at] != m_options.delimiter)
                    field += m_text[m_at++];
            }
            record.fields.push_back(field);
            if (!record.trouble.empty() || atEnd() || atLineEnd())
                break;
            ++m_at;
        }
        record.end = m_at;
        if (!atEnd())
            takeLineEnd();
        return record;
    }

    bool isValid(const std::string& raw)
    {
        const bool valid = slowValid(raw, m_multiByte);
        m_invalid = m_invalid || !valid;
        return valid;
    }

    void readRecords()
    {
        m_delimiterTold = m_options.delimiter != '\0';
        for (std::size_t i = 0; i < m_options.skip && !atEnd(); ++i) {
            while (!atEnd() && !atLineEnd())
                ++m_at;
            if (!atEnd())
                takeLineEnd();
        }
        takeSeparatorLine();
        bool first = true;
        while (!atEnd()) {
            if (atLineEnd()) {
                takeLineEnd();
                continue;
            }
            if (first && m_options.delimiter == '\0')
                m_options.delimiter = guessed();
            const Record record = takeRecord();
            if (first ? takeHeader(record) : takeRow(record))
                return;
            first = false;
        }
        if (first)
            refuse("empty-file");
        else if (guessFailed())
            refuse("encoding-unknown");
    }

    bool guessFailed() const { return m_invalid && !m_multiByte && !m_options.encodingTold && !m_hadMark; }

    /// True when reading ends here.
    bool takeHeader(const Record& record)
    {
        const std::string raw = m_text.substr(record.begin, record.end - record.begin);
        if (raw.starts_with("{\"") || raw.starts_with("[{\""))
            return refuse("looks-like-json");
        if (!record.trouble.empty())
            return refuse(record.trouble);
        if (!isValid(raw)) {
            isValid(m_text.substr(m_at));
            return refuse(guessFailed() ? "encoding-unknown" : m_options.invalidKind);
        }
        if (record.fields.size() > 16384)
            return refuse("too-many-columns");
        if (raw.find('\0') != std::string::npos)
            return refuse("nul-in-header");
        m_table.header = record.fields;
        return false;
    }

    bool takeRow(const Record& record)
    {
        const std::string raw = m_text.substr(record.begin, record.end - record.begin);
        const bool valid = isValid(raw);
        std::string kind = record.trouble;
        if (kind.empty() && !valid)
            kind = m_options.invalidKind;
        if (kind.empty() && raw.find('\0') != std::string::npos)
            kind = "nul-byte";
        if (kind.empty() && record.fields.size() != m_table.header.size())
            kind = "ragged";
        if (kind.empty())
            m_table.rows.push_back({ record.line, record.fields });
        else
            m_table.issues.push_back({ record.line, kind, raw });
        return false;
    }

    std::string m_text;
    SlowOptions m_options;
    SlowTable m_table;
    std::size_t m_at = 0;
    std::uint64_t m_line = 1;
    bool m_delimiterTold = false;
    bool m_hadMark = false;
    bool m_invalid = false;
    bool m_multiByte = false;
};

} // namespace casebench::test
