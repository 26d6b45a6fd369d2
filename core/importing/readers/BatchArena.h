// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/RowSource.h"

#include <string>

namespace casebench {

inline constexpr std::size_t kMaxFieldBytes = 16 * 1024 * 1024;
inline constexpr std::size_t kMaxRowBytes = 64 * 1024 * 1024;
inline constexpr std::size_t kHugeFieldBytes = 32'767; ///< what a spreadsheet cell holds
inline constexpr std::size_t kLongRowSample = 64 * 1024; ///< kept of a row that is too long

/// Fills a batch for formats whose cells do not lie in the reader's own buffer.
class BatchArena
{
public:
    /// Takes: batch: stays where it is until finish().
    void begin(RawBatch& batch, std::size_t columns);

    [[nodiscard]] bool full() const;

    /// A row whose cells are all empty; set() fills them, endRow() keeps it.
    void startRow();
    void set(std::size_t column, std::string_view text);
    /// The same for a cell that the file calls null.
    void setNull(std::size_t column, std::string_view spelling);
    void endRow(std::uint64_t line);
    /// Hands the texts over to the batch, which borrows them until begin().
    void finish();

private:
    RawBatch* m_batch = nullptr;
    std::string m_text;
    std::vector<std::uint32_t> m_rowNulls;
};

/// Finds out what a reader notes about its cells: control characters, turned reading direction, huge fields.
class CellWatch
{
public:
    /// Gives: the token that keeps this text out ("invalid-utf8", "nul-byte", "field-too-long"), or "".
    [[nodiscard]] std::string_view look(std::string_view text);
    /// huge-field control-char bidi-control, as far as they were seen.
    void addNotes(std::vector<std::string>& notes) const;

private:
    bool m_huge = false;
    bool m_control = false;
    bool m_bidi = false;
};

/// A sentence for the tokens of CellWatch.
[[nodiscard]] std::string reasonOf(std::string_view cellToken);

} // namespace casebench
