// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Column.h"
#include "core/data/Schema.h"

#include <memory>

namespace casebench {

/// Position of a case in its project: given once at import, never reused.
using CaseRow = std::uint32_t;

/// Cases in columns; immutable, shared across threads as shared_ptr<const CaseTable>.
struct CaseTable
{
    Schema schema;
    std::vector<Column> columns; ///< one per schema field, each rowCount() long
    std::vector<std::string> ids; ///< the case ids, rowCount() long
    std::vector<CaseRow> rows; ///< the project rows, ascending; 0,1,2... for a table read from a file

    [[nodiscard]] std::size_t rowCount() const { return ids.size(); }

    /// The column of a field; nullptr when there is none.
    [[nodiscard]] const Column* column(std::string_view field) const;
    /// The times of the field with role time; nullptr when there is none.
    [[nodiscard]] const Column* timeColumn() const;
    /// The rows named (positions in this table), in that order, all columns.
    [[nodiscard]] std::shared_ptr<const CaseTable> select(std::span<const std::uint32_t> positions) const;
};

using CaseTablePtr = std::shared_ptr<const CaseTable>;

} // namespace casebench
