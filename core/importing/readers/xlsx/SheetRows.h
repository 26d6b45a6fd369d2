// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/readers/xlsx/Workbook.h"

namespace casebench {

inline constexpr std::uint64_t kMaxSheetRow = 1'048'576; ///< what the file format allows
inline constexpr std::size_t kMaxSheetColumn = 16'384;

/// What a reader notes about a cell besides its text.
enum class CellSort : std::uint8_t
{
    Plain,
    Error, ///< #DIV/0!
    NotFinite, ///< in a cell for numbers, but none
    DateSerial, ///< a number shown as a date: its text is ISO now
    TimeSerial, ///< a number shown as a time of day: its text is the number
    LeadingZeros, ///< a number shown with leading zeros
};

struct SheetCell
{
    std::size_t column = 0; ///< from 0
    std::string text;
    CellSort sort = CellSort::Plain;
};

struct SheetRow
{
    std::uint64_t number = 0; ///< as the sheet counts, from 1
    std::vector<SheetCell> cells; ///< that have a text; ascending by column unless there is trouble
    std::string
        trouble; ///< bad-cell-reference duplicate-cell shared-string-missing field-too-long row-too-long
    std::string raw; ///< with trouble: what stands in the row, as "A1: text" separated by tabs
};

/// Sorts the cells and finds two at one place.
void settleCells(SheetRow& row);
/// "A1: text", separated by tabs; the first 64 KiB.
[[nodiscard]] std::string rawOf(const SheetRow& row);

/// Reads the rows of a sheet in the order of the file.
class SheetRows
{
public:
    /// Takes: all outlive it.
    SheetRows(const ZipFile& zip, const ZipEntry& part, const Workbook& book, const std::string& fileName);

    /// The sheet's root element. Fails: xlsx-part-missing when it is no worksheet.
    [[nodiscard]] Result<void> begin();
    /// Gives: false after the last row. Rows without any text come too.
    [[nodiscard]] Result<bool> next(SheetRow& row);

    [[nodiscard]] bool sawMerged() const { return m_merged; }

    [[nodiscard]] bool sawFormula() const { return m_formula; }

    [[nodiscard]] double fraction() const { return m_stream->fraction(); }

private:
    struct RawCell
    {
        std::string type;
        std::size_t style = 0;
        std::string value;
        bool tooLong = false;
    };

    [[nodiscard]] Result<void> readRow(SheetRow& row);
    [[nodiscard]] Result<void> readCell(SheetRow& row);
    [[nodiscard]] Result<void> readValue(RawCell& cell);
    [[nodiscard]] bool place(SheetRow& row, SheetCell& cell);
    void interpret(const RawCell& raw, SheetCell& cell, SheetRow& row) const;
    void interpretNumber(const RawCell& raw, SheetCell& cell) const;

    const Workbook& m_book;
    std::string m_where;
    std::shared_ptr<ZipStream> m_stream;
    std::unique_ptr<XmlReader> m_xml;
    std::uint64_t m_lastRow = 0;
    std::size_t m_nextColumn = 0;
    std::size_t m_rowBytes = 0;
    bool m_inData = false; ///< the last child of the root that started is the one with the rows
    bool m_merged = false;
    bool m_formula = false;
};

/// A serial date as ISO text; nothing when it stands for no day.
/// Takes: text: as the cell has it.
[[nodiscard]] std::optional<std::string> isoOfSerial(std::string_view text, bool from1904);

} // namespace casebench
