// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/workflow only: which rows of a batch are new cases, which are known, which cannot be taken.

#include "core/importing/Importer.h"
#include "core/store/CaseStore.h"
#include "core/workflow/IdSet.h"

#include <optional>

namespace casebench {

/// The rows of one batch, by what they are to the project.
struct SortedRows
{
    std::vector<std::uint32_t> fresh; ///< positions in the batch
    std::vector<std::string> ids; ///< of the fresh ones; empty when the file has no id
    std::vector<std::uint32_t> known;
    std::vector<CaseRow> knownRows; ///< their rows in the project
    std::vector<RowIssue> refused; ///< id missing, or twice in this file
    std::vector<std::uint32_t> refusedRows; ///< their positions in the batch
};

/// Remembers the ids of the project and of the file so far.
class RowSorter
{
public:
    /// Takes: rows: about how many will come; more may.
    /// Cost:  reads all case ids of the project when the plan has an id field.
    [[nodiscard]] static Result<RowSorter>
    begin(const Project& project, std::span<const FieldPlan> plan, std::size_t rows);

    [[nodiscard]] SortedRows sort(const TypedBatch& batch);

    [[nodiscard]] CaseRow firstNewRow() const { return m_firstNewRow; }

private:
    [[nodiscard]] RowIssue
    issueOf(const TypedBatch& batch, std::size_t row, std::string kind, std::string reason) const;

    std::optional<std::size_t> m_id; ///< position in the plan
    std::size_t m_idColumn = 0; ///< in the file
    IdIndex m_known; ///< ids of the project before the file
    IdSet m_ids; ///< of the file so far
    CaseRow m_firstNewRow = 0;
};

} // namespace casebench
