// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/RecordSplitter.h"

namespace casebench {

void RecordSplitter::setDelimiter(char delimiter)
{
    m_delimiter = delimiter;
    m_scanner.setDelimiter(delimiter);
    m_scanner.setBuffer(m_data, m_size);
}

void RecordSplitter::setBuffer(const char* data, std::size_t size, bool last)
{
    m_data = data;
    m_size = size;
    m_last = last;
    m_scanner.setBuffer(data, size);
}

std::size_t RecordSplitter::lineEndAt(std::size_t at, LineEnd& kind) const
{
    if (at >= m_size)
        return 0;
    if (m_data[at] == '\n') {
        kind = LineEnd::Lf;
        return 1;
    }
    if (m_data[at] != '\r' || (at + 1 == m_size && !m_last))
        return 0;
    const bool pair = at + 1 < m_size && m_data[at + 1] == '\n';
    kind = pair ? LineEnd::CrLf : LineEnd::Cr;
    return pair ? 2 : 1;
}

bool RecordSplitter::split(std::size_t at,
                           SplitRecord& record,
                           std::vector<FieldSpan>& into,
                           std::vector<std::size_t>& doubled)
{
    FieldList fields(into, m_expected);
    const std::size_t doubledBefore = doubled.size();
    record = { at, at, at, 0, LineEnd::None, {}, false };
    m_scanner.clearSpecial();
    bool done = false;
    bool known = true;
    while (!done && known) {
        if (at < m_size && m_data[at] == '"') {
            known = splitQuoted(at, record, fields, doubled);
            if (!known || !record.trouble.empty())
                break;
        } else {
            std::size_t end = m_scanner.next(at);
            while (end < m_size && m_data[end] == '"') // a quote inside an unquoted field is literal
                end = m_scanner.next(end + 1);
            fields.add(at, end);
            at = end;
        }
        if (at < m_size && m_data[at] == m_delimiter) {
            ++at;
        } else {
            done = true;
            known = endRecord(at, record);
        }
    }
    record.special = m_scanner.sawSpecial();
    fields.finish(known);
    if (!known)
        doubled.resize(doubledBefore);
    return known;
}

bool RecordSplitter::splitQuoted(std::size_t& at,
                                 SplitRecord& record,
                                 FieldList& fields,
                                 std::vector<std::size_t>& doubled)
{
    const std::size_t begin = at + 1;
    bool hasDoubled = false;
    for (std::size_t p = begin;; ++p) {
        p = m_scanner.next(p);
        if (p >= m_size) {
            if (!m_last)
                return false;
            record.trouble = "unterminated-quote";
            record.end = record.next = m_size;
            // The last physical line counts unless the block ends with a line end.
            const char before = m_data[m_size - 1];
            record.lines += before == '\n' || before == '\r' ? 0 : 1;
            return true;
        }
        const char c = m_data[p];
        if (c == '"') {
            if (p + 1 == m_size && !m_last)
                return false;
            if (p + 1 < m_size && m_data[p + 1] == '"') {
                hasDoubled = true;
                ++p;
                continue;
            }
            at = p + 1;
            break;
        }
        if (c == '\n' && (p == begin || m_data[p - 1] != '\r'))
            ++record.lines;
        else if (c == '\r')
            ++record.lines;
    }
    if (hasDoubled)
        doubled.push_back(fields.size());
    fields.add(begin, at - 1);
    const bool fieldEnds =
        at >= m_size || m_data[at] == m_delimiter || m_data[at] == '\n' || m_data[at] == '\r';
    return fieldEnds || refuseLine(at, record);
}

bool RecordSplitter::endRecord(std::size_t at, SplitRecord& record) const
{
    record.end = at;
    ++record.lines;
    if (at >= m_size) {
        record.next = m_size;
        return m_last;
    }
    const std::size_t length = lineEndAt(at, record.lineEnd);
    record.next = at + length;
    return length > 0;
}

bool RecordSplitter::refuseLine(std::size_t at, SplitRecord& record)
{
    record.trouble = "text-after-quote";
    do {
        at = m_scanner.next(at);
    } while (at < m_size && m_data[at] != '\n' && m_data[at] != '\r' && ++at > 0);
    return endRecord(at, record);
}

std::size_t LongRecord::follow(std::string_view bytes)
{
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (m_ending && !(m_afterCr && c == '\n')) {
            m_ended = true;
            return i;
        }
        const bool lineFeed = c == '\n' && !m_afterCr;
        m_lines += c == '\r' || lineFeed ? 1 : 0;
        m_afterCr = c == '\r';
        if (m_state == State::Quoted) {
            m_state = c == '"' ? State::AfterQuote : State::Quoted;
        } else if (c == '\n' || c == '\r') {
            m_ending = true;
        } else if (m_state == State::Refused) {
            continue;
        } else if (c == m_delimiter) {
            m_state = State::Start;
        } else if (c == '"' && m_state != State::Plain) {
            m_state = State::Quoted; // at the start of a field, or the second of a doubled quote
        } else {
            m_state = m_state == State::AfterQuote ? State::Refused : State::Plain;
        }
    }
    return bytes.size();
}

} // namespace casebench
