// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/store/Sqlite.h"

namespace casebench {

/// Migration 1. Shipped: never edited.
[[nodiscard]] Result<void> createSchemaV1(Database& database);

} // namespace casebench
