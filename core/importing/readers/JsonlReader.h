// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/RowSource.h"

namespace casebench {

/// Opens JSON lines: one object a line, its members the cells. The columns are the keys of all rows in order
/// of first sight, which takes one look through the file; after that, memory does not grow with the rows.
/// Texts come unescaped, numbers and nested values as the file spells them, null as RawBatch::nulls.
/// Fails:  besides the tokens of text: json-array, not-jsonl, empty-file, too-many-columns, name-too-long.
/// Source: RFC 8259; jsonlines.org for the lines.
[[nodiscard]] Result<std::unique_ptr<RowSource>> openJsonl(const std::filesystem::path& path,
                                                           const ReadOptions& options);

} // namespace casebench
