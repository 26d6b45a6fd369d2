// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/SqliteReader.h"

#include "core/base/Text.h"
#include "core/importing/ByteSource.h"
#include "core/importing/KnownContent.h"
#include "core/importing/TextDecoder.h"
#include "core/importing/readers/BatchArena.h"
#include "core/importing/readers/Header.h"
#include "core/importing/readers/sqlite/ForeignDatabase.h"

#include <array>
#include <fmt/format.h>
#include <limits>
#include <sqlite3.h>
#include <unistd.h>

namespace casebench {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kMagic = "SQLite format 3\0"sv;
constexpr std::uint64_t kLeastRowBytes = 2; // of a file per row, whatever it holds (ours, generous)

struct StorageCounts
{
    std::uint64_t numbers = 0;
    std::uint64_t texts = 0;
    std::uint64_t empty = 0; ///< of the texts
    std::uint64_t blobs = 0;
    std::uint64_t nulls = 0;
};

class SqliteReader : public RowSource
{
public:
    SqliteReader(const std::filesystem::path& path, const ReadOptions& options)
        : m_path(path)
        , m_options(options)
    {
    }

    [[nodiscard]] Result<void> open();

    [[nodiscard]] const std::vector<std::string>& header() const override { return m_header.names; }

    [[nodiscard]] Result<bool> next(RawBatch& batch) override;
    [[nodiscard]] std::vector<std::string> notes() const override;
    [[nodiscard]] double fraction() const override;
    [[nodiscard]] std::string fingerprint() override;

    [[nodiscard]] std::string encoding() const override { return m_database->encoding(); }

private:
    [[nodiscard]] Result<void> refuseByLooks() const;
    [[nodiscard]] Result<void> readHeader();
    [[nodiscard]] Result<void> begin(std::int64_t firstRow);
    [[nodiscard]] Result<bool> step(RawBatch& batch);
    [[nodiscard]] Result<std::optional<std::int64_t>> rowIdFrom(const std::string& condition,
                                                                std::int64_t first) const;
    [[nodiscard]] Result<void> checkOrder();
    [[nodiscard]] Result<void> addRow(RawBatch& batch);
    [[nodiscard]] std::string_view
    readCell(std::size_t column, std::string& text, StorageCounts& counts) const;
    void addIssue(RawBatch& batch, std::string_view kind, std::string raw) const;
    [[nodiscard]] Error damaged() const;

    [[nodiscard]] bool hasRowId() const { return !m_table.rowId.empty(); }

    std::filesystem::path m_path;
    ReadOptions m_options;
    std::unique_ptr<ByteSource> m_bytes;
    std::unique_ptr<ForeignDatabase> m_database;
    std::unique_ptr<TextDecoder> m_decoder; ///< none: the texts are UTF-8
    ForeignTable m_table;
    std::string m_select; ///< all but its condition
    ForeignStatement m_rows;
    Header m_header;
    BatchArena m_arena;
    CellWatch m_watch;
    std::vector<std::string> m_cells;
    std::vector<StorageCounts> m_counts;
    std::size_t m_computed = 0; ///< columns left out
    std::uint64_t m_line = 0;
    std::int64_t m_firstId = 0;
    std::int64_t m_lastId = 0; ///< of the table
    std::int64_t m_nextId = std::numeric_limits<std::int64_t>::min(); ///< the least that may come
    bool m_atEnd = false;
    bool m_sawRow = false;
};

Error SqliteReader::damaged() const
{
    return { ErrorCode::Corrupt, "The table's rows are out of order: the database is damaged.",
             fmt::format("{}: row {}", m_path.string(), m_line), "sqlite-corrupt",
             "Make a copy with the .recover command of the sqlite3 program, and import that." };
}

Result<void> SqliteReader::open()
{
    CB_TRY(m_bytes, ByteSource::open(m_path, m_options));
    CB_CHECK(refuseByLooks());
    CB_TRY(m_database, ForeignDatabase::open(m_path));
    if (m_database->encoding() != "utf-8") {
        CB_TRY(m_decoder, makeDecoder(m_database->encoding()));
    }
    CB_TRY(m_table, m_database->choose(m_options.table));
    CB_CHECK(readHeader());
    if (hasRowId()) {
        CB_TRY(const auto first, rowIdFrom(" ORDER BY 1 LIMIT 1", 0));
        CB_TRY(const auto last, rowIdFrom(" ORDER BY 1 DESC LIMIT 1", 0));
        m_firstId = first.value_or(0);
        m_lastId = last.value_or(0);
    }
    return begin(m_nextId);
}

Result<void> SqliteReader::refuseByLooks() const
{
    std::string head(512, '\0');
    const ssize_t count = ::pread(m_bytes->file(), head.data(), head.size(), 0);
    head.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    if (head.empty())
        return Error { ErrorCode::InvalidInput, "The file is empty.", m_path.string(), "empty-file",
                       "Check that the export finished." };
    if (head.starts_with(kMagic))
        return {};
    const auto known = knownBinary(head);
    return Error {
        ErrorCode::Unsupported,
        "This is no SQLite database"
            + (known ? " but " + std::string(known->what) + "." : std::string(", or it is encrypted.")),
        m_path.string(), "not-sqlite",
        known ? std::string(known->advice)
              : "If it is text, rename it to .csv or .jsonl; if it is encrypted, export the table as CSV."
    };
}

Result<void> SqliteReader::readHeader()
{
    std::vector<std::string_view> names;
    m_select = "SELECT " + (hasRowId() ? m_table.rowId : std::string("0"));
    for (const ForeignColumn& column : m_table.columns) {
        if (column.computed) {
            ++m_computed;
            continue;
        }
        names.emplace_back(column.name);
        m_select += ", " + quotedName(column.name);
    }
    m_select += " FROM " + quotedName(m_table.name) + " NOT INDEXED"; // an index may hold expressions
    auto header = makeHeader(names);
    if (!header)
        return header.error().in(m_path.string());
    m_header = std::move(*header);
    if (m_header.names.empty())
        return Error { ErrorCode::InvalidInput, "The table has no column that is stored.", m_path.string(),
                       "empty-file", "Choose another table with --table." };
    m_cells.resize(m_header.names.size());
    m_counts.resize(m_header.names.size());
    return {};
}

Result<std::optional<std::int64_t>> SqliteReader::rowIdFrom(const std::string& condition,
                                                            std::int64_t first) const
{
    CB_TRY(const auto statement,
           m_database->prepare("SELECT " + m_table.rowId + " FROM " + quotedName(m_table.name)
                               + " NOT INDEXED" + condition));
    if (sqlite3_bind_parameter_count(statement.get()) > 0)
        sqlite3_bind_int64(statement.get(), 1, first);
    CB_TRY(const bool found, m_database->step(statement.get()));
    return found ? std::optional(static_cast<std::int64_t>(sqlite3_column_int64(statement.get(), 0)))
                 : std::nullopt;
}

Result<void> SqliteReader::begin(std::int64_t firstRow)
{
    const std::string order =
        hasRowId() ? " WHERE " + m_table.rowId + " >= ?1 ORDER BY " + m_table.rowId : std::string();
    CB_TRY(m_rows, m_database->prepare(m_select + order));
    if (hasRowId())
        sqlite3_bind_int64(m_rows.get(), 1, firstRow);
    return {};
}

/// The next row; one with a field that SQLite may not load here goes to quarantine, and the scan starts
/// behind it.
Result<bool> SqliteReader::step(RawBatch& batch)
{
    while (!m_arena.full()) {
        const auto found = m_database->step(m_rows.get());
        if (found)
            return *found;
        if (found.error().kind != "too-big" || !hasRowId())
            return found;
        CB_TRY(const auto row, rowIdFrom(" WHERE " + m_table.rowId + " >= ?1 ORDER BY 1 LIMIT 1", m_nextId));
        if (!row)
            return damaged();
        ++m_line;
        addIssue(batch, "field-too-long", fmt::format("rowid {}", *row));
        if (*row == std::numeric_limits<std::int64_t>::max())
            return false;
        m_nextId = *row + 1;
        CB_CHECK(begin(m_nextId));
    }
    return true; // full of such rows
}

/// A damaged tree can give the same rows for ever: numbers that do not grow, or more rows than fit into the
/// file.
Result<void> SqliteReader::checkOrder()
{
    ++m_line;
    if (m_line > m_bytes->size() / kLeastRowBytes)
        return damaged();
    if (!hasRowId())
        return {};
    const std::int64_t id = sqlite3_column_int64(m_rows.get(), 0);
    if (id < m_nextId || sqlite3_column_type(m_rows.get(), 0) != SQLITE_INTEGER)
        return damaged();
    if (id == std::numeric_limits<std::int64_t>::max())
        m_atEnd = true;
    else
        m_nextId = id + 1;
    return {};
}

void SqliteReader::addIssue(RawBatch& batch, std::string_view kind, std::string raw) const
{
    const std::string reason =
        kind == "invalid-utf16" ? std::string("There are bytes that are no text.") : reasonOf(kind);
    batch.issues.push_back({ m_line, 0, std::string(kind), reason, std::move(raw) });
}

/// Gives: the token that keeps the row out, or "".
std::string_view SqliteReader::readCell(std::size_t column, std::string& text, StorageCounts& counts) const
{
    sqlite3_stmt* const row = m_rows.get();
    const int at = static_cast<int>(column) + 1;
    const auto bytes = [&] {
        const auto* const data = static_cast<const char*>(sqlite3_column_blob(row, at));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(row, at));
        return data == nullptr ? std::string_view() : std::string_view(data, size);
    };
    text.clear();
    switch (sqlite3_column_type(row, at)) {
    case SQLITE_INTEGER:
        ++counts.numbers;
        text = std::to_string(sqlite3_column_int64(row, at));
        return {};
    case SQLITE_FLOAT:
        ++counts.numbers;
        text = shortestNumber(sqlite3_column_double(row, at));
        return {};
    case SQLITE_NULL:
        ++counts.nulls;
        return {};
    case SQLITE_BLOB:
        ++counts.blobs;
        text = "X'" + toHex(bytes()) + "'";
        std::ranges::transform(text, text.begin(), [](char c) {
            return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
        });
        return text.size() > kMaxFieldBytes ? "field-too-long" : "";
    default:
        break;
    }
    ++counts.texts;
    if (m_decoder)
        m_decoder->decode(bytes(), true, text);
    else
        text = bytes();
    counts.empty += text.empty() ? 1 : 0;
    return {};
}

Result<void> SqliteReader::addRow(RawBatch& batch)
{
    CB_CHECK(checkOrder());
    std::string_view trouble;
    std::size_t size = 0;
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        std::string_view odd = readCell(i, m_cells[i], m_counts[i]);
        if (odd.empty())
            odd = m_watch.look(m_cells[i]);
        if (odd == "invalid-utf8" && m_decoder)
            odd = m_decoder->invalidKind();
        trouble = trouble.empty() ? odd : trouble;
        size += m_cells[i].size();
        if (size > kMaxRowBytes && trouble.empty())
            trouble = "row-too-long";
    }
    if (!trouble.empty()) {
        std::string raw;
        for (std::size_t i = 0; i < m_cells.size() && raw.size() < kLongRowSample; ++i)
            raw += (i > 0 ? "\t" : "") + m_cells[i].substr(0, kLongRowSample);
        addIssue(batch, trouble, std::move(raw));
        return {};
    }
    m_arena.startRow();
    for (std::size_t i = 0; i < m_cells.size(); ++i)
        m_arena.set(i, m_cells[i]);
    m_arena.endRow(m_line);
    m_sawRow = true;
    return {};
}

Result<bool> SqliteReader::next(RawBatch& batch)
{
    m_arena.begin(batch, m_header.names.size());
    while (!m_atEnd && !m_arena.full()) {
        CB_TRY(const bool found, step(batch));
        if (!found)
            m_atEnd = true;
        else if (!m_arena.full())
            CB_CHECK(addRow(batch));
    }
    m_arena.finish();
    return !m_atEnd;
}

double SqliteReader::fraction() const
{
    if (m_atEnd || m_lastId <= m_firstId || m_nextId <= m_firstId)
        return m_atEnd ? 1 : 0;
    return (static_cast<double>(m_nextId) - static_cast<double>(m_firstId))
        / (static_cast<double>(m_lastId) - static_cast<double>(m_firstId) + 1);
}

std::vector<std::string> SqliteReader::notes() const
{
    std::vector<std::string> notes = m_header.notes;
    const auto add = [&](bool present, std::string note) {
        if (present)
            notes.push_back(std::move(note));
    };
    add(m_computed > 0, fmt::format("computed-columns={}", m_computed));
    add(!m_sawRow, "no-data-rows");
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        const StorageCounts& counts = m_counts[i];
        const int sorts =
            (counts.numbers > 0 ? 1 : 0) + (counts.texts > 0 ? 1 : 0) + (counts.blobs > 0 ? 1 : 0);
        add(sorts > 1, "type-varies:" + m_header.names[i]);
        add(counts.blobs > 0, "blob:" + m_header.names[i]);
        add(counts.nulls > 0 && counts.empty > 0, "null-and-empty:" + m_header.names[i]);
    }
    m_watch.addNotes(notes);
    return notes;
}

std::string SqliteReader::fingerprint()
{
    return m_bytes->readToEnd() ? m_bytes->fingerprint() : std::string();
}

} // namespace

Result<std::unique_ptr<RowSource>> openSqlite(const std::filesystem::path& path, const ReadOptions& options)
{
    auto reader = std::make_unique<SqliteReader>(path, options);
    CB_CHECK(reader->open());
    return std::unique_ptr<RowSource>(std::move(reader));
}

} // namespace casebench
