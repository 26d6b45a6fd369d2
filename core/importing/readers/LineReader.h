// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/TextSource.h"

#include <memory>

namespace casebench {

/// A physical line of a text.
struct TextLine
{
    std::string_view text; ///< without its end; of a line that is too long only the first 64 KiB
    std::uint64_t number = 0; ///< from 1
    bool tooLong = false; ///< longer than 64 MiB
};

/// Cuts a text into lines that end in CR, LF or CRLF and nothing else, in bounded memory.
class LineReader
{
public:
    explicit LineReader(std::unique_ptr<TextSource> text);

    /// Gives: false after the last line. The line is valid until the next call.
    /// Fails: as TextSource::read.
    [[nodiscard]] Result<bool> next(TextLine& line);

    [[nodiscard]] TextSource& source() const { return *m_text; }

    /// Whether the lines so far ended in different ways.
    [[nodiscard]] bool mixedEnds() const;

private:
    [[nodiscard]] Result<void> fill();
    [[nodiscard]] Result<bool> skipRest(TextLine& line);
    [[nodiscard]] Result<std::size_t> endLength(std::size_t at);

    std::unique_ptr<TextSource> m_text;
    std::string m_buffer;
    std::string m_sample; ///< of a line that is too long
    std::size_t m_at = 0;
    std::size_t m_size = 0;
    std::uint64_t m_number = 0;
    bool m_last = false;
    unsigned int m_ends = 0;
};

} // namespace casebench
