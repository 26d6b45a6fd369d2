// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only: from chunks and changes to columns.

#include "core/store/CaseStore.h"
#include "core/store/ChunkColumn.h"
#include "core/store/ColumnAssembler.h"
#include "core/store/ProjectState.h"

namespace casebench {

inline constexpr std::int64_t kGeneratedIds = -1; // part.id_field
inline constexpr std::int64_t kOwnIdChunk = 0; // chunk.field of ids that are no field

struct Part
{
    std::int64_t id = 0;
    CaseRow firstRow = 0;
    std::uint32_t rows = 0;
    std::int64_t source = 0;
    std::int64_t idField = kGeneratedIds;
};

/// Rows wanted of one part; `positions` count within the part, and are empty when all are wanted.
struct PartSelection
{
    Part part;
    bool whole = true;
    std::vector<std::uint32_t> positions;

    [[nodiscard]] std::size_t size() const { return whole ? part.rows : positions.size(); }

    /// Where a row of the part stands in the selection.
    [[nodiscard]] std::optional<std::size_t> positionOf(std::uint32_t local) const;
};

/// A chunk as it lies in the file, held against its digest.
struct StoredChunk
{
    std::int64_t id = 0;
    std::string bytes;
};

/// What changes make of one cell of a selection.
struct CellOver
{
    std::size_t position = 0; ///< in the selection
    CellValue cell;
    bool toldMissing = false;
};

/// Reads within one read transaction of the caller.
class CaseReader
{
public:
    explicit CaseReader(ProjectState& state);

    /// Ascending by first row. Fails: Corrupt when rows are missing between them.
    [[nodiscard]] Result<std::vector<Part>> parts();
    /// Fails: InvalidInput when the rows are not ascending or not in the project.
    [[nodiscard]] Result<std::vector<PartSelection>> select(const std::optional<std::vector<CaseRow>>& rows);
    [[nodiscard]] Result<Column> column(std::int64_t fieldId,
                                        const Field& target,
                                        std::span<const PartSelection> selection,
                                        std::optional<std::int64_t> maxChangeSeq);
    [[nodiscard]] Result<std::vector<std::string>> ids(std::span<const PartSelection> selection);
    /// The texts behind the codes of a field, in order. Cost: O(texts).
    [[nodiscard]] Result<std::shared_ptr<const Dictionary>> dictionary(std::int64_t fieldId);
    /// What the chunk itself holds, under its own kind, without the changes since. Nothing when the part has
    /// no chunk of that field.
    [[nodiscard]] Result<std::optional<Column>>
    piece(std::int64_t fieldId, const PartSelection& wanted, const std::shared_ptr<const Dictionary>& base);
    /// The bytes of that chunk. Fails: Corrupt when they are not those that were written.
    [[nodiscard]] Result<std::optional<StoredChunk>> chunk(std::int64_t fieldId, const Part& part);
    /// What a source told to be missing in a field, beside blanks. Empty for sources of before
    /// (kMissingStays).
    [[nodiscard]] Result<MissingTexts> missingTexts(std::int64_t sourceId, const std::string& field);
    /// The last change of each cell of a field in the selection, in order of position.
    [[nodiscard]] Result<std::vector<CellOver>> changes(std::int64_t fieldId,
                                                        std::string_view fieldName,
                                                        std::span<const PartSelection> selection,
                                                        std::optional<std::int64_t> maxChangeSeq);
    /// Lays the changes of a field over the rows selected, which the assembler holds.
    [[nodiscard]] Result<void> layOver(ColumnAssembler& assembler,
                                       std::int64_t fieldId,
                                       std::span<const PartSelection> selection,
                                       std::optional<std::int64_t> maxChangeSeq);

private:
    ProjectState& m_state;
    std::optional<Statement> m_chunkQuery; ///< prepared once: there are thousands of chunks
};

/// The values of a chunk, those rows that are wanted. Fails: Corrupt.
[[nodiscard]] Result<Column> columnOfStored(const StoredChunk& chunk,
                                            const PartSelection& wanted,
                                            const std::shared_ptr<const Dictionary>& base);

void layOver(ColumnAssembler& assembler, std::span<const CellOver> changes);

} // namespace casebench
