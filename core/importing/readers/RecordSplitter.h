// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/RowSource.h"
#include "core/importing/readers/StructuralScanner.h"

namespace casebench {

enum class LineEnd : std::uint8_t
{
    None = 0,
    Lf = 1,
    Cr = 2,
    CrLf = 4
};

/// One record found in a buffer.
struct SplitRecord
{
    std::size_t begin = 0;
    std::size_t end = 0; ///< without its line end
    std::size_t next = 0; ///< where the following one starts
    std::uint64_t lines = 0; ///< physical lines it spans
    LineEnd lineEnd = LineEnd::None;
    std::string_view trouble; ///< "", "text-after-quote" or "unterminated-quote"
    bool special = false; ///< may hold other bytes than printable ASCII
};

/// The fields of one record behind those of the records before; room for a usual record is made at once.
class FieldList
{
public:
    FieldList(std::vector<FieldSpan>& fields, std::size_t expected)
        : m_fields(fields)
        , m_before(fields.size())
    {
        makeRoom(m_before, expected);
    }

    void add(std::size_t begin, std::size_t end)
    {
        if (m_next == m_end)
            makeRoom(size(), size() + 1);
        *m_next++ = { static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin) };
    }

    /// Where the next one goes.
    [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(m_next - m_fields.data()); }

    /// Must be called at the end. Takes: keep: whether the record's fields stay.
    void finish(bool keep) { m_fields.resize(keep ? size() : m_before); }

private:
    void makeRoom(std::size_t used, std::size_t more)
    {
        m_fields.resize(used + more);
        m_next = m_fields.data() + used;
        m_end = m_fields.data() + m_fields.size();
    }

    std::vector<FieldSpan>& m_fields;
    std::size_t m_before;
    FieldSpan* m_next = nullptr;
    FieldSpan* m_end = nullptr;
};

/// Splits records into fields by RFC 4180: the only place that knows quotes.
class RecordSplitter
{
public:
    void setDelimiter(char delimiter);

    /// How many fields a record usually has.
    void expectFields(std::size_t count) { m_expected = count; }

    [[nodiscard]] char delimiter() const { return m_delimiter; }

    /// The bytes to split; 64 readable bytes follow them. `last`: nothing comes behind.
    void setBuffer(const char* data, std::size_t size, bool last);

    /// Takes:  at: start of a record, less than the size, not a line end.
    ///         fields: appended to, positions in the buffer; doubled: indices into fields whose text holds
    ///         doubled quotes.
    /// Gives:  false when the record's end is not in the buffer (nothing is appended then).
    [[nodiscard]] bool split(std::size_t at,
                             SplitRecord& record,
                             std::vector<FieldSpan>& fields,
                             std::vector<std::size_t>& doubled);

    /// Length of the line end at `at`: 0 when there is none or, at the buffer's edge, when it cannot be told
    /// yet.
    [[nodiscard]] std::size_t lineEndAt(std::size_t at, LineEnd& kind) const;

private:
    [[nodiscard]] bool
    splitQuoted(std::size_t& at, SplitRecord& record, FieldList& fields, std::vector<std::size_t>& doubled);
    [[nodiscard]] bool endRecord(std::size_t at, SplitRecord& record) const;
    [[nodiscard]] bool refuseLine(std::size_t at, SplitRecord& record);

    StructuralScanner m_scanner;
    const char* m_data = nullptr;
    std::size_t m_size = 0;
    bool m_last = false;
    char m_delimiter = ',';
    std::size_t m_expected = 1;
};

/// Follows a record that is too long to be held, block by block.
class LongRecord
{
public:
    explicit LongRecord(char delimiter)
        : m_delimiter(delimiter)
    {
    }

    /// Gives: how many of the bytes belong to the record (its line end included); fewer than given when it
    /// ended.
    [[nodiscard]] std::size_t follow(std::string_view bytes);

    [[nodiscard]] bool ended() const { return m_ended; }

    [[nodiscard]] bool inQuotes() const { return m_state == State::Quoted; }

    [[nodiscard]] std::uint64_t lines() const { return m_lines; }

private:
    enum class State
    {
        Start,
        Plain,
        Quoted,
        AfterQuote,
        Refused
    };

    char m_delimiter;
    State m_state = State::Start;
    bool m_afterCr = false;
    bool m_ending = false;
    bool m_ended = false;
    std::uint64_t m_lines = 0;
};

} // namespace casebench
