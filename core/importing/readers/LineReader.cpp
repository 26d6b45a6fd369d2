// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/LineReader.h"

#include "core/importing/readers/BatchArena.h"

#include <bit>
#include <cstring>

namespace casebench {

namespace {
constexpr std::size_t kBlock = 256 * 1024;
}

LineReader::LineReader(std::unique_ptr<TextSource> text)
    : m_text(std::move(text))
{
    m_buffer.resize(kBlock);
}

/// Moves what is left to the front and reads on; the buffer grows when a line fills it.
Result<void> LineReader::fill()
{
    const std::size_t kept = m_size - m_at;
    std::memmove(m_buffer.data(), m_buffer.data() + m_at, kept);
    m_at = 0;
    m_size = kept;
    if (kept * 2 > m_buffer.size())
        m_buffer.resize(std::max(std::min(m_buffer.size() * 2, kMaxRowBytes + kBlock), kept + kBlock));
    CB_TRY(const std::size_t count, m_text->read(m_buffer.data() + m_size, m_buffer.size() - m_size));
    m_last = count == 0;
    m_size += count;
    return {};
}

/// Length of the line end at `at`, which is relative to m_at; may read on to tell CR from CRLF.
Result<std::size_t> LineReader::endLength(std::size_t at)
{
    if (m_buffer[m_at + at] == '\n') {
        m_ends |= 1;
        return 1;
    }
    if (m_at + at + 1 == m_size && !m_last)
        CB_CHECK(fill());
    const bool pair = m_at + at + 1 < m_size && m_buffer[m_at + at + 1] == '\n';
    m_ends |= pair ? 4U : 2U;
    return pair ? 2 : 1;
}

Result<bool> LineReader::next(TextLine& line)
{
    std::size_t looked = 0; // bytes of the line without an end
    for (;;) {
        const std::string_view rest(m_buffer.data() + m_at, m_size - m_at);
        const std::size_t end = rest.find_first_of("\r\n", looked);
        if (end != std::string_view::npos) {
            CB_TRY(const std::size_t length, endLength(end));
            line = { { m_buffer.data() + m_at, end }, ++m_number, end > kMaxRowBytes };
            m_at += end + length;
            if (line.tooLong)
                line.text = line.text.substr(0, kLongRowSample);
            return true;
        }
        if (m_last) {
            if (rest.empty())
                return false;
            line = { rest, ++m_number, rest.size() > kMaxRowBytes };
            m_at = m_size;
            return true;
        }
        looked = rest.size();
        if (looked >= kMaxRowBytes)
            return skipRest(line);
        CB_CHECK(fill());
    }
}

/// A line that fills the largest buffer: it is followed to its end and only its beginning kept.
Result<bool> LineReader::skipRest(TextLine& line)
{
    m_sample.assign(m_buffer.data() + m_at, kLongRowSample);
    m_at = m_size;
    for (;;) {
        const std::string_view rest(m_buffer.data() + m_at, m_size - m_at);
        const std::size_t end = rest.find_first_of("\r\n");
        if (end != std::string_view::npos) {
            CB_TRY(const std::size_t length, endLength(end));
            m_at += end + length;
            break;
        }
        m_at = m_size;
        if (m_last)
            break;
        CB_CHECK(fill());
    }
    // The buffer has grown to the limit for this one line; the following ones are short again.
    std::string shorter(std::max(kBlock, m_size - m_at), '\0');
    std::copy_n(m_buffer.data() + m_at, m_size - m_at, shorter.data());
    m_size -= m_at;
    m_at = 0;
    m_buffer = std::move(shorter);
    line = { m_sample, ++m_number, true };
    return true;
}

bool LineReader::mixedEnds() const
{
    return std::popcount(m_ends) > 1;
}

} // namespace casebench
