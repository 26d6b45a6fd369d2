// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/CaseReader.h"

#include "core/crypto/Digest.h"
#include "core/store/ByteStream.h"
#include "core/store/ColumnAssembler.h"
#include "core/store/FieldsReader.h"
#include "core/store/SourceStore.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

CaseReader::CaseReader(ProjectState& state)
    : m_state(state)
{
}

Result<std::vector<Part>> CaseReader::parts()
{
    CB_TRY(
        Statement rows,
        m_state.database->query("SELECT id, first_row, rows, source, id_field FROM part ORDER BY first_row"));
    std::vector<Part> parts;
    std::int64_t next = 0;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return parts;
        if (rows.integer(1) != next)
            return damagedBlob("rows are missing between two parts");
        parts.push_back({ rows.integer(0), static_cast<CaseRow>(next),
                          static_cast<std::uint32_t>(rows.integer(2)), rows.integer(3), rows.integer(4) });
        next += rows.integer(2);
    }
}

Result<std::vector<PartSelection>> CaseReader::select(const std::optional<std::vector<CaseRow>>& rows)
{
    CB_TRY(const auto all, parts());
    std::vector<PartSelection> selection;
    if (!rows) {
        for (const Part& part : all)
            selection.push_back({ part, true, {} });
        return selection;
    }
    if (std::ranges::adjacent_find(*rows, std::greater_equal<>()) != rows->end())
        return Error { ErrorCode::InvalidInput, "Rows must be named in ascending order, each once." };
    auto at = rows->begin();
    for (const Part& part : all) {
        PartSelection wanted { part, false, {} };
        for (; at != rows->end() && *at - part.firstRow < part.rows; ++at)
            wanted.positions.push_back(*at - part.firstRow);
        if (wanted.positions.empty())
            continue;
        wanted.whole = wanted.positions.size() == part.rows;
        selection.push_back(std::move(wanted));
    }
    if (at != rows->end())
        return Error { ErrorCode::InvalidInput, fmt::format("The project has no case in row {}.", *at) };
    return selection;
}

Result<std::shared_ptr<const Dictionary>> CaseReader::dictionary(std::int64_t fieldId)
{
    CB_TRY(
        Statement rows,
        m_state.database->query("SELECT code, text FROM dictionary WHERE field = ?1 ORDER BY code", fieldId));
    auto texts = std::make_shared<Dictionary>();
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return std::shared_ptr<const Dictionary>(std::move(texts));
        if (rows.integer(0) != static_cast<std::int64_t>(texts->size()))
            return damagedBlob("a code is missing from a dictionary");
        texts->push_back(rows.string(1));
    }
}

Result<std::optional<StoredChunk>> CaseReader::chunk(std::int64_t fieldId, const Part& part)
{
    if (!m_chunkQuery) {
        CB_TRY(
            Statement query,
            m_state.database->prepare("SELECT id, sha256, data FROM chunk WHERE field = ?1 AND part = ?2"));
        m_chunkQuery.emplace(std::move(query));
    }
    Statement& row = *m_chunkQuery;
    row.reset();
    row.bindAll(fieldId, part.id);
    CB_TRY(const bool found, row.step());
    if (!found)
        return std::optional<StoredChunk>();
    StoredChunk chunk { row.integer(0), std::string(row.blob(2)) };
    const std::string digest(row.blob(1));
    row.reset(); // which gives back what SQLite holds of it
    if (!m_state.verifiedChunks.contains(chunk.id)) {
        if (digest != bytesOf(sha256(chunk.bytes)))
            return damagedBlob("a chunk is not the one that was written")
                .in(fmt::format("chunk {}", chunk.id));
        m_state.verifiedChunks.insert(chunk.id);
    }
    return std::optional(std::move(chunk));
}

Result<Column> columnOfStored(const StoredChunk& chunk,
                              const PartSelection& wanted,
                              const std::shared_ptr<const Dictionary>& base)
{
    const auto failed = [&](Error error) { return std::move(error).in(fmt::format("chunk {}", chunk.id)); };
    auto decoded = decodeChunk(chunk.bytes);
    if (!decoded)
        return failed(decoded.error());
    if (decoded->header.rows != wanted.part.rows)
        return failed(damagedBlob("a chunk has another number of rows than its part"));
    auto column = columnOfChunk(std::move(*decoded), base);
    if (!column)
        return failed(column.error());
    return wanted.whole ? std::move(*column) : column->select(wanted.positions);
}

Result<std::optional<Column>> CaseReader::piece(std::int64_t fieldId,
                                                const PartSelection& wanted,
                                                const std::shared_ptr<const Dictionary>& base)
{
    CB_TRY(const auto stored, chunk(fieldId, wanted.part));
    if (!stored)
        return std::optional<Column>();
    CB_TRY(Column column, columnOfStored(*stored, wanted, base));
    return std::optional(std::move(column));
}

Result<Column> CaseReader::column(std::int64_t fieldId,
                                  const Field& target,
                                  std::span<const PartSelection> selection,
                                  std::optional<std::int64_t> maxChangeSeq)
{
    FieldsReader reading(*this, selection, maxChangeSeq);
    reading.add(fieldId, target);
    CB_TRY(auto columns, reading.finish());
    return std::move(columns.front());
}

Result<MissingTexts> CaseReader::missingTexts(std::int64_t sourceId, const std::string& field)
{
    MissingTexts texts;
    CB_TRY(Statement row, m_state.database->query("SELECT options FROM source WHERE id = ?1", sourceId));
    CB_TRY(const bool found, row.step());
    if (!found)
        return texts; // an import reads before its source is written
    CB_TRY(const Json options, parseJson(row.text(0)));
    if (!options.is_object() || options.value(kMissingStays, Json()) != true)
        return texts;
    const Json declared = options.value("missing", Json());
    if (declared.is_object() && declared.contains(field)) {
        for (const Json& text : declared[field]) {
            if (text.is_string())
                texts.insert(text.get<std::string>());
        }
    }
    if (options.value("reader", Json()) == "jsonl")
        texts.insert("null"); // which the format itself knows
    return texts;
}

Result<std::vector<CellOver>> CaseReader::changes(std::int64_t fieldId,
                                                  std::string_view fieldName,
                                                  std::span<const PartSelection> selection,
                                                  std::optional<std::int64_t> maxChangeSeq)
{
    std::vector<CellOver> over;
    if (selection.empty())
        return over;
    const Part& last = selection.back().part;
    CB_TRY(Statement changes,
           m_state.database->query("SELECT case_row, new, coalesce(source, 0) FROM cell_change WHERE field = "
                                   "?1 AND seq <= ?2 AND case_row BETWEEN ?3 AND ?4 ORDER BY seq",
                                   fieldId, maxChangeSeq.value_or(std::numeric_limits<std::int64_t>::max()),
                                   selection.front().part.firstRow, last.firstRow + (last.rows - 1)));

    struct Change
    {
        CellValue cell;
        bool toldMissing = false;
        std::int64_t source = 0; ///< 0: a person's
    };

    std::map<CaseRow, Change> latest;
    for (;;) {
        CB_TRY(const bool found, changes.step());
        if (!found)
            break;
        CB_TRY(const Json json, parseJson(changes.text(1)));
        CB_TRY(const CellValue cell, cellFromJson(json));
        latest[static_cast<CaseRow>(changes.integer(0))] = { cell, json.contains(kToldMissing),
                                                             changes.integer(2) };
    }
    std::map<std::int64_t, MissingTexts> missing;
    for (auto& [row, change] : latest) {
        const bool withText = std::holds_alternative<std::monostate>(change.cell.value) && change.cell.raw;
        if (!withText || change.toldMissing || change.source == 0)
            continue;
        if (!missing.contains(change.source)) {
            CB_TRY(missing[change.source], missingTexts(change.source, std::string(fieldName)));
        }
        change.toldMissing = missing[change.source].contains(*change.cell.raw);
    }
    std::size_t start = 0;
    for (const PartSelection& wanted : selection) {
        const Part& part = wanted.part;
        for (auto at = latest.lower_bound(part.firstRow);
             at != latest.end() && at->first - part.firstRow < part.rows; ++at) {
            const auto position = wanted.positionOf(at->first - part.firstRow);
            if (position)
                over.push_back({ start + *position, std::move(at->second.cell), at->second.toldMissing });
        }
        start += wanted.size();
    }
    return over;
}

void layOver(ColumnAssembler& assembler, std::span<const CellOver> changes)
{
    for (const CellOver& change : changes) {
        if (change.toldMissing)
            assembler.setMissing(change.position, change.cell);
        else
            assembler.set(change.position, change.cell);
    }
}

Result<void> CaseReader::layOver(ColumnAssembler& assembler,
                                 std::int64_t fieldId,
                                 std::span<const PartSelection> selection,
                                 std::optional<std::int64_t> maxChangeSeq)
{
    CB_TRY(const auto over, changes(fieldId, assembler.target().name, selection, maxChangeSeq));
    casebench::layOver(assembler, over);
    return {};
}

std::optional<std::size_t> PartSelection::positionOf(std::uint32_t local) const
{
    if (whole)
        return local;
    const auto at = std::ranges::lower_bound(positions, local);
    if (at == positions.end() || *at != local)
        return std::nullopt;
    return static_cast<std::size_t>(at - positions.begin());
}

Result<std::vector<std::string>> CaseReader::ids(std::span<const PartSelection> selection)
{
    FieldsReader reading(*this, selection, {});
    reading.addIds();
    CB_CHECK(reading.finish());
    return reading.takeIds();
}

} // namespace casebench
