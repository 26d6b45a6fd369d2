// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/CaseReader.h"

#include "core/crypto/Digest.h"
#include "core/store/ByteStream.h"
#include "core/store/CaseWriter.h"
#include "core/store/ColumnAssembler.h"
#include "core/store/SourceStore.h"
#include "core/store/TextCodes.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

Column columnOfTexts(FieldKind kind, const TextBlock& block, std::shared_ptr<const RawTexts> raw)
{
    auto dictionary = std::make_shared<Dictionary>();
    TextCodes known;
    const auto textOf = [&](Code code) -> const std::string& {
        return (*dictionary)[static_cast<std::size_t>(code)];
    };
    std::vector<Code> codes;
    codes.reserve(block.missing.size());
    for (std::size_t row = 0; row < block.missing.size(); ++row) {
        if (block.missing[row]) {
            codes.push_back(kMissingCode);
            continue;
        }
        const auto fresh = static_cast<Code>(dictionary->size());
        codes.push_back(known.findOrAdd(block.text(row), fresh, textOf));
        if (codes.back() == fresh)
            dictionary->emplace_back(block.text(row));
    }
    return Column::codes(kind, { std::move(codes), std::move(dictionary) }, std::move(raw));
}

/// Codes of the two words in the field's dictionary become 0 and 1.
Result<Column> columnOfAnswers(std::vector<Code> codes,
                               const ChunkHeader& header,
                               const Dictionary& base,
                               std::shared_ptr<const RawTexts> raw)
{
    const auto inBase = [&](double code) { return code >= 0 && code < static_cast<double>(base.size()); };
    if (!inBase(header.min) || !inBase(header.max))
        return damagedBlob("the words of a yes/no chunk");
    const auto no = static_cast<Code>(header.min);
    const auto yes = static_cast<Code>(header.max);
    for (Code& code : codes) {
        if (code < 0)
            continue;
        if (code != no && code != yes)
            return damagedBlob("a yes/no chunk holds a third answer");
        code = code == yes ? kYesCode : kNoCode;
    }
    auto words = std::make_shared<const Dictionary>(
        Dictionary { base[static_cast<std::size_t>(no)], base[static_cast<std::size_t>(yes)] });
    return Column::codes(FieldKind::YesNo, { std::move(codes), std::move(words) }, std::move(raw));
}

} // namespace

Result<Column> columnOfChunk(DecodedChunk chunk, const std::shared_ptr<const Dictionary>& base)
{
    auto raw = chunk.raw.rows.empty() ? nullptr : std::make_shared<const RawTexts>(std::move(chunk.raw));
    if (auto* numbers = std::get_if<std::vector<double>>(&chunk.values))
        return Column::numbers(std::move(*numbers), std::move(raw));
    if (auto* times = std::get_if<std::vector<Instant>>(&chunk.values))
        return Column::times(std::move(*times), chunk.header.type, std::move(raw));
    if (const auto* texts = std::get_if<TextBlock>(&chunk.values))
        return columnOfTexts(chunk.header.kind, *texts, std::move(raw));
    auto& codes = std::get<std::vector<Code>>(chunk.values);
    if (chunk.header.kind == FieldKind::YesNo)
        return columnOfAnswers(std::move(codes), chunk.header, *base, std::move(raw));
    const auto size = static_cast<Code>(base->size());
    if (std::ranges::any_of(codes, [size](Code code) { return code >= size; }))
        return damagedBlob("a chunk holds a code without a text");
    return Column::codes(chunk.header.kind, { std::move(codes), base }, std::move(raw));
}

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

Result<std::optional<Column>> CaseReader::piece(std::int64_t fieldId,
                                                const PartSelection& wanted,
                                                const std::shared_ptr<const Dictionary>& base)
{
    CB_TRY(Statement row,
           m_state.database->query("SELECT id, sha256, data FROM chunk WHERE field = ?1 AND part = ?2",
                                   fieldId, wanted.part.id));
    CB_TRY(const bool found, row.step());
    if (!found)
        return std::optional<Column>();
    const std::int64_t id = row.integer(0);
    const std::string_view data = row.blob(2);
    if (!m_state.verifiedChunks.contains(id)) {
        if (row.blob(1) != bytesOf(sha256(data)))
            return damagedBlob("a chunk is not the one that was written").in(fmt::format("chunk {}", id));
        m_state.verifiedChunks.insert(id);
    }
    auto decoded = decodeChunk(data);
    if (!decoded)
        return decoded.error().in(fmt::format("chunk {}", id));
    if (decoded->header.rows != wanted.part.rows)
        return damagedBlob("a chunk has another number of rows than its part")
            .in(fmt::format("chunk {}", id));
    auto column = columnOfChunk(std::move(*decoded), base);
    if (!column)
        return column.error().in(fmt::format("chunk {}", id));
    return std::optional(wanted.whole ? std::move(*column) : column->select(wanted.positions));
}

Result<Column> CaseReader::column(std::int64_t fieldId,
                                  const Field& target,
                                  std::span<const PartSelection> selection,
                                  std::optional<std::int64_t> maxChangeSeq)
{
    std::size_t rows = 0;
    for (const PartSelection& wanted : selection)
        rows += wanted.size();
    CB_TRY(const auto base, dictionary(fieldId));
    ColumnAssembler assembler(target, base, rows);
    for (const PartSelection& wanted : selection) {
        CB_TRY(const auto column, piece(fieldId, wanted, base));
        if (!column) {
            assembler.appendMissing(wanted.size());
            continue;
        }
        MissingTexts missing; // matter only to another kind than they were read under
        if (column->kind() != target.kind) {
            CB_TRY(missing, missingTexts(wanted.part.source, target.name));
        }
        assembler.append(*column, missing);
    }
    CB_CHECK(layOver(assembler, fieldId, selection, maxChangeSeq));
    return assembler.finish();
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

Result<void> CaseReader::layOver(ColumnAssembler& assembler,
                                 std::int64_t fieldId,
                                 std::span<const PartSelection> selection,
                                 std::optional<std::int64_t> maxChangeSeq)
{
    if (selection.empty())
        return {};
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
            CB_TRY(missing[change.source], missingTexts(change.source, assembler.target().name));
        }
        change.toldMissing = missing[change.source].contains(*change.cell.raw);
    }
    std::size_t start = 0;
    for (const PartSelection& wanted : selection) {
        const Part& part = wanted.part;
        for (auto at = latest.lower_bound(part.firstRow);
             at != latest.end() && at->first - part.firstRow < part.rows; ++at) {
            const auto position = wanted.positionOf(at->first - part.firstRow);
            if (position && at->second.toldMissing)
                assembler.setMissing(start + *position, at->second.cell);
            else if (position)
                assembler.set(start + *position, at->second.cell);
        }
        start += wanted.size();
    }
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
    std::vector<std::string> ids;
    std::map<std::int64_t, std::shared_ptr<const Dictionary>> dictionaries;
    for (const PartSelection& wanted : selection) {
        const Part& part = wanted.part;
        if (part.idField == kGeneratedIds) {
            for (std::size_t i = 0; i < wanted.size(); ++i)
                ids.push_back(generatedCaseId(
                    part.firstRow + (wanted.whole ? static_cast<CaseRow>(i) : wanted.positions[i])));
            continue;
        }
        auto& base = dictionaries[part.idField];
        if (!base) {
            CB_TRY(base, dictionary(part.idField));
        }
        CB_TRY(const auto column, piece(part.idField, wanted, base));
        if (!column)
            return damagedBlob("the case ids of a part are gone");
        for (std::size_t i = 0; i < column->size(); ++i)
            ids.push_back(column->text(i));
    }
    return ids;
}

} // namespace casebench
