// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/xlsx/SheetRows.h"

#include "core/base/Text.h"
#include "core/base/Time.h"
#include "core/importing/readers/BatchArena.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::size_t kRowDepth = 3; // worksheet, sheetData, row
constexpr std::size_t kCellDepth = 4;
constexpr double kSerialNoise = 5e-6; // seconds: a serial of 15 digits is no more exact than that

void fail(SheetRow& row, std::string_view token)
{
    if (row.trouble.empty())
        row.trouble = token;
}

/// "BC27" -> column 54, row 27; nothing when it lies outside the grid.
bool splitReference(std::string_view reference, std::size_t& column, std::uint64_t& row)
{
    std::size_t letters = 0;
    std::size_t number = 0;
    for (; letters < reference.size() && reference[letters] >= 'A' && reference[letters] <= 'Z'; ++letters)
        number = std::min(number * 26 + static_cast<std::size_t>(reference[letters] - 'A' + 1),
                          kMaxSheetColumn + 1);
    const std::string_view digits = reference.substr(letters);
    const auto parsed =
        digits.starts_with('0') || digits.starts_with('-') ? std::nullopt : parseInteger(digits);
    if (number == 0 || number > kMaxSheetColumn || !parsed || *parsed > static_cast<long long>(kMaxSheetRow))
        return false;
    column = number - 1;
    row = static_cast<std::uint64_t>(*parsed);
    return true;
}

std::string columnLetters(std::size_t column)
{
    std::string letters;
    for (std::size_t number = column + 1; number > 0; number = (number - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (number - 1) % 26));
    return letters;
}

} // namespace

std::optional<std::string> isoOfSerial(std::string_view text, bool from1904)
{
    const auto serial = parseFiniteNumber(text);
    if (!serial)
        return std::nullopt;
    const double first = from1904 ? 0 : 1; // 0 is no day of the 1900 system
    const double last = from1904 ? 2'957'003 : 2'958'465; // 9999-12-31
    if (*serial < first || *serial >= last + 1)
        return std::nullopt;
    double days = std::floor(*serial);
    if (!from1904 && days == 60)
        return std::nullopt; // 29 February 1900, which the 1900 system has and the calendar has not
    const double seconds = (*serial - days) * 86'400;
    auto micros = static_cast<Instant>(std::llround(seconds * 1e3)) * 1'000;
    if (std::abs(seconds - static_cast<double>(micros) * 1e-6) > kSerialNoise)
        micros = std::llround(seconds * 1e6);
    const int base = !from1904 ? days < 60 ? 31 : 30 : 0;
    const Instant zero = from1904 ? *makeDate(1904, 1, 1) : *makeDate(1899, 12, base);
    const Instant instant = zero + static_cast<Instant>(days) * kMicrosPerDay + micros;
    if (instant % kMicrosPerDay == 0)
        return formatDate(instant);
    std::string iso = formatInstant(instant);
    iso.pop_back(); // no zone: a workbook knows none
    while (iso.find('.') != std::string::npos && (iso.back() == '0' || iso.back() == '.'))
        iso.pop_back();
    return iso;
}

void settleCells(SheetRow& row)
{
    const auto byColumn = [](const SheetCell& cell) { return cell.column; };
    if (!std::ranges::is_sorted(row.cells, {}, byColumn))
        std::ranges::stable_sort(row.cells, {}, byColumn);
    if (std::ranges::adjacent_find(row.cells, {}, byColumn) != row.cells.end())
        fail(row, "duplicate-cell");
}

std::string rawOf(const SheetRow& row)
{
    std::string raw;
    for (const SheetCell& cell : row.cells) {
        raw += fmt::format("{}{}{}: ", raw.empty() ? "" : "\t", columnLetters(cell.column), row.number);
        raw += cell.text;
        if (raw.size() > kLongRowSample)
            break;
    }
    raw.resize(std::min(raw.size(), kLongRowSample));
    return raw;
}

SheetRows::SheetRows(const ZipFile& zip,
                     const ZipEntry& part,
                     const Workbook& book,
                     const std::string& fileName)
    : m_book(book)
    , m_where(fileName + ": " + escapedForTerminal(part.name))
    , m_stream(std::make_shared<ZipStream>(zip, part))
    , m_xml(std::make_unique<XmlReader>(
          [stream = m_stream](char* into, std::size_t capacity) { return stream->read(into, capacity); },
          m_where))
{
}

Result<void> SheetRows::begin()
{
    CB_TRY(const XmlToken token, m_xml->next());
    if (token != XmlToken::Start || m_xml->localName() != "worksheet"
        || !isSheetNamespace(m_xml->namespaceUri()))
        return Error { ErrorCode::Corrupt, "The sheet is no worksheet.", m_where, "xlsx-part-missing",
                       "Open the file in the program it comes from and save it again as .xlsx." };
    return {};
}

Result<bool> SheetRows::next(SheetRow& row)
{
    for (;;) {
        CB_TRY(const XmlToken token, m_xml->next());
        if (token == XmlToken::Finish)
            return false;
        if (token != XmlToken::Start)
            continue;
        const bool ours = isSheetNamespace(m_xml->namespaceUri());
        if (m_xml->depth() == kRowDepth - 1)
            m_inData = ours && m_xml->localName() == "sheetData";
        if (!ours)
            continue;
        m_merged = m_merged || m_xml->localName() == "mergeCell";
        if (m_inData && m_xml->localName() == "row" && m_xml->depth() == kRowDepth) {
            CB_CHECK(readRow(row));
            return true;
        }
    }
}

Result<void> SheetRows::readRow(SheetRow& row)
{
    row.number = m_lastRow + 1;
    row.cells.clear();
    row.trouble.clear();
    row.raw.clear();
    m_nextColumn = 0;
    m_rowBytes = 0;
    if (const auto told = m_xml->attribute("r")) {
        std::size_t ignored = 0;
        if (!splitReference("A" + std::string(*told), ignored, row.number)) {
            row.number = m_lastRow + 1;
            row.trouble = "bad-cell-reference";
            row.raw = "row " + std::string(told->substr(0, kLongRowSample));
        }
    } else if (row.number > kMaxSheetRow) {
        row.trouble = "bad-cell-reference";
    }
    for (;;) {
        CB_TRY(const XmlToken token, m_xml->next());
        if (token == XmlToken::End && m_xml->depth() < kRowDepth)
            break;
        if (token == XmlToken::Start && m_xml->localName() == "c" && m_xml->depth() == kCellDepth
            && isSheetNamespace(m_xml->namespaceUri()))
            CB_CHECK(readCell(row));
    }
    settleCells(row);
    if (row.trouble.empty())
        m_lastRow = row.number;
    else if (row.raw.empty())
        row.raw = rawOf(row);
    return {};
}

/// Finds the cell's column. Gives: false when it lies outside the grid or in another row.
bool SheetRows::place(SheetRow& row, SheetCell& cell)
{
    const auto reference = m_xml->attribute("r");
    std::uint64_t number = row.number;
    cell.column = m_nextColumn;
    const bool inside =
        reference ? splitReference(*reference, cell.column, number) : m_nextColumn < kMaxSheetColumn;
    if (!inside || (number != row.number && row.trouble.empty())) {
        fail(row, "bad-cell-reference");
        row.raw += fmt::format("{}cell {}", row.raw.empty() ? "" : "\t",
                               reference.value_or("without a place").substr(0, kHugeFieldBytes));
        return false;
    }
    m_nextColumn = cell.column + 1;
    return true;
}

Result<void> SheetRows::readCell(SheetRow& row)
{
    SheetCell cell;
    const bool placed = place(row, cell);
    RawCell raw;
    raw.type = m_xml->attribute("t").value_or("n");
    raw.style = static_cast<std::size_t>(
        std::max(0LL, parseInteger(m_xml->attribute("s").value_or("0")).value_or(0)));
    CB_CHECK(readValue(raw));
    if (raw.tooLong)
        fail(row, "field-too-long");
    if (raw.value.empty())
        return {};
    interpret(raw, cell, row);
    m_rowBytes += cell.text.size();
    if (m_rowBytes > kMaxRowBytes)
        fail(row, "row-too-long");
    if (!placed || !row.trouble.empty()) {
        // What can be shown of a row that is not taken; its cells need not be held.
        if (row.raw.size() < kLongRowSample)
            row.raw += (row.raw.empty() ? "" : "\t") + cell.text.substr(0, kHugeFieldBytes);
        return {};
    }
    if (!cell.text.empty())
        row.cells.push_back(std::move(cell));
    return {};
}

Result<void> SheetRows::readValue(RawCell& cell)
{
    std::size_t valueDepth = 0;
    for (;;) {
        CB_TRY(const XmlToken token, m_xml->next());
        if (token == XmlToken::Text && valueDepth > 0 && m_xml->depth() == valueDepth) {
            cell.value += m_xml->text();
        } else if (token == XmlToken::Start && m_xml->depth() == kCellDepth + 1) {
            const std::string_view name = m_xml->localName();
            valueDepth = name == "v" ? kCellDepth + 1 : 0;
            m_formula = m_formula || name == "f";
            if (name == "is")
                CB_CHECK(readRichText(*m_xml, cell.value));
        } else if (token == XmlToken::End) {
            valueDepth = m_xml->depth() <= kCellDepth ? 0 : valueDepth;
            if (m_xml->depth() < kCellDepth)
                return {};
        }
        if (cell.value.size() > kMaxFieldBytes) {
            cell.tooLong = true;
            cell.value.resize(kLongRowSample);
        }
    }
}

void SheetRows::interpret(const RawCell& raw, SheetCell& cell, SheetRow& row) const
{
    if (raw.type == "s") {
        const auto index = raw.value.starts_with('-') ? std::nullopt : parseInteger(raw.value);
        if (index && static_cast<std::size_t>(*index) < m_book.sharedEnds.size())
            cell.text = m_book.shared(static_cast<std::size_t>(*index));
        else
            fail(row, "shared-string-missing");
    } else if (raw.type == "n") {
        interpretNumber(raw, cell);
    } else if (raw.type == "b") {
        const bool yes = raw.value == "1" || raw.value == "true";
        cell.text = yes ? "TRUE" : raw.value == "0" || raw.value == "false" ? "FALSE" : raw.value;
    } else {
        cell.text = raw.value;
        if (raw.type == "e")
            cell.sort = CellSort::Error;
        else if (raw.type != "d")
            unescapeSheetText(cell.text, 0);
    }
}

void SheetRows::interpretNumber(const RawCell& raw, SheetCell& cell) const
{
    cell.text = raw.value;
    if (!parseFiniteNumber(raw.value)) {
        cell.sort = CellSort::NotFinite;
        return;
    }
    const NumberStyle style =
        raw.style < m_book.styles.size() ? m_book.styles[raw.style] : NumberStyle::Plain;
    if (style == NumberStyle::LeadingZeros) {
        cell.sort = CellSort::LeadingZeros;
    } else if (style != NumberStyle::Plain) {
        const auto iso = isoOfSerial(raw.value, m_book.from1904);
        const bool clock = style == NumberStyle::TimeOfDay && parseFiniteNumber(raw.value).value_or(1) < 1;
        cell.sort = clock ? CellSort::TimeSerial : CellSort::DateSerial;
        if (iso && !clock)
            cell.text = *iso;
    }
}

} // namespace casebench
