// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/CaseTable.h"
#include "core/store/CellValue.h"
#include "core/store/IdIndex.h"
#include "core/store/Project.h"

#include <optional>
#include <span>

namespace casebench {

/// Which part of the cases to read.
struct TableRequest
{
    std::vector<std::string> fields {}; ///< exact names, in the order wanted; empty = all fields
    std::optional<std::vector<CaseRow>> rows {}; ///< ascending; nothing = all rows
    std::optional<std::int64_t>
        maxChangeSeq {}; ///< changes after this one are not laid over; nothing = all changes
    std::optional<Schema>
        schema {}; ///< read under these kinds, roles and types (of a snapshot) instead of today's
};

/// A line of the history of a cell.
struct CellChange
{
    std::int64_t seq = 0;
    CaseRow row = 0;
    std::string field;
    CellValue before;
    CellValue after;
    std::int64_t sourceId = 0; ///< the import that changed it; 0 = a person
    std::int64_t auditSeq = 0;
    Instant at = kNoTime;
    std::string person;
    std::string reason;
};

/// A correction by a person.
struct CellEdit
{
    CaseRow row = 0;
    std::string field;
    CellValue value; ///< as cellFromText gives it
    std::string reason;
};

struct UpdateSummary
{
    std::int64_t rowsChanged = 0;
    std::int64_t cellsChanged = 0;
};

/// The cases: column chunks that are never changed, and changes laid over them when read (design.md 8). New
/// rows: CaseWriter.
class CaseStore
{
public:
    explicit CaseStore(const Project& project);

    [[nodiscard]] Result<std::size_t> rowCount() const;
    [[nodiscard]] Result<Schema> schema() const;

    /// Reads columns into memory. Dictionaries hold only what occurs (yes/no always both), so that the same
    /// rows give the same columns whatever was imported since. A field absent from a part is missing there.
    /// Fails:  NotFound (field), InvalidInput (row out of range or not ascending), Corrupt (a chunk's digest
    /// or structure), Cancelled. Cost:   about 10 ns a cell; SHA-256 of each chunk read is checked; one
    /// checkpoint per field.
    [[nodiscard]] Result<CaseTablePtr> loadTable(const TableRequest& request, Progress& progress) const;
    /// One field of all rows, as of now.
    [[nodiscard]] Result<Column> loadColumn(std::string_view field) const;
    /// Case ids of all rows, in row order.
    [[nodiscard]] Result<std::vector<std::string>> ids() const;
    [[nodiscard]] Result<std::string> idOf(CaseRow row) const;
    /// id -> row of all cases; build it once per import. Cost: O(rows).
    [[nodiscard]] Result<IdIndex> idIndex() const;
    /// One id without building the index. Fails: NotFound. Cost: reads the ids, O(rows).
    [[nodiscard]] Result<CaseRow> rowOf(std::string_view id) const;

    /// 0 when nothing was ever changed.
    [[nodiscard]] Result<std::int64_t> lastChangeSeq() const;
    /// Corrects one cell. Gives: false when it already had that value. Fails: NotFound (field), InvalidInput
    /// (row), Refused (id field).
    [[nodiscard]] Result<bool> applyChange(WriteTransaction& tx, const CellEdit& edit) const;
    /// An import brings known cases again: writes a change for each cell that differs in value or text.
    /// Takes:  rows[i] is the project row of row i of the columns; fields name the columns (known to the
    /// SchemaStore). Id fields are skipped. Cost:   reads the named fields once.
    [[nodiscard]] Result<UpdateSummary> updateRows(WriteTransaction& tx,
                                                   std::int64_t sourceId,
                                                   std::span<const CaseRow> rows,
                                                   std::span<const std::string> fields,
                                                   std::span<const Column> columns) const;
    /// All changes of a case, oldest first.
    [[nodiscard]] Result<std::vector<CellChange>> caseHistory(CaseRow row) const;
    /// Changes with fromSeq < seq <= toSeq.
    [[nodiscard]] Result<std::vector<CellChange>> changesBetween(std::int64_t fromSeq,
                                                                 std::int64_t toSeq) const;
    /// The source that brought the row first.
    [[nodiscard]] Result<std::int64_t> sourceOf(CaseRow row) const;

private:
    const Project* m_project;
};

} // namespace casebench
