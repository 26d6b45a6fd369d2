// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only: what a CaseBrowser is made of.

#include "core/store/CaseBrowser.h"
#include "core/store/CaseReader.h"
#include "core/store/ChunkSlice.h"
#include "core/store/ColumnCache.h"
#include "core/store/SchemaStore.h"

#include <map>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace casebench {

struct BrowserState
{
    explicit BrowserState(std::size_t cacheBytes)
        : cache(cacheBytes)
    {
    }

    [[nodiscard]] static Result<std::unique_ptr<BrowserState>> read(const Project& project,
                                                                    std::size_t cacheBytes);

    [[nodiscard]] Result<ColumnPtr>
    column(const Project& project, std::int64_t fieldId, const Field& field, const Part& part);
    [[nodiscard]] Result<ColumnPtr> idColumn(const Project& project, const Part& part);
    [[nodiscard]] Result<std::optional<FieldRange>>
    range(const Project& project, std::int64_t fieldId, const Field& field, const Part& part);
    /// Rows as positions in parts. Fails: InvalidInput when they are not ascending or beyond the last.
    [[nodiscard]] Result<std::vector<PartSelection>> select(std::span<const CaseRow> rows) const;
    /// The chunk of a field in a part; nothing when every value is missing there.
    [[nodiscard]] std::optional<std::int64_t> chunkOf(std::int64_t fieldId, const Part& part) const;

    [[nodiscard]] bool isChanged(std::int64_t fieldId, const Part& part) const
    {
        return changed.contains(keyOf(fieldId, part));
    }

    /// The field's greatest code; -1 when it has no dictionary. Asked of the file once.
    [[nodiscard]] Result<std::int64_t> lastCode(const Project& project, std::int64_t fieldId);
    [[nodiscard]] Result<void> findChanged(const Project& project);
    /// The whole dictionary of a field, read once.
    [[nodiscard]] Result<std::shared_ptr<const Dictionary>> dictionary(const Project& project,
                                                                       std::int64_t fieldId);
    /// The header of a chunk, read once. blob stands on it.
    [[nodiscard]] Result<ChunkHead> head(BlobReader& blob, std::int64_t chunk);
    [[nodiscard]] Result<ChunkHead> head(const Project& project, std::int64_t chunk);
    [[nodiscard]] std::optional<ChunkHead> knownHead(std::int64_t chunk);

    [[nodiscard]] static std::uint64_t keyOf(std::int64_t fieldId, const Part& part)
    {
        return static_cast<std::uint64_t>(fieldId) << 32U | static_cast<std::uint64_t>(part.id);
    }

    Schema schema;
    std::vector<StoredField> fields; ///< one per field of the schema
    std::vector<Part> parts;
    std::unordered_map<std::uint64_t, std::int64_t> chunks; ///< keyOf -> chunk.id
    std::int64_t maxChangeSeq = 0;
    std::unordered_set<std::uint64_t> changed; ///< keyOf where a change lies over the chunk
    ColumnCache cache;

    std::mutex mutex; ///< of what follows
    std::map<std::int64_t, std::shared_ptr<const Dictionary>> dictionaries;
    std::unordered_map<std::int64_t, ChunkHead> heads;
    std::unordered_map<std::int64_t, std::int64_t> lastCodes;
};

/// Reads the cells of one page within one read transaction.
class PageReader
{
public:
    PageReader(BrowserState& state, const Project& project, CaseBrowser::Texts texts);

    [[nodiscard]] Result<Column>
    column(std::int64_t fieldId, const Field& field, std::span<const PartSelection> selection);
    [[nodiscard]] Result<std::vector<std::string>> ids(std::span<const PartSelection> selection);

private:
    /// The cells of one part, from what is kept or from the file. Nothing: all are missing.
    [[nodiscard]] Result<std::optional<Column>>
    cells(std::int64_t fieldId, const Field& field, const PartSelection& wanted);
    [[nodiscard]] Result<Column>
    slice(std::int64_t fieldId, const ChunkHead& head, std::span<const std::uint32_t> positions);
    /// Codes into a dictionary too long to be read for one page.
    [[nodiscard]] Result<Column> spelledOut(std::int64_t fieldId, DecodedChunk chunk);
    [[nodiscard]] Result<void> standOn(std::int64_t chunk);

    BrowserState& m_state;
    const Project& m_project;
    CaseBrowser::Texts m_texts;
    CaseReader m_reader;
    std::optional<BlobReader> m_blob;
};

} // namespace casebench
