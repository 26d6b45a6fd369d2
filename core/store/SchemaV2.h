// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/store/Sqlite.h"

namespace casebench {

/// Migration 2: verdicts can be sealed, and intake and labelling get their own nouns (mappings, expectations,
/// claims, notes, evidence, signed heads). Never edited once shipped.
[[nodiscard]] Result<void> createSchemaV2(Database& database);

} // namespace casebench
