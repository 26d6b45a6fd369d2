// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/XlsxReader.h"

#include "core/base/Text.h"
#include "core/importing/ByteSource.h"
#include "core/importing/KnownContent.h"
#include "core/importing/readers/BatchArena.h"
#include "core/importing/readers/Header.h"
#include "core/importing/readers/xlsx/SheetRows.h"

#include <array>
#include <fmt/format.h>
#include <unistd.h>

namespace casebench {

namespace {

constexpr std::uint64_t kMaxUnordered = std::uint64_t { 64 }
    << 20; // bytes of a sheet that is sorted in memory (ours)
constexpr std::uint64_t kRowsBetweenLooks = 256; // between two reports of progress

struct SheetColumnCounts
{
    std::uint64_t errors = 0;
    bool notFinite = false;
    bool dateSerial = false;
    bool timeSerial = false;
    bool leadingZeros = false;
};

class XlsxReader : public RowSource
{
public:
    XlsxReader(const std::filesystem::path& path, const ReadOptions& options)
        : m_name(path.string())
        , m_options(options)
    {
    }

    [[nodiscard]] Result<void> open();
    [[nodiscard]] Result<void> prepare(Progress& progress) override;

    [[nodiscard]] const std::vector<std::string>& header() const override { return m_header.names; }

    [[nodiscard]] Result<bool> next(RawBatch& batch) override;
    [[nodiscard]] std::vector<std::string> notes() const override;

    [[nodiscard]] double fraction() const override { return m_rows ? m_rows->fraction() : 1; }

    [[nodiscard]] std::string fingerprint() override;

    [[nodiscard]] std::string encoding() const override { return "utf-8"; }

private:
    [[nodiscard]] Result<void> refuseByLooks() const;
    [[nodiscard]] Result<void> chooseSheet();
    [[nodiscard]] Result<void> lookThrough(Progress& progress);
    [[nodiscard]] Result<void> sortRows(Progress& progress);
    [[nodiscard]] Result<void> beginSheet();
    [[nodiscard]] Result<bool> nextRow(SheetRow& row);
    [[nodiscard]] Result<void> takeHeader();
    void addRow(const SheetRow& row, RawBatch& batch);
    [[nodiscard]] std::string troubleOf(const SheetRow& row);
    [[nodiscard]] std::string reasonFor(std::string_view trouble) const;

    std::string m_name;
    ReadOptions m_options;
    std::unique_ptr<ByteSource> m_bytes;
    std::unique_ptr<ZipFile> m_zip;
    Workbook m_book;
    std::size_t m_sheet = 0;
    const ZipEntry* m_part = nullptr;
    std::optional<SheetRows> m_rows;
    bool m_ordered = true;
    std::vector<SheetRow> m_sorted; ///< when the sheet's rows are out of order
    std::size_t m_sortedAt = 0;
    Header m_header;
    BatchArena m_arena;
    CellWatch m_watch;
    std::vector<SheetColumnCounts> m_counts;
    std::uint64_t m_lastNumber = 0; ///< of the last row with a text
    std::uint64_t m_blank = 0;
    bool m_sawRow = false;
    bool m_merged = false;
    bool m_formula = false;
};

Result<void> XlsxReader::open()
{
    CB_TRY(m_bytes, ByteSource::open(m_name, m_options));
    CB_CHECK(refuseByLooks());
    CB_TRY(m_zip, ZipFile::open(m_bytes->file(), m_name));
    return {};
}

Result<void> XlsxReader::refuseByLooks() const
{
    std::string head(512, '\0');
    const ssize_t count = ::pread(m_bytes->file(), head.data(), head.size(), 0);
    head.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    if (head.empty())
        return Error { ErrorCode::InvalidInput, "The file is empty.", m_name, "empty-file",
                       "Check that the export finished." };
    if (head.starts_with("PK\x03\x04"))
        return {};
    if (head.starts_with("\xD0\xCF\x11\xE0"))
        return Error { ErrorCode::Unsupported, "This is an encrypted or an old (.xls) workbook.", m_name,
                       "encrypted-or-legacy", "Save it as .xlsx without a password." };
    std::string end(22, '\0');
    const bool hasEnd = m_bytes->size() >= end.size()
        && ::pread(m_bytes->file(), end.data(), end.size(), static_cast<off_t>(m_bytes->size() - end.size()))
            == 22
        && end.starts_with("PK\x05\x06");
    if (hasEnd)
        return Error { ErrorCode::Corrupt, "Something lies before the first entry of the archive.", m_name,
                       "zip-corrupt",
                       "Open the file in the program it comes from and save it again as .xlsx." };
    const auto known = knownBinary(head);
    const bool html = startsLikeHtml(head);
    const std::string what = known ? std::string(known->what) : html ? "a web page" : "something else";
    return Error { ErrorCode::Unsupported, "This is no workbook but " + what + ".", m_name, "not-xlsx",
                   known      ? std::string(known->advice)
                       : html ? "Open it in a spreadsheet program and save it as .xlsx or .csv."
                              : "If it is text, rename it to .csv, .tsv or .jsonl." };
}

Result<void> XlsxReader::chooseSheet()
{
    const auto& sheets = m_book.sheets;
    std::string names;
    std::optional<std::size_t> chosen;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        names += (i > 0 ? ", " : "") + escapedForTerminal(sheets[i].name);
        const bool wanted = m_options.sheet.empty() ? !sheets[i].hidden && !sheets[i].noCells
                                                    : sheets[i].name == m_options.sheet;
        if (wanted && !chosen)
            chosen = i;
    }
    if (!chosen)
        return Error { ErrorCode::NotFound,
                       m_options.sheet.empty() ? "The workbook has no visible sheet with cells."
                                               : "The workbook has no sheet \"" + m_options.sheet + "\".",
                       m_name, "sheet-not-found", "Choose one with --sheet: " + names + "." };
    m_sheet = *chosen;
    m_part = sheets[m_sheet].part.empty() ? nullptr : m_zip->find(sheets[m_sheet].part);
    if (m_part == nullptr)
        return Error { ErrorCode::Corrupt,
                       "The sheet \"" + escapedForTerminal(sheets[m_sheet].name) + "\" is not in the file.",
                       m_name, "xlsx-part-missing",
                       "Open the file in the program it comes from and save it again as .xlsx." };
    return {};
}

Result<void> XlsxReader::prepare(Progress& progress)
{
    Progress checking = progress.part(0, 0.3);
    CB_CHECK(m_zip->checkAll(checking));
    CB_TRY(m_book, readWorkbook(*m_zip, m_name, progress));
    CB_CHECK(chooseSheet());
    Progress looking = progress.part(0.5, 1);
    CB_CHECK(lookThrough(looking));
    if (!m_ordered)
        CB_CHECK(sortRows(looking));
    CB_CHECK(beginSheet());
    return takeHeader();
}

Result<void> XlsxReader::beginSheet()
{
    m_rows.emplace(*m_zip, *m_part, m_book, m_name);
    m_sortedAt = 0;
    return m_rows->begin();
}

/// The whole sheet once: it must be well-formed to its end before the first row is given, and its order
/// known.
Result<void> XlsxReader::lookThrough(Progress& progress)
{
    CB_CHECK(beginSheet());
    SheetRow row;
    std::uint64_t last = 0;
    for (std::uint64_t count = 0;; ++count) {
        if (count % kRowsBetweenLooks == 0) {
            CB_CHECK(progress.checkpoint());
            progress.report(fraction(), "looking through the sheet");
        }
        CB_TRY(const bool found, m_rows->next(row));
        if (!found)
            break;
        m_ordered = m_ordered && (!row.trouble.empty() || row.number > last);
        last = row.trouble.empty() ? row.number : last;
    }
    m_merged = m_rows->sawMerged();
    m_formula = m_rows->sawFormula();
    return {};
}

Result<void> XlsxReader::sortRows(Progress& progress)
{
    if (m_part->size > kMaxUnordered)
        return Error { ErrorCode::Unsupported, "The rows of this large sheet are not in order.", m_name,
                       "rows-unordered", "Open the file in a spreadsheet program and save it again." };
    CB_CHECK(beginSheet());
    for (;;) {
        CB_CHECK(progress.checkpoint());
        SheetRow row;
        CB_TRY(const bool found, m_rows->next(row));
        if (!found)
            break;
        if (!row.cells.empty() || !row.trouble.empty())
            m_sorted.push_back(std::move(row));
    }
    std::ranges::stable_sort(m_sorted, {}, &SheetRow::number);
    std::vector<SheetRow> merged;
    for (SheetRow& row : m_sorted) {
        if (merged.empty() || merged.back().number != row.number || !row.trouble.empty()
            || !merged.back().trouble.empty()) {
            merged.push_back(std::move(row));
            continue;
        }
        SheetRow& before = merged.back();
        std::ranges::move(row.cells, std::back_inserter(before.cells));
        settleCells(before);
        if (!before.trouble.empty())
            before.raw = rawOf(before);
    }
    m_sorted = std::move(merged);
    return {};
}

/// The next row that has a text, or cannot be taken.
Result<bool> XlsxReader::nextRow(SheetRow& row)
{
    for (;;) {
        if (m_ordered) {
            CB_TRY(const bool found, m_rows->next(row));
            if (!found)
                return false;
        } else {
            if (m_sortedAt == m_sorted.size())
                return false;
            row = m_sorted[m_sortedAt++];
        }
        if (row.number <= m_options.skip || (row.cells.empty() && row.trouble.empty()))
            continue;
        if (row.number > m_lastNumber) {
            m_blank += row.number - std::max<std::uint64_t>(m_lastNumber, m_options.skip) - 1;
            m_lastNumber = row.number;
        }
        return true;
    }
}

Result<void> XlsxReader::takeHeader()
{
    SheetRow row;
    CB_TRY(const bool found, nextRow(row));
    const std::string where = m_name + ": " + escapedForTerminal(m_book.sheets[m_sheet].name);
    if (!found)
        return Error { ErrorCode::InvalidInput, "The sheet has no cell with a text.", where, "empty-file",
                       "Choose another sheet with --sheet." };
    const std::string place = fmt::format("{}: row {}", where, row.number);
    std::string trouble = row.trouble;
    std::vector<std::string_view> names(row.cells.empty() ? 0 : row.cells.back().column + 1);
    for (const SheetCell& cell : row.cells) {
        names[cell.column] = cell.text;
        if (const auto odd = m_watch.look(cell.text); trouble.empty() && odd != "nul-byte")
            trouble = odd; // makeHeader has its own word for NUL
    }
    if (!trouble.empty())
        return Error { ErrorCode::InvalidInput, "The header cannot be taken: " + reasonFor(trouble), place,
                       trouble, "Correct the row in a spreadsheet program, or skip rows with skip=N." };
    auto header = makeHeader(names);
    if (!header)
        return header.error().in(place);
    m_header = std::move(*header);
    m_counts.resize(m_header.names.size());
    return {};
}

std::string XlsxReader::troubleOf(const SheetRow& row)
{
    if (!row.trouble.empty())
        return row.trouble;
    for (const SheetCell& cell : row.cells) {
        if (cell.column >= m_header.names.size())
            return "ragged";
        if (const auto odd = m_watch.look(cell.text); !odd.empty())
            return std::string(odd);
    }
    return {};
}

std::string XlsxReader::reasonFor(std::string_view trouble) const
{
    if (trouble == "bad-cell-reference")
        return "A cell says it lies in another row, or outside the sheet.";
    if (trouble == "duplicate-cell")
        return "The same cell stands twice; which one is right cannot be known.";
    if (trouble == "shared-string-missing")
        return "A cell points at a text that the workbook does not have.";
    if (trouble == "ragged")
        return fmt::format("A cell has a value where the header, of {} columns, has no name.",
                           m_header.names.size());
    return reasonOf(trouble);
}

void XlsxReader::addRow(const SheetRow& row, RawBatch& batch)
{
    if (std::string trouble = troubleOf(row); !trouble.empty()) {
        std::string reason = reasonFor(trouble);
        batch.issues.push_back(
            { row.number, 0, std::move(trouble), std::move(reason), row.raw.empty() ? rawOf(row) : row.raw });
        return;
    }
    m_arena.startRow();
    for (const SheetCell& cell : row.cells) {
        m_arena.set(cell.column, cell.text);
        SheetColumnCounts& counts = m_counts[cell.column];
        counts.errors += cell.sort == CellSort::Error ? 1 : 0;
        counts.notFinite = counts.notFinite || cell.sort == CellSort::NotFinite;
        counts.dateSerial = counts.dateSerial || cell.sort == CellSort::DateSerial;
        counts.timeSerial = counts.timeSerial || cell.sort == CellSort::TimeSerial;
        counts.leadingZeros = counts.leadingZeros || cell.sort == CellSort::LeadingZeros;
    }
    m_arena.endRow(row.number);
    m_sawRow = true;
}

Result<bool> XlsxReader::next(RawBatch& batch)
{
    m_arena.begin(batch, m_header.names.size());
    bool more = true;
    SheetRow row;
    while (more && !m_arena.full()) {
        CB_TRY(more, nextRow(row));
        if (more)
            addRow(row, batch);
    }
    m_arena.finish();
    return more;
}

std::vector<std::string> XlsxReader::notes() const
{
    std::vector<std::string> notes;
    const auto add = [&](bool present, std::string note) {
        if (present)
            notes.push_back(std::move(note));
    };
    const auto hidden = std::ranges::count_if(m_book.sheets, &SheetName::hidden);
    add(m_book.sheets.size() > 1, "sheet:" + m_book.sheets[m_sheet].name);
    add(m_book.sheets.size() > 1, fmt::format("other-sheets={}", m_book.sheets.size() - 1));
    add(hidden > 0, fmt::format("hidden-sheets={}", hidden));
    add(m_book.from1904, "date-1904");
    add(m_merged, "merged-cells");
    add(m_formula, "formula-cells");
    add(m_blank > 0, fmt::format("blank-lines={}", m_blank));
    notes.insert(notes.end(), m_header.notes.begin(), m_header.notes.end());
    add(!m_sawRow, "no-data-rows");
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        const std::string& name = m_header.names[i];
        add(m_counts[i].notFinite, "non-finite:" + name);
        add(m_counts[i].dateSerial, "date-serial:" + name);
        add(m_counts[i].timeSerial, "time-serial:" + name);
        add(m_counts[i].leadingZeros, "display-format:" + name);
        add(m_counts[i].errors > 0, fmt::format("error-cell:{}={}", name, m_counts[i].errors));
    }
    m_watch.addNotes(notes);
    return notes;
}

std::string XlsxReader::fingerprint()
{
    // Where even this fails, the rows were still held to the archive's own CRC.
    return m_bytes->readToEnd() ? m_bytes->fingerprint() : std::string();
}

} // namespace

Result<std::unique_ptr<RowSource>> openXlsx(const std::filesystem::path& path, const ReadOptions& options)
{
    auto reader = std::make_unique<XlsxReader>(path, options);
    CB_CHECK(reader->open());
    return std::unique_ptr<RowSource>(std::move(reader));
}

} // namespace casebench
