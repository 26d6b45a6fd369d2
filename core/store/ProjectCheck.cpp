// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/ProjectCheck.h"

#include "core/crypto/Digest.h"
#include "core/store/AuditHeads.h"
#include "core/store/ChunkCodec.h"
#include "core/store/LabelBlocks.h"
#include "core/store/LabelStore.h"
#include "core/store/Migrations.h"
#include "core/store/RowSeals.h"
#include "core/store/SalvageTables.h"

#include <fmt/format.h>

namespace casebench {

namespace {

Result<void> checkPages(Database& database, ProjectCheck& check, Progress& progress)
{
    CB_TRY(const auto faults, database.pageFaults("integrity_check", 20, progress));
    for (const std::string& fault : faults)
        check.problems.push_back({ "pages", fmt::format("SQLite finds: {}.", fault) });
    CB_TRY(Statement references, database.query("PRAGMA foreign_key_check"));
    for (;;) {
        CB_TRY(const bool found, references.step());
        if (!found)
            return {};
        check.problems.push_back(
            { "references",
              fmt::format("Row {} of the table \"{}\" names something that is not there.",
                          references.integer(1), references.text(0)) });
    }
}

/// Every BLOB with a SHA-256 beside it.
Result<void> checkBlobs(Database& database, std::string_view table, ProjectCheck& check, Progress& progress)
{
    CB_TRY(Statement rows, database.query(fmt::format("SELECT id, sha256, data FROM {} ORDER BY id", table)));
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return {};
        CB_CHECK(progress.checkpoint());
        const bool isChunk = table == "chunk";
        check.chunks += isChunk ? 1 : 0;
        if (rows.blob(1) != bytesOf(sha256(rows.blob(2))))
            check.problems.push_back({ "chunk",
                                       fmt::format("The values of {} {} are not those that were written.",
                                                   table, rows.integer(0)) });
        else if ((isChunk && !decodeChunk(rows.blob(2)))
                 || (table == "label_block" && !isLabelBlock(rows.blob(2))))
            check.problems.push_back(
                { "chunk", fmt::format("The values of {} {} cannot be read.", table, rows.integer(0)) });
    }
}

Result<void> checkHistory(Database& database, ProjectCheck& check, Progress& progress)
{
    SealChecker seals(database);
    CB_TRY(const AuditVerdict verdict,
           verifyAuditChain(database, progress, [&](std::int64_t seq, const Json& body, const Digest&) {
               return seals.visit(seq, body);
           }));
    check.events = verdict.events;
    check.headHash = verdict.headHash;
    if (!verdict.ok) {
        check.problems.push_back(
            { "audit", fmt::format("Audit event {}: {}", verdict.firstBad, verdict.what) });
        return {};
    }
    CB_TRY(const auto faults, seals.finish(progress));
    for (const std::string& fault : faults)
        check.problems.push_back({ "rows", fault });
    return {};
}

Result<void> checkAll(const Project& project, ProjectCheck& check, Progress& progress)
{
    Database& database = project.database();
    CB_TRY(const ReadScope scope, ReadScope::begin(database));
    progress.report(0, "checking pages");
    CB_CHECK(checkPages(database, check, progress));
    if (const auto pin = checkSchemaPin(database, project.schemaVersion()); !pin)
        check.problems.push_back({ "schema", pin.error().what });
    progress.report(0.3, "checking values");
    for (const std::string_view table : kDigestedTables)
        CB_CHECK(checkBlobs(database, table, check, progress));
    progress.report(0.6, "checking seals");
    CB_TRY(const auto broken, checkSealedLabels(project));
    for (const std::string& fault : broken)
        check.problems.push_back({ "seal", fault });
    progress.report(0.7, "checking history");
    CB_CHECK(checkHistory(database, check, progress));
    CB_TRY(const auto heads, checkHeads(project.state(), progress));
    for (const std::string& fault : heads)
        check.problems.push_back({ "anchor", fault });
    return {};
}

} // namespace

Result<ProjectCheck> checkProject(const Project& project, Progress& progress)
{
    ProjectCheck check;
    const Result<void> done = checkAll(project, check, progress);
    if (!done && done.error().code != ErrorCode::Corrupt)
        return done.error();
    if (!done)
        check.problems.push_back({ "pages", done.error().sentence() });
    return check;
}

} // namespace casebench
