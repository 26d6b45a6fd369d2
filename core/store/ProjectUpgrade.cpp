// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/ProjectUpgrade.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/crypto/Digest.h"
#include "core/store/AuditChain.h"
#include "core/store/RowSeals.h"
#include "core/store/WithoutChecks.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr double kRoomFactor = 2.2; // promises.md 2.2

Result<void> checkRoom(const FileFacts& facts)
{
    std::error_code failed;
    const auto space = std::filesystem::space(facts.path.parent_path(), failed);
    if (!failed && static_cast<double>(space.available) < kRoomFactor * static_cast<double>(facts.bytes))
        return Error {
            ErrorCode::Unreadable,
            "There is not enough room on the disk to keep a backup while the project is brought up to date.",
            {},
            "E_FULL",
            "Make room and open the project again; nothing was changed."
        };
    return {};
}

/// Pages, indexes, references and, but for WithoutChecks, the CHECKs of every row.
Result<void> checkWhole(Database& database)
{
    CB_TRY(Statement pages, database.query("PRAGMA integrity_check(1)"));
    CB_TRY(const bool answered, pages.step());
    CB_TRY(Statement references, database.query("PRAGMA foreign_key_check"));
    CB_TRY(const bool dangling, references.step());
    if (!answered || pages.text(0) != "ok" || dangling)
        return Error { ErrorCode::Corrupt,
                       "The project is damaged and cannot be brought up to date.",
                       {},
                       "E_DAMAGED",
                       "Restore the newest backup." };
    return {};
}

/// A checked copy beside the project; it has its name only when it is whole. Gives: its SHA-256 in hex.
Result<std::string> keepBackup(ProjectState& state, const ChainEnd& end)
{
    std::string stamp = formatInstant(now() / kMicrosPerSecond * kMicrosPerSecond);
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
    const std::filesystem::path target =
        fmt::format("{}.v{}.{}.bak", state.facts.path.string(), state.version, stamp);
    const std::filesystem::path partial = state.facts.path.string() + ".bak.cbtmp";
    for (const char* left : { "", "-journal" }) { // by an upgrade that was killed; the lock is ours
        std::error_code ignored;
        std::filesystem::remove(partial.string() + left, ignored);
    }
    CB_CHECK(state.database->backupTo(partial));
    {
        CB_TRY(const auto copy, Database::open(partial, Database::Access::ReadOnly));
        CB_TRY(const WithoutChecks asked, WithoutChecks::begin(*copy)); // of the same rows, before the commit
        CB_CHECK(checkWhole(*copy));
        CB_TRY(const ChainEnd copied, readChainEnd(*copy));
        if (copied.seq != end.seq || copied.hash != end.hash)
            return Error { ErrorCode::Corrupt, "The backup does not hold what the project holds.",
                           partial.string(), "E_IO" };
    }
    Progress silent;
    CB_TRY(const Digest digest, sha256OfFile(partial, silent));
    std::error_code failed;
    std::filesystem::rename(partial, target, failed);
    if (failed)
        return Error { ErrorCode::Unreadable,
                       "The backup cannot be given its name: " + failed.message() + ".", target.string(),
                       "E_IO", "Make room, and open the project again; nothing was changed." };
    CB_CHECK(syncDirectory(target.parent_path()));
    return hex(digest);
}

Result<void> migrateInside(ProjectState& state,
                           std::span<const Migration> steps,
                           const ChainEnd& end,
                           const std::string& backup)
{
    Database& database = *state.database;
    const int newest = steps.back().version;
    database.forgetTouched();
    {
        CB_TRY(const WithoutChecks copying, WithoutChecks::begin(database)); // checkWhole() asks them below
        CB_CHECK(applyMigrations(database, state.version, steps));
    }
    CB_TRY(Json seals, sealTouched(database));
    const AuditEntry entry { .act = "project.migrate",
                             .objType = "project",
                             .objId = end.project,
                             .before = state.version,
                             .after = newest,
                             .reason = "made by an older version of Casebench",
                             .result = { { "from", state.version },
                                         { "to", newest },
                                         { "backup_sha256", backup },
                                         { "rows", std::move(seals) } } };
    CB_TRY(const std::string body,
           auditBody(end, actorFor(Person { osAccountName(), Role::None, {}, {} }), entry,
                     { now(), state.session, entry.result }));
    CB_CHECK(appendAudit(database, end, body));
    CB_CHECK(checkWhole(database));
    CB_CHECK(database.execute("COMMIT"));
    state.version = newest;
    return {};
}

/// One step after the other, or none of them.
Result<void>
migrate(ProjectState& state, std::span<const Migration> steps, const ChainEnd& end, const std::string& backup)
{
    CB_CHECK(state.database->execute("BEGIN IMMEDIATE"));
    Result<void> migrated = migrateInside(state, steps, end, backup);
    if (!migrated)
        state.database->rollback();
    return migrated;
}

} // namespace

Result<void> upgradeProject(ProjectState& state, std::span<const Migration> steps)
{
    if (!state.viewOnlyReason.empty())
        return Error { ErrorCode::Refused,
                       "This project was made by an older version and must be brought up to date before it "
                       "can be looked at.",
                       {},
                       "E_READ_ONLY",
                       "Open it once where it can be written." };
    CB_CHECK(checkRoom(state.facts));
    CB_TRY(FileLock lock, FileLock::open(state.facts.path.string() + ".lock"));
    CB_CHECK(lock.take(state.options.waitSeconds));
    Database& database = *state.database;
    CB_TRY(const std::int64_t version, database.integer("PRAGMA user_version"));
    state.version = static_cast<int>(version); // another process may have done it while we waited
    if (state.version >= steps.back().version)
        return {};
    {
        CB_TRY(const WithoutChecks later, WithoutChecks::begin(database)); // asked before the commit
        CB_CHECK(checkWhole(database));
    }
    CB_TRY(const ChainEnd end, readChainEnd(database));
    CB_TRY(const std::string backup, keepBackup(state, end));
    // A table that others refer to is dropped row by row, each time with a search of what refers to the row:
    // quadratic where that has no index. So references are checked once, as a whole, before the commit.
    CB_CHECK(database.execute("PRAGMA foreign_keys=OFF"));
    const Result<void> migrated = migrate(state, steps, end, backup);
    CB_CHECK(database.execute("PRAGMA foreign_keys=ON"));
    return migrated;
}

} // namespace casebench
