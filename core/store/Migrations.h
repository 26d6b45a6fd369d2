// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/crypto/Digest.h"
#include "core/store/Sqlite.h"

#include <span>

namespace casebench {

/// One step in the life of the schema. Never edited once shipped.
struct Migration
{
    int version;
    std::string_view what;
    Result<void> (*apply)(Database&);
    std::string_view pin; ///< hex of schemaDigest() afterwards
};

/// Ascending by version, from 1.
[[nodiscard]] std::span<const Migration> migrations();
[[nodiscard]] int currentSchemaVersion();

/// Applies the steps after `from`, inside the caller's transaction, and sets user_version.
[[nodiscard]] Result<void> applyMigrations(Database& database, int from, std::span<const Migration> steps);

/// SHA-256 over type, name, table and SQL of everything in sqlite_schema (promises.md 2.1 step 7).
[[nodiscard]] Result<Digest> schemaDigest(Database& database);
/// Fails: Corrupt "E_DAMAGED" when the schema is not the one of that version: something was planted or
/// removed.
[[nodiscard]] Result<void> checkSchemaPin(Database& database, int version);

} // namespace casebench
