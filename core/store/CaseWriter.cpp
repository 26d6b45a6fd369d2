// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/CaseWriter.h"

#include "core/crypto/Digest.h"
#include "core/store/CaseReader.h"
#include "core/store/ChunkCodec.h"
#include "core/store/ColumnAssembler.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <unordered_map>

namespace casebench {

namespace {

constexpr std::size_t kPartRows = 65536; // design.md 8
constexpr std::size_t kPartCells = 4'000'000; // of wide tables, as an import's batches (ours)
constexpr std::size_t kPartBytes = std::size_t { 8 } << 20; // design.md 8
constexpr std::size_t kAlwaysCoded = 1000; // so few texts are a dictionary whatever their share (ours)

/// A dictionary that nearly every row extends costs more than the texts themselves.
bool deservesDictionary(const Column& column)
{
    return column.kind() == FieldKind::YesNo || column.dictionary().size() <= kAlwaysCoded
        || column.dictionary().size() * 2 <= column.size();
}

bool isCoded(const Column& column)
{
    return column.kind() != FieldKind::Number && column.kind() != FieldKind::Time;
}

std::size_t cellBytes(const Column& column, std::size_t row)
{
    const Code code = column.codes()[row];
    return code < 0 ? 0 : column.dictionary()[static_cast<std::size_t>(code)].size();
}

/// Whether the column's texts are these.
bool holds(const Column& column, std::span<const std::string> texts)
{
    const bool plain = isCoded(column) && column.rawTexts() == nullptr;
    for (std::size_t row = 0; row < texts.size(); ++row) {
        const Code code = plain ? column.codes()[row] : kMissingCode;
        const bool same = code < 0 ? column.text(row) == texts[row]
                                   : column.dictionary()[static_cast<std::size_t>(code)] == texts[row];
        if (!same)
            return false;
    }
    return true;
}

std::size_t longestText(const Column& column)
{
    std::size_t longest = 0;
    for (const std::string& text : column.dictionary())
        longest = std::max(longest, text.size());
    return longest;
}

std::vector<std::uint32_t> range(std::size_t from, std::size_t count)
{
    std::vector<std::uint32_t> rows(count);
    std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(from));
    return rows;
}

/// The column as an assembler gives it back: every text of its dictionary is used, in order of first use.
Column compacted(const Column& column)
{
    if (!isCoded(column) || column.kind() == FieldKind::YesNo)
        return column;
    constexpr Code kUnmapped = -2;
    std::vector<Code> mapped(column.dictionary().size(), kUnmapped);
    std::vector<Code> used;
    for (const Code code : column.codes()) {
        if (code >= 0 && mapped[static_cast<std::size_t>(code)] == kUnmapped) {
            mapped[static_cast<std::size_t>(code)] = static_cast<Code>(used.size());
            used.push_back(code);
        }
    }
    if (used.size() == column.dictionary().size() && std::ranges::is_sorted(used))
        return column;
    auto dictionary = std::make_shared<Dictionary>();
    for (const Code code : used)
        dictionary->push_back(column.dictionary()[static_cast<std::size_t>(code)]);
    std::vector<Code> codes(column.codes().begin(), column.codes().end());
    for (Code& code : codes)
        code = code < 0 ? kMissingCode : mapped[static_cast<std::size_t>(code)];
    auto raw = column.rawTexts() == nullptr ? nullptr : std::make_shared<const RawTexts>(*column.rawTexts());
    return Column::codes(column.kind(), { std::move(codes), std::move(dictionary) }, std::move(raw));
}

/// An assembler decides the type of times from those that have one.
bool comesBackAsItIs(const Column& column)
{
    return column.kind() != FieldKind::Time || column.missingCount() < column.size();
}

struct FieldSlot
{
    std::int64_t id = 0;
    FieldRole role = FieldRole::Feature;
    std::optional<ColumnAssembler> gathered;
    bool dictionaryLoaded = false;
    std::unordered_map<std::string, Code> codes; ///< text -> code in the field's dictionary
};

} // namespace

struct CaseWriter::State
{
    WriteTransaction& tx;
    std::int64_t source;
    std::vector<FieldSlot> fields;
    std::vector<std::string> ids;
    std::vector<Column> whole; ///< the pending rows while they are one piece: usually a part as it comes
    std::size_t partRows = kPartRows;
    std::size_t pending = 0;
    bool generated = false; ///< the pending rows came without ids
    CaseRow firstRow = 0;
    std::size_t nextRow = 0;
    std::optional<Statement> chunkInsert;

    Result<void> gather(std::span<const std::string> newIds,
                        std::vector<Column>& columns,
                        std::size_t from,
                        std::size_t count);
    void assemble(std::span<const Column> columns, std::size_t from, std::size_t count);
    [[nodiscard]] std::vector<Column> takePending();
    Result<void> flush();
    Result<void>
    writePart(std::span<const Column> columns, std::span<const std::string> partIds, std::size_t rows);
    Result<std::int64_t> idFieldOf(std::span<const Column> columns,
                                   std::span<const std::string> partIds) const;
    Result<void> writeColumn(FieldSlot& slot, std::int64_t part, const Column& column);
    Result<Column> underFieldCodes(FieldSlot& slot, const Column& column, ChunkHints& hints);
    Result<Code> codeOf(FieldSlot& slot, const std::string& text);
    Result<void>
    insertChunk(std::int64_t field, std::int64_t part, std::size_t rows, const std::string& data);
    [[nodiscard]] std::size_t
    rowsThatFit(std::span<const Column> columns, std::size_t from, std::size_t count) const;
};

void CaseWriter::State::assemble(std::span<const Column> columns, std::size_t from, std::size_t count)
{
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto& assembler = fields[i].gathered;
        if (!assembler)
            assembler.emplace(Field { {}, columns[i].kind() }, nullptr, count);
        if (from == 0 && count == columns[i].size())
            assembler->append(columns[i]);
        else
            assembler->append(columns[i].select(range(from, count)));
    }
}

Result<void> CaseWriter::State::gather(std::span<const std::string> newIds,
                                       std::vector<Column>& columns,
                                       std::size_t from,
                                       std::size_t count)
{
    if (pending == 0 && !columns.empty() && count == columns.front().size()
        && std::ranges::all_of(columns, comesBackAsItIs)) {
        whole = std::move(columns); // all that came: nobody asks for them again
    } else {
        const std::vector<Column> before = std::exchange(whole, {});
        if (!before.empty())
            assemble(before, 0, pending);
        assemble(columns, from, count);
    }
    if (!newIds.empty())
        ids.insert(ids.end(), newIds.begin() + static_cast<std::ptrdiff_t>(from),
                   newIds.begin() + static_cast<std::ptrdiff_t>(from + count));
    pending += count;
    return {};
}

std::size_t
CaseWriter::State::rowsThatFit(std::span<const Column> columns, std::size_t from, std::size_t count) const
{
    std::size_t fitting = count;
    for (const Column& column : columns) {
        if (!isCoded(column) || longestText(column) * fitting <= kPartBytes)
            continue;
        std::size_t bytes = 0;
        for (std::size_t row = 0; row < fitting; ++row) {
            bytes += cellBytes(column, from + row);
            if (bytes > kPartBytes)
                fitting = std::max<std::size_t>(row, 1);
        }
    }
    return fitting;
}

std::vector<Column> CaseWriter::State::takePending()
{
    std::vector<Column> columns;
    for (const Column& column : whole)
        columns.push_back(compacted(column));
    const bool assembled = whole.empty();
    whole.clear();
    for (FieldSlot& slot : fields) {
        if (assembled)
            columns.push_back(slot.gathered->finish());
        slot.gathered.reset();
    }
    return columns;
}

Result<void> CaseWriter::State::flush()
{
    if (pending == 0)
        return {};
    std::vector<Column> columns = takePending();
    if (generated) {
        for (std::size_t i = 0; i < pending; ++i)
            ids.push_back(generatedCaseId(static_cast<CaseRow>(nextRow + i)));
    }
    for (std::size_t from = 0; from < pending;) {
        const std::size_t count = rowsThatFit(columns, from, pending - from);
        const auto partIds = std::span(ids).subspan(from, count);
        if (count == pending) {
            CB_CHECK(writePart(columns, partIds, count));
        } else {
            std::vector<Column> slice;
            for (const Column& column : columns)
                slice.push_back(column.select(range(from, count)));
            CB_CHECK(writePart(slice, partIds, count));
        }
        from += count;
    }
    pending = 0;
    ids.clear();
    return {};
}

Result<std::int64_t> CaseWriter::State::idFieldOf(std::span<const Column> columns,
                                                  std::span<const std::string> partIds) const
{
    if (generated)
        return kGeneratedIds;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (fields[i].role != FieldRole::Id)
            continue;
        if (holds(columns[i], partIds))
            return fields[i].id;
    }
    return kOwnIdChunk;
}

Result<void> CaseWriter::State::writePart(std::span<const Column> columns,
                                          std::span<const std::string> partIds,
                                          std::size_t rows)
{
    CB_TRY(const std::int64_t idField, idFieldOf(columns, partIds));
    Database& database = tx.database();
    CB_CHECK(database.run("INSERT INTO part(first_row, rows, source, id_field) VALUES(?1, ?2, ?3, ?4)",
                          static_cast<std::int64_t>(nextRow), static_cast<std::int64_t>(rows), source,
                          idField));
    const std::int64_t part = database.lastInsertedId();
    for (std::size_t i = 0; i < columns.size(); ++i)
        CB_CHECK(writeColumn(fields[i], part, columns[i]));
    if (idField == kOwnIdChunk) {
        const auto dictionary = std::make_shared<const Dictionary>(partIds.begin(), partIds.end());
        std::vector<Code> codes(rows);
        std::iota(codes.begin(), codes.end(), Code { 0 });
        CB_CHECK(
            insertChunk(kOwnIdChunk, part, rows,
                        encodeTextChunk(Column::codes(FieldKind::Text, { std::move(codes), dictionary }))));
    }
    nextRow += rows;
    return {};
}

Result<Code> CaseWriter::State::codeOf(FieldSlot& slot, const std::string& text)
{
    if (!slot.dictionaryLoaded) {
        CB_TRY(Statement rows,
               tx.database().query("SELECT code, text FROM dictionary WHERE field = ?1", slot.id));
        for (;;) {
            CB_TRY(const bool found, rows.step());
            if (!found)
                break;
            slot.codes.emplace(rows.string(1), static_cast<Code>(rows.integer(0)));
        }
        slot.dictionaryLoaded = true;
    }
    const auto [at, isNew] = slot.codes.try_emplace(text, static_cast<Code>(slot.codes.size()));
    if (isNew)
        CB_CHECK(tx.database().run("INSERT INTO dictionary(field, code, text) VALUES(?1, ?2, ?3)", slot.id,
                                   std::int64_t { at->second }, text));
    return at->second;
}

/// The same column, its codes being those of the field's dictionary.
Result<Column> CaseWriter::State::underFieldCodes(FieldSlot& slot, const Column& column, ChunkHints& hints)
{
    std::vector<Code> mapped;
    for (const std::string& text : column.dictionary()) {
        CB_TRY(const Code code, codeOf(slot, text));
        mapped.push_back(code);
    }
    if (column.kind() == FieldKind::YesNo && mapped.size() >= 2) {
        hints.no = mapped[0];
        hints.yes = mapped[1];
    }
    std::vector<Code> codes(column.codes().begin(), column.codes().end());
    for (Code& code : codes)
        code = code < 0 ? kMissingCode : mapped[static_cast<std::size_t>(code)];
    auto raw = column.rawTexts() == nullptr ? nullptr : std::make_shared<const RawTexts>(*column.rawTexts());
    return Column::codes(column.kind(), { std::move(codes), std::make_shared<const Dictionary>() },
                         std::move(raw));
}

Result<void> CaseWriter::State::writeColumn(FieldSlot& slot, std::int64_t part, const Column& column)
{
    if (column.missingCount() == column.size() && column.rawTexts() == nullptr)
        return {}; // no chunk: all missing
    if (!isCoded(column))
        return insertChunk(
            slot.id, part, column.size(),
            encodeChunk(column,
                        { column.kind() == FieldKind::Time ? timeTypeOf(column) : ValueType::Decimal }));
    if (!deservesDictionary(column))
        return insertChunk(slot.id, part, column.size(), encodeTextChunk(column));
    ChunkHints hints;
    CB_TRY(const Column coded, underFieldCodes(slot, column, hints));
    return insertChunk(slot.id, part, column.size(), encodeChunk(coded, hints));
}

Result<void> CaseWriter::State::insertChunk(std::int64_t field,
                                            std::int64_t part,
                                            std::size_t rows,
                                            const std::string& data)
{
    const Digest digest = sha256(data);
    if (!chunkInsert) { // a wide file has thousands of chunks a part: one statement for all
        CB_TRY(Statement insert,
               tx.database().prepare(
                   "INSERT INTO chunk(field, part, rows, sha256, data) VALUES(?1, ?2, ?3, ?4, ?5)"));
        chunkInsert.emplace(std::move(insert));
    }
    return chunkInsert->run(field, part, static_cast<std::int64_t>(rows), Blob { bytesOf(digest) },
                            Blob { data });
}

Result<CaseWriter>
CaseWriter::begin(WriteTransaction& tx, std::int64_t sourceId, std::span<const std::string> fields)
{
    Database& database = tx.database();
    const std::size_t partRows =
        std::clamp<std::size_t>(kPartCells / std::max<std::size_t>(1, fields.size()), 1, kPartRows);
    auto state = std::make_unique<State>(State { tx, sourceId, {}, {}, {}, partRows, 0, false, 0, 0, {} });
    for (const std::string& field : fields) {
        CB_TRY(Statement row, database.query("SELECT id, role FROM field WHERE name = ?1", field));
        CB_TRY(const bool found, row.step());
        if (!found)
            return Error { ErrorCode::NotFound, fmt::format("There is no field \"{}\".", field) };
        FieldSlot slot;
        slot.id = row.integer(0);
        CB_TRY(slot.role, valueIn(kFieldRoleNames, row.text(1)));
        state->fields.push_back(std::move(slot));
    }
    CB_TRY(const std::int64_t next,
           database.integer("SELECT first_row + rows FROM part ORDER BY first_row DESC LIMIT 1"));
    state->nextRow = static_cast<std::size_t>(next);
    state->firstRow = static_cast<CaseRow>(next);
    return CaseWriter(std::move(state));
}

CaseWriter::CaseWriter(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}

CaseWriter::~CaseWriter() = default;
CaseWriter::CaseWriter(CaseWriter&& other) noexcept = default;

Result<void> CaseWriter::append(std::span<const std::string> ids, std::vector<Column> columns)
{
    State& state = *m_state;
    if (columns.size() != state.fields.size())
        return Error { ErrorCode::InvalidInput, "Cases came with another number of columns than announced." };
    const std::size_t rows = columns.empty() ? ids.size() : columns.front().size();
    for (const Column& column : columns) {
        if (column.size() != rows)
            return Error { ErrorCode::InvalidInput, "Columns of unequal length cannot be stored." };
    }
    if (!ids.empty() && ids.size() != rows)
        return Error { ErrorCode::InvalidInput, "There must be one id for each case." };
    if (state.pending > 0 && state.generated != ids.empty())
        CB_CHECK(state.flush());
    state.generated = ids.empty();
    for (std::size_t from = 0; from < rows;) {
        const std::size_t count = std::min(rows - from, state.partRows - state.pending);
        CB_CHECK(state.gather(ids, columns, from, count));
        from += count;
        if (state.pending == state.partRows)
            CB_CHECK(state.flush());
    }
    return {};
}

Result<AppendedRows> CaseWriter::finish()
{
    CB_CHECK(m_state->flush());
    return AppendedRows { m_state->firstRow, m_state->nextRow - m_state->firstRow };
}

std::string generatedCaseId(CaseRow row)
{
    return fmt::format("case-{:06}", row + 1);
}

} // namespace casebench
