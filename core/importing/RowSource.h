// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/importing/ReadOptions.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace casebench {

/// A row that could not be taken.
struct RowIssue
{
    std::uint64_t line = 0; ///< first physical line of the record, from 1
    std::size_t column = 0; ///< from 1; 0 = the row as a whole
    std::string
        kind; ///< token: ragged nul-byte invalid-utf8 invalid-utf16 text-after-quote unterminated-quote ...
    std::string reason; ///< for people
    std::string raw; ///< the bytes as the file has them, without the line end
};

/// Where a field's text lies in its batch's arena.
struct FieldSpan
{
    std::uint32_t begin = 0;
    std::uint32_t length = 0;
};

/// Some rows as texts. Valid until the next call of the source that gave it, or, where the source says
/// keepsPrevious(), until the one after that.
struct RawBatch
{
    const char* arena = nullptr;
    std::size_t columns = 0;
    std::size_t bytes = 0; ///< about how long all texts are together
    std::vector<FieldSpan> fields; ///< rows x columns, row-major
    std::vector<std::uint64_t> lines; ///< one per row
    std::vector<RowIssue> issues; ///< rows met on the way that could not be taken
    /// Cells that the file itself calls null (JSON), as positions in `fields`, ascending: missing whatever
    /// the column is; their text says how the file spells it.
    std::vector<std::uint32_t> nulls;

    [[nodiscard]] bool isNull(std::size_t row, std::size_t column) const
    {
        return !nulls.empty()
            && std::ranges::binary_search(nulls, static_cast<std::uint32_t>(row * columns + column));
    }

    [[nodiscard]] std::size_t rowCount() const { return lines.size(); }

    [[nodiscard]] std::string_view field(std::size_t row, std::size_t column) const
    {
        const FieldSpan span = fields[row * columns + column];
        return { arena + span.begin, span.length };
    }
};

/// Some rows of a batch.
struct RowRange
{
    const RawBatch& batch;
    std::size_t from = 0;
    std::size_t to = 0;
};

/// Reads one file once, in order.
class RowSource
{
public:
    virtual ~RowSource() = default;

    /// What must be done before the header is known and takes long: formats whose columns show only as one
    /// goes (JSON lines), or whose parts lie apart (workbooks), look through the file here. To be called
    /// once, before anything else. Fails: as opening does; Cancelled.
    [[nodiscard]] virtual Result<void> prepare(Progress&) { return {}; }

    /// Column names as they will be known: never empty, unique when case-folded.
    [[nodiscard]] virtual const std::vector<std::string>& header() const = 0;
    /// Takes:  batch: reused; at most 65,536 rows and about 8 MiB of text are put in.
    /// Gives:  false after the last row (the batch may still hold issues).
    /// Fails:  Unreadable, Corrupt; encoding-unknown, which only the end of a file can tell.
    [[nodiscard]] virtual Result<bool> next(RawBatch& batch) = 0;

    /// Whether a batch stays as it is while the next one is read, also in another thread and into another
    /// batch.
    [[nodiscard]] virtual bool keepsPrevious() const { return false; }

    /// Tokens about the file as a whole ("bom", "eol-mixed", "blank-lines=2"); complete after the last batch.
    [[nodiscard]] virtual std::vector<std::string> notes() const = 0;
    /// Share of the file's bytes read, 0..1.
    [[nodiscard]] virtual double fraction() const = 0;
    /// Equal for equal bytes of the file; complete after the last batch. The SHA-256 when ReadOptions has a
    /// digest.
    [[nodiscard]] virtual std::string fingerprint() = 0;
    /// "utf-8", "utf-16le" ...
    [[nodiscard]] virtual std::string encoding() const = 0;
};

} // namespace casebench
