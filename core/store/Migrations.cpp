// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/Migrations.h"

#include "core/store/SchemaV1.h"
#include "core/store/SchemaV2.h"
#include "core/store/SchemaV3.h"

#include <array>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::array<Migration, 3> kMigrations { {
    { 1, "the first schema: persons, sources, chunks, labels, snapshots, runs, alerts, audit", createSchemaV1,
      "86c96d0252d4d1191743625c1d0df4508b15f904b3557232686efec850576d58" },
    { 2, "sealed verdicts, claims, notes, evidence, mappings, expectations, signed heads", createSchemaV2,
      "cf5a8b54e6c64bf5f8281670c47209c3bbcf6c6ef0d76d5d48316c2fc2478499" },
    { 3, "verdicts of a file stored by the block", createSchemaV3,
      "c3b082d345daa2d87acaa310bd4efd8f19d5214fd58d7c031d1654a5283d8656" },
} };

} // namespace

std::span<const Migration> migrations()
{
    return kMigrations;
}

int currentSchemaVersion()
{
    return kMigrations.back().version;
}

Result<void> applyMigrations(Database& database, int from, std::span<const Migration> steps)
{
    for (const Migration& step : steps) {
        if (step.version <= from)
            continue;
        if (auto applied = step.apply(database); !applied)
            return applied.error().in(fmt::format("migration to version {}", step.version));
        CB_CHECK(database.execute(fmt::format("PRAGMA user_version={}", step.version)));
    }
    return {};
}

Result<Digest> schemaDigest(Database& database)
{
    CB_TRY(Statement rows,
           database.query("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"));
    Sha256 hash;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return hash.finish();
        std::string bytes;
        rows.appendCanonicalRow(bytes);
        hash.update(bytes);
    }
}

Result<void> checkSchemaPin(Database& database, int version)
{
    CB_TRY(const Digest digest, schemaDigest(database));
    for (const Migration& step : kMigrations) {
        if (step.version == version && hex(digest) == step.pin)
            return {};
    }
    return Error { ErrorCode::Corrupt,
                   "The tables, triggers or indexes of the project are not those this program makes.",
                   {},
                   "E_DAMAGED",
                   "Somebody changed the file with another tool. Restore the newest backup." };
}

} // namespace casebench
