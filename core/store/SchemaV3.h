// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/store/Sqlite.h"

namespace casebench {

/// Migration 3: verdicts that came with a file can be stored by the block (LabelBlocks). Never edited once
/// shipped.
[[nodiscard]] Result<void> createSchemaV3(Database& database);

} // namespace casebench
