// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/data/CaseTable.h"

#include <span>
#include <string>

namespace casebench {

/// One bit per project row, lowest bit first. Takes: ascending rows.
[[nodiscard]] std::string encodeRowBitmap(std::span<const CaseRow> rows);
/// Ascending.
[[nodiscard]] std::vector<CaseRow> decodeRowBitmap(std::string_view bytes);

} // namespace casebench
