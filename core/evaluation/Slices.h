// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/Compare.h"

namespace casebench {

/// The rows of a table by the levels of one field: categories and yes/no as spelled, numbers in quartile
/// ranges, missing by itself.
struct FieldLevels
{
    std::string field;
    std::vector<std::string>
        levels; ///< at most 12, the most frequent of a category; the others belong to none
    std::vector<int> levelOf; ///< one per row; -1 = none of them
};

/// Takes:  field: position in the table's schema, kind number, category or yes/no; rows: positions that
/// count.
[[nodiscard]] FieldLevels
fieldLevels(const CaseTable& table, std::size_t field, std::span<const std::uint32_t> rows);

/// Recall and specificity of every model in every slice.
/// Takes:  table: rows aligned with the predictions; rows: the decided positions; sliceBy: field names, or
/// empty for the three fields in
///         whose slices the models differ most (a single model: whose recall varies most).
/// Fails:  NotFound for a field that is not there, InvalidInput for a time or text.
[[nodiscard]] Result<std::vector<SliceFigure>> sliceFigures(std::span<const ComparedModel> models,
                                                            const CaseTable& table,
                                                            std::span<const std::uint32_t> rows,
                                                            std::span<const std::string> sliceBy);

} // namespace casebench
