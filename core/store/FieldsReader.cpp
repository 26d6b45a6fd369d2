// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/FieldsReader.h"

#include "core/store/ByteStream.h"
#include "core/store/CaseWriter.h"

#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::size_t kWaiting = 8; // chunks read ahead: a few MB (ours)
constexpr std::size_t kRowsForTwo = 65'536; // below it a thread costs more than it takes over (ours)

std::size_t rowsWithin(std::span<const PartSelection> selection)
{
    std::size_t rows = 0; // a chunk is decoded whole, however few of its rows are wanted
    for (const PartSelection& wanted : selection)
        rows += wanted.part.rows;
    return rows;
}

Result<void> appendChunk(ColumnAssembler& assembler,
                         const StoredChunk& chunk,
                         const PartSelection& wanted,
                         const std::shared_ptr<const Dictionary>& base,
                         const MissingTexts& missing)
{
    if (wanted.whole) {
        const auto view = viewChunk(chunk.bytes);
        if (view && view->header.rows == wanted.part.rows) {
            const auto taken = assembler.append(*view);
            if (!taken)
                return taken.error().in(fmt::format("chunk {}", chunk.id));
            if (*taken)
                return {};
        }
    }
    CB_TRY(const Column column, columnOfStored(chunk, wanted, base));
    assembler.append(column, missing);
    return {};
}

} // namespace

FieldsReader::FieldsReader(CaseReader& reader,
                           std::span<const PartSelection> selection,
                           std::optional<std::int64_t> maxChangeSeq)
    : m_reader(reader)
    , m_selection(selection)
    , m_maxChangeSeq(maxChangeSeq)
    , m_jobs(rowsWithin(selection) >= kRowsForTwo ? kWaiting : 0)
{
    for (const PartSelection& wanted : selection)
        m_rows += wanted.size();
}

void FieldsReader::then(std::function<Result<void>()> step)
{
    m_jobs.run([this, at = m_added, step = std::move(step)] {
        if (m_error)
            return;
        if (const auto done = step(); !done) {
            m_error = done.error();
            m_failedAt = at;
            m_failed = true;
        }
    });
}

void FieldsReader::add(std::int64_t fieldId, const Field& target)
{
    if (auto read = readField(fieldId, target); !read)
        then([read] { return read; });
    ++m_added;
}

void FieldsReader::addIds()
{
    if (auto read = readIds(); !read)
        then([read] { return read; });
    ++m_added;
}

Result<std::vector<Column>> FieldsReader::finish()
{
    m_jobs.finish();
    if (m_error)
        return *m_error;
    return std::move(m_columns);
}

Result<void> FieldsReader::readField(std::int64_t fieldId, const Field& target)
{
    CB_TRY(const auto base, m_reader.dictionary(fieldId));
    const auto assembler = std::make_shared<ColumnAssembler>(target, base, m_rows);
    for (const PartSelection& wanted : m_selection) {
        if (failed())
            return {};
        CB_TRY(auto chunk, m_reader.chunk(fieldId, wanted.part));
        if (!chunk) {
            then([assembler, rows = wanted.size()]() -> Result<void> {
                assembler->appendMissing(rows);
                return {};
            });
            continue;
        }
        MissingTexts missing; // matter only to another kind than they were read under
        const auto header = readChunkHeader(chunk->bytes);
        if (header && header->kind != target.kind) {
            CB_TRY(missing, m_reader.missingTexts(wanted.part.source, target.name));
        }
        then([assembler, base, &wanted, missing,
              stored = std::make_shared<const StoredChunk>(std::move(*chunk))] {
            return appendChunk(*assembler, *stored, wanted, base, missing);
        });
    }
    CB_TRY(auto changes, m_reader.changes(fieldId, target.name, m_selection, m_maxChangeSeq));
    then([this, assembler, changes = std::move(changes)]() -> Result<void> {
        layOver(*assembler, changes);
        m_columns.push_back(assembler->finish());
        return {};
    });
    return {};
}

Result<void> FieldsReader::readIds()
{
    then([this]() -> Result<void> {
        m_ids.reserve(m_rows);
        return {};
    });
    std::map<std::int64_t, std::shared_ptr<const Dictionary>> dictionaries;
    for (const PartSelection& wanted : m_selection) {
        if (failed())
            return {};
        const Part& part = wanted.part;
        if (part.idField == kGeneratedIds) {
            then([this, &wanted]() -> Result<void> {
                for (std::size_t i = 0; i < wanted.size(); ++i)
                    m_ids.push_back(
                        generatedCaseId(wanted.part.firstRow
                                        + (wanted.whole ? static_cast<CaseRow>(i) : wanted.positions[i])));
                return {};
            });
            continue;
        }
        auto& base = dictionaries[part.idField];
        if (!base) {
            CB_TRY(base, m_reader.dictionary(part.idField));
        }
        CB_TRY(auto chunk, m_reader.chunk(part.idField, part));
        if (!chunk)
            return damagedBlob("the case ids of a part are gone");
        then([this, &wanted, base, stored = std::make_shared<const StoredChunk>(std::move(*chunk))] {
            return addIdsOf(wanted, *stored, base);
        });
    }
    return {};
}

Result<void> FieldsReader::addIdsOf(const PartSelection& wanted,
                                    const StoredChunk& chunk,
                                    const std::shared_ptr<const Dictionary>& base)
{
    const auto view = viewChunk(chunk.bytes);
    const bool plain = wanted.whole && view && view->header.encoding == ChunkEncoding::Text
        && view->rawCount == 0 && view->header.rows == wanted.part.rows;
    if (plain) { // no look for the same text again, which there is none
        CB_TRY(const TextBlock block, textsOf(*view));
        for (std::size_t i = 0; i < block.missing.size(); ++i)
            m_ids.emplace_back(block.missing[i] ? std::string_view() : block.text(i));
        return {};
    }
    CB_TRY(const Column column, columnOfStored(chunk, wanted, base));
    for (std::size_t i = 0; i < column.size(); ++i)
        m_ids.push_back(column.text(i));
    return {};
}

} // namespace casebench
