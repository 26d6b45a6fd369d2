// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/RowSource.h"

namespace casebench {

/// Opens a sheet of an Excel workbook: the one named by the option sheet, or the first that is visible.
/// Numbers come as the file spells them, dates as ISO text, formulas as the value they last had: nothing is
/// evaluated, no link followed, no macro looked at, nothing extracted. Fails:  not-xlsx, encrypted-or-legacy,
/// encrypted, zip-*, xml-*, xlsx-part-missing, sheet-not-found, empty-file,
///         rows-unordered (a large sheet whose rows are not in order).
/// Cost:   the shared strings in memory; the sheet is streamed.
/// Source: ECMA-376 part 1 (transitional and strict); promises.md 2.8.
[[nodiscard]] Result<std::unique_ptr<RowSource>> openXlsx(const std::filesystem::path& path,
                                                          const ReadOptions& options);

} // namespace casebench
