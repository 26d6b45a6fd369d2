// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/BrowserState.h"

#include "core/store/ByteStream.h"
#include "core/store/CaseWriter.h"
#include "core/store/ColumnAssembler.h"

#include <algorithm>

namespace casebench {

namespace {

/// The column can be shown as it was stored.
bool fits(FieldKind kind, ValueType timeType, const Field& field)
{
    const bool dated = field.type == ValueType::Date || field.type == ValueType::DateTime;
    return kind == field.kind && (kind != FieldKind::Time || !dated || timeType == field.type);
}

} // namespace

Result<std::unique_ptr<BrowserState>> BrowserState::read(const Project& project, std::size_t cacheBytes)
{
    auto state = std::make_unique<BrowserState>(cacheBytes);
    // The end of a chunk is found by walking its pages: with those of one part at hand (31 fields: 16 MB),
    // the pages of the table beside the first cost no reads.
    CB_CHECK(project.database().execute("PRAGMA cache_size=-32768"));
    CB_TRY(state->fields, SchemaStore(project).fields());
    std::vector<Field> fields;
    for (const StoredField& stored : state->fields)
        fields.push_back(stored.field);
    state->schema = Schema(std::move(fields));
    CB_TRY(state->parts, CaseReader(project.state()).parts());
    // Answered from the index on (field, part); no chunk is touched.
    CB_TRY(Statement rows,
           project.database().query("SELECT field, part, id FROM chunk ORDER BY field, part"));
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            break;
        Part part;
        part.id = rows.integer(1);
        state->chunks.emplace(keyOf(rows.integer(0), part), rows.integer(2));
    }
    CB_CHECK(state->findChanged(project));
    return state;
}

std::optional<std::int64_t> BrowserState::chunkOf(std::int64_t fieldId, const Part& part) const
{
    const auto at = chunks.find(keyOf(fieldId, part));
    return at == chunks.end() ? std::nullopt : std::optional(at->second);
}

Result<void> BrowserState::findChanged(const Project& project)
{
    CB_TRY(maxChangeSeq, project.database().integer("SELECT max(seq) FROM cell_change"));
    if (maxChangeSeq == 0)
        return {};
    // One step in the index for each question, however many changes there are.
    CB_TRY(Statement question,
           project.database().prepare(
               "SELECT 1 FROM cell_change WHERE field = ?1 AND case_row BETWEEN ?2 AND ?3 LIMIT 1"));
    const auto isAny = [&](std::int64_t field, std::int64_t from, std::int64_t to) -> Result<bool> {
        question.reset();
        question.bindAll(field, from, to);
        return question.step();
    };
    for (const StoredField& field : fields) {
        CB_TRY(const bool anywhere, isAny(field.id, 0, std::numeric_limits<CaseRow>::max()));
        for (std::size_t i = 0; anywhere && i < parts.size(); ++i) {
            const std::int64_t first = parts[i].firstRow;
            CB_TRY(const bool here, isAny(field.id, first, first + parts[i].rows - 1));
            if (here)
                changed.insert(keyOf(field.id, parts[i]));
        }
    }
    return {};
}

Result<std::int64_t> BrowserState::lastCode(const Project& project, std::int64_t fieldId)
{
    {
        const std::lock_guard guard(mutex);
        if (const auto at = lastCodes.find(fieldId); at != lastCodes.end())
            return at->second;
    }
    CB_TRY(const std::int64_t last,
           project.database().integer("SELECT coalesce(max(code), -1) FROM dictionary WHERE field = ?1",
                                      fieldId));
    const std::lock_guard guard(mutex);
    return lastCodes.try_emplace(fieldId, last).first->second;
}

Result<std::shared_ptr<const Dictionary>> BrowserState::dictionary(const Project& project,
                                                                   std::int64_t fieldId)
{
    {
        const std::lock_guard guard(mutex);
        if (const auto at = dictionaries.find(fieldId); at != dictionaries.end())
            return at->second;
    }
    CB_TRY(auto read, CaseReader(project.state()).dictionary(fieldId));
    const std::lock_guard guard(mutex);
    return dictionaries.try_emplace(fieldId, std::move(read)).first->second;
}

Result<ColumnPtr>
BrowserState::column(const Project& project, std::int64_t fieldId, const Field& field, const Part& part)
{
    const std::uint64_t key = keyOf(fieldId, part);
    if (auto kept = cache.find(key))
        return kept;
    CaseReader reader(project.state());
    const PartSelection whole { part, true, {} };
    CB_TRY(const auto base, dictionary(project, fieldId));
    CB_TRY(auto stored, reader.piece(fieldId, whole, base));
    if (!stored || isChanged(fieldId, part)
        || !fits(stored->kind(), stored->kind() == FieldKind::Time ? timeTypeOf(*stored) : field.type,
                 field)) {
        ColumnAssembler assembler(field, base, part.rows);
        if (stored) {
            CB_TRY(const MissingTexts missing, reader.missingTexts(part.source, field.name));
            assembler.append(*stored, missing);
        } else {
            assembler.appendMissing(part.rows);
        }
        CB_CHECK(reader.layOver(assembler, fieldId, std::span(&whole, 1), maxChangeSeq));
        stored = assembler.finish();
    }
    const std::size_t bytes = memoryOf(*stored, base.get());
    return cache.keep(key, std::make_shared<const Column>(std::move(*stored)), bytes);
}

Result<ColumnPtr> BrowserState::idColumn(const Project& project, const Part& part)
{
    // Ids are never changed, and stand as they came: no kind is laid over them. The bit keeps them apart from
    // the field of the same number, whose kind may be another.
    const std::uint64_t key = keyOf(part.idField, part) | std::uint64_t { 1 } << 63U;
    if (auto kept = cache.find(key))
        return kept;
    CB_TRY(const auto base, dictionary(project, part.idField));
    CB_TRY(auto stored, CaseReader(project.state()).piece(part.idField, { part, true, {} }, base));
    if (!stored)
        return damagedBlob("the case ids of a part are gone");
    const std::size_t bytes = memoryOf(*stored, base.get());
    return cache.keep(key, std::make_shared<const Column>(std::move(*stored)), bytes);
}

std::optional<ChunkHead> BrowserState::knownHead(std::int64_t chunk)
{
    const std::lock_guard guard(mutex);
    const auto at = heads.find(chunk);
    return at == heads.end() ? std::nullopt : std::optional(at->second);
}

Result<ChunkHead> BrowserState::head(BlobReader& blob, std::int64_t chunk)
{
    if (const auto known = knownHead(chunk))
        return *known;
    auto read = readChunkHead(blob);
    if (!read)
        return read.error().in("chunk " + std::to_string(chunk));
    const std::lock_guard guard(mutex);
    return heads.try_emplace(chunk, std::move(*read)).first->second;
}

Result<ChunkHead> BrowserState::head(const Project& project, std::int64_t chunk)
{
    if (const auto known = knownHead(chunk))
        return *known;
    CB_TRY(BlobReader blob, BlobReader::open(project.database(), "chunk", "data", chunk));
    return head(blob, chunk);
}

Result<std::optional<FieldRange>>
BrowserState::range(const Project& project, std::int64_t fieldId, const Field& field, const Part& part)
{
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    if (isChanged(fieldId, part))
        return std::optional<FieldRange>();
    const auto chunk = chunkOf(fieldId, part);
    if (!chunk)
        return std::optional(FieldRange { field.kind, kNone, kNone, true });
    CB_TRY(const ChunkHead found, head(project, *chunk));
    if (found.header.kind != field.kind)
        return std::optional<FieldRange>();
    return std::optional(
        FieldRange { field.kind, found.header.min, found.header.max, found.header.missing > 0 });
}

Result<std::vector<PartSelection>> BrowserState::select(std::span<const CaseRow> rows) const
{
    if (std::ranges::adjacent_find(rows, std::greater_equal<>()) != rows.end())
        return Error { ErrorCode::InvalidInput, "Rows must be named in ascending order, each once." };
    std::vector<PartSelection> selection;
    auto part = parts.begin();
    for (const CaseRow row : rows) {
        part = std::find_if(part, parts.end(), [row](const Part& p) { return row - p.firstRow < p.rows; });
        if (part == parts.end())
            return Error { ErrorCode::InvalidInput,
                           "The project has no case in row " + std::to_string(row) + "." };
        if (selection.empty() || selection.back().part.id != part->id)
            selection.push_back({ *part, false, {} });
        selection.back().positions.push_back(row - part->firstRow);
    }
    return selection;
}

PageReader::PageReader(BrowserState& state, const Project& project, CaseBrowser::Texts texts)
    : m_state(state)
    , m_project(project)
    , m_texts(texts)
    , m_reader(project.state())
{
}

Result<void> PageReader::standOn(std::int64_t chunk)
{
    if (m_blob)
        return m_blob->moveTo(chunk);
    CB_TRY(BlobReader blob, BlobReader::open(m_project.database(), "chunk", "data", chunk));
    m_blob.emplace(std::move(blob));
    return {};
}

Result<Column> PageReader::spelledOut(std::int64_t fieldId, DecodedChunk chunk)
{
    auto& codes = std::get<std::vector<Code>>(chunk.values);
    CB_TRY(Statement text,
           m_project.database().prepare("SELECT text FROM dictionary WHERE field = ?1 AND code = ?2"));
    auto texts = std::make_shared<Dictionary>();
    std::map<Code, Code> known;
    for (Code& code : codes) {
        if (code < 0)
            continue;
        const auto [at, isNew] = known.try_emplace(code, static_cast<Code>(texts->size()));
        if (isNew) {
            text.bindAll(fieldId, code);
            CB_TRY(const bool found, text.step());
            if (!found)
                return damagedBlob("a chunk holds a code without a text");
            texts->push_back(text.string(0));
            text.reset();
        }
        code = at->second;
    }
    return Column::codes(chunk.header.kind, { std::move(codes), std::move(texts) });
}

Result<Column>
PageReader::slice(std::int64_t fieldId, const ChunkHead& head, std::span<const std::uint32_t> positions)
{
    constexpr std::int64_t kFewTexts = 4096; // so many are read at once and kept (ours)
    CB_TRY(DecodedChunk chunk, readChunkRows(*m_blob, head, positions));
    const bool isCoded = std::holds_alternative<std::vector<Code>>(chunk.values);
    if (!isCoded)
        return columnOfChunk(std::move(chunk), std::make_shared<const Dictionary>());
    CB_TRY(const std::int64_t last, m_state.lastCode(m_project, fieldId));
    if (last >= kFewTexts && chunk.header.kind != FieldKind::YesNo)
        return spelledOut(fieldId, std::move(chunk));
    CB_TRY(const auto base, m_state.dictionary(m_project, fieldId));
    return columnOfChunk(std::move(chunk), base);
}

Result<std::optional<Column>>
PageReader::cells(std::int64_t fieldId, const Field& field, const PartSelection& wanted)
{
    if (const auto kept = m_state.cache.find(BrowserState::keyOf(fieldId, wanted.part)))
        return std::optional(kept->select(wanted.positions));
    const auto chunk = m_state.chunkOf(fieldId, wanted.part);
    if (!chunk)
        return std::optional<Column>();
    if (m_texts == CaseBrowser::Texts::Printed) {
        CB_CHECK(standOn(*chunk));
        CB_TRY(const ChunkHead head, m_state.head(*m_blob, *chunk));
        if (head.header.rows != wanted.part.rows)
            return damagedBlob("a chunk has another number of rows than its part");
        if (fits(head.header.kind, head.header.type, field)) {
            CB_TRY(Column column, slice(fieldId, head, wanted.positions));
            return std::optional(std::move(column));
        }
    }
    CB_TRY(const ColumnPtr whole, m_state.column(m_project, fieldId, field, wanted.part));
    return std::optional(whole->select(wanted.positions));
}

Result<Column>
PageReader::column(std::int64_t fieldId, const Field& field, std::span<const PartSelection> selection)
{
    std::size_t rows = 0;
    bool changed = false;
    for (const PartSelection& wanted : selection) {
        rows += wanted.size();
        changed = changed || m_state.isChanged(fieldId, wanted.part);
    }
    ColumnAssembler assembler(field, nullptr, rows);
    // Files spell Yes and No as they like; every page prints the words of the first, as the whole table does.
    for (std::size_t i = 0; field.kind == FieldKind::YesNo && i < m_state.parts.size(); ++i) {
        const auto chunk = m_state.chunkOf(fieldId, m_state.parts[i]);
        if (!chunk)
            continue;
        CB_TRY(const ChunkHead head, m_state.head(m_project, *chunk));
        if (head.header.kind != FieldKind::YesNo)
            continue;
        CB_CHECK(standOn(*chunk));
        CB_TRY(const Column words, slice(fieldId, head, {}));
        assembler.append(words);
        break;
    }
    for (const PartSelection& wanted : selection) {
        CB_TRY(const auto column, cells(fieldId, field, wanted));
        if (column)
            assembler.append(*column);
        else
            assembler.appendMissing(wanted.size());
    }
    if (changed)
        CB_CHECK(m_reader.layOver(assembler, fieldId, selection, m_state.maxChangeSeq));
    return assembler.finish();
}

Result<std::vector<std::string>> PageReader::ids(std::span<const PartSelection> selection)
{
    std::vector<std::string> ids;
    for (const PartSelection& wanted : selection) {
        const Part& part = wanted.part;
        if (part.idField == kGeneratedIds) {
            for (const std::uint32_t position : wanted.positions)
                ids.push_back(generatedCaseId(part.firstRow + position));
            continue;
        }
        const auto chunk = m_state.chunkOf(part.idField, part);
        if (!chunk)
            return damagedBlob("the case ids of a part are gone");
        CB_CHECK(standOn(*chunk));
        CB_TRY(const ChunkHead head, m_state.head(*m_blob, *chunk));
        // An id is its original text, which only the whole chunk knows where there are such.
        if (head.rawTexts > 0) {
            CB_TRY(const ColumnPtr whole, m_state.idColumn(m_project, part));
            for (const std::uint32_t position : wanted.positions)
                ids.push_back(whole->text(position));
            continue;
        }
        CB_TRY(const Column column, slice(part.idField, head, wanted.positions));
        for (std::size_t i = 0; i < column.size(); ++i)
            ids.push_back(column.text(i));
    }
    return ids;
}

} // namespace casebench
