// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/SalvageTables.h"

#include "core/crypto/Digest.h"
#include "core/store/CaseReader.h"
#include "core/store/ChunkCodec.h"
#include "core/store/LabelBlocks.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <optional>

namespace casebench {

namespace {

constexpr std::int64_t kFarthest = std::int64_t { 1 } << 40; // ours: no table numbers its rows beyond
constexpr std::int64_t kCheckpointEvery = 1000;

/// The number of the first row >= from that can be read whole.
std::optional<std::int64_t> readable(Database& database, const std::string& table, std::int64_t from)
{
    auto row = database.query(
        fmt::format("SELECT rowid, * FROM {} WHERE rowid >= ?1 ORDER BY rowid LIMIT 1", table), from);
    if (!row)
        return std::nullopt;
    const auto found = row->step();
    return found && *found ? std::optional(row->integer(0)) : std::nullopt;
}

/// The number of the first readable row after the damage that `next` ran into: leaps grow until one lands,
/// then the landing is brought forward to where the damage ends.
std::optional<std::int64_t> afterDamage(Database& database, const std::string& table, std::int64_t next)
{
    std::int64_t bad = next;
    for (std::int64_t leap = 1; next + leap < kFarthest; leap *= 2) {
        std::int64_t good = next + leap;
        if (!readable(database, table, good)) {
            bad = good;
            continue;
        }
        while (good - bad > 1) {
            const std::int64_t middle = bad + (good - bad) / 2;
            (readable(database, table, middle) ? good : bad) = middle;
        }
        return readable(database, table, good);
    }
    return std::nullopt;
}

/// Copies from row `next` on to the end or the next damage; ">=", since a search for the row before would go
/// through the damaged page. Gives: true at the end.
Result<bool>
copyRun(Database& from, Statement& insert, SalvagedTable& table, std::int64_t& next, Progress& progress)
{
    auto rows =
        from.query(fmt::format("SELECT rowid, * FROM {} WHERE rowid >= ?1 ORDER BY rowid", table.name), next);
    if (!rows)
        return false;
    for (;;) {
        const auto found = rows->step();
        if (!found)
            return false;
        if (!*found)
            return true;
        next = rows->integer(0) + 1;
        insert.bindColumnsOf(*rows, 1);
        if (const auto inserted = insert.run(); inserted)
            ++table.kept;
        else if (inserted.error().kind == "E_FULL" || inserted.error().kind == "E_IO")
            return inserted.error();
        else
            ++table.lost;
        if (table.kept % kCheckpointEvery == 0)
            CB_CHECK(progress.checkpoint());
    }
}

Result<std::int64_t> changedBy(Database& database, const std::string& sql)
{
    CB_CHECK(database.execute(sql));
    return database.integer("SELECT changes()");
}

void note(std::vector<std::string>& notes, std::int64_t count, const char* text)
{
    if (count > 0)
        notes.push_back(fmt::format(fmt::runtime(text), count));
}

/// Chunks, models and scores whose bytes are not those their digest names.
Result<void> dropDamagedBlobs(Database& database, std::vector<std::string>& notes, Progress& progress)
{
    for (const std::string_view table : kDigestedTables) {
        CB_TRY(const std::vector<std::int64_t> bad, damagedBlobs(database, table, progress));
        for (const std::int64_t id : bad)
            CB_CHECK(database.run(fmt::format("DELETE FROM {} WHERE id = ?1", table), id));
        if (!bad.empty())
            notes.push_back(fmt::format("{} damaged pieces of \"{}\" were left out.", bad.size(), table));
    }
    return {};
}

/// Blocks of verdicts whose columns were damaged; their bytes hold.
Result<void> dropUnreadableBlocks(Database& database, std::vector<std::string>& notes)
{
    CB_TRY(const bool known, database.hasTable("label_block"));
    if (!known)
        return {};
    CB_TRY(const std::vector<std::int64_t> bad, LabelBlocks(database).unreadable());
    for (const std::int64_t first : bad)
        CB_CHECK(database.run("DELETE FROM label_block WHERE first_seq = ?1", first));
    note(notes, static_cast<std::int64_t>(bad.size()),
         "{} blocks of verdicts that cannot be read were left out.");
    return {};
}

/// Row numbers of cases count on without a gap; a part that is gone takes its place as one without values.
Result<void> mendParts(Database& database, std::vector<std::string>& notes)
{
    CB_TRY(const std::int64_t sources, database.integer("SELECT count(*) FROM source"));
    if (sources == 0)
        CB_CHECK(database.execute(
            "INSERT INTO source(name, kind, bytes, sha256, imported_at, imported_by, rows_read, "
            "rows_accepted, "
            "rows_updated, rows_quarantined, header, notes, options) VALUES('lost', 'cases', 0, "
            "'0000000000000000000000000000000000000000000000000000000000000000', 0, 'lost', 0, 0, 0, 0, "
            "'[]', "
            "'[]', '{}')"));
    std::vector<std::pair<std::int64_t, std::int64_t>> parts; // first row, rows
    {
        CB_TRY(Statement rows, database.query("SELECT first_row, rows FROM part ORDER BY first_row"));
        for (;;) {
            CB_TRY(const bool found, rows.step());
            if (!found)
                break;
            parts.emplace_back(rows.integer(0), rows.integer(1));
        }
    }
    constexpr std::int64_t kMostRows = 65536;
    std::int64_t next = 0;
    std::int64_t filled = 0;
    for (const auto& [first, count] : parts) {
        for (; next < first; next += std::min(kMostRows, first - next)) {
            const std::int64_t rows = std::min(kMostRows, first - next);
            CB_CHECK(database.run("INSERT INTO part(first_row, rows, source, id_field) VALUES(?1, ?2, "
                                  "(SELECT min(id) FROM source), ?3)",
                                  next, rows, kGeneratedIds));
            filled += rows;
        }
        next = first + count;
    }
    note(notes, filled, "{} cases have lost their values and their ids; their numbers are kept.");
    CB_TRY(const std::int64_t unnamed,
           changedBy(
               database,
               fmt::format("UPDATE part SET id_field = {} WHERE id_field <> {} AND NOT EXISTS (SELECT 1 FROM "
                           "chunk WHERE chunk.part = part.id AND chunk.field = part.id_field)",
                           kGeneratedIds, kGeneratedIds)));
    note(notes, unnamed, "The case ids of {} parts are lost; new ones were given.");
    return {};
}

/// How many texts each field must have: one more than its largest code, in the dictionary or in a chunk.
Result<std::map<std::int64_t, std::int64_t>> textsNeeded(Database& database)
{
    std::map<std::int64_t, std::int64_t> needed;
    {
        CB_TRY(Statement rows, database.query("SELECT field, max(code) + 1 FROM dictionary GROUP BY field"));
        for (;;) {
            CB_TRY(const bool found, rows.step());
            if (!found)
                break;
            needed[rows.integer(0)] = rows.integer(1);
        }
    }
    CB_TRY(
        Statement rows,
        database.query(
            "SELECT field, data FROM chunk WHERE field IN (SELECT id FROM field WHERE kind = 'category')"));
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return needed;
        CB_TRY(const auto chunk, decodeChunk(rows.blob(1)));
        const auto* codes = std::get_if<std::vector<Code>>(&chunk.values);
        if (codes == nullptr || codes->empty())
            continue;
        std::int64_t& count = needed[rows.integer(0)];
        count = std::max<std::int64_t>(count, std::ranges::max(*codes) + 1);
    }
}

/// Codes count on without a gap.
Result<void> mendDictionaries(Database& database, std::vector<std::string>& notes)
{
    CB_TRY(const auto needed, textsNeeded(database));
    std::int64_t missing = 0;
    for (const auto& [field, count] : needed) {
        for (std::int64_t code = 0; code < count; ++code) {
            CB_CHECK(database.run("INSERT OR IGNORE INTO dictionary(field, code, text) VALUES(?1, ?2, ?3)",
                                  field, code, fmt::format("(lost text {})", code)));
            CB_TRY(const std::int64_t added, database.integer("SELECT changes()"));
            missing += added;
        }
    }
    note(notes, missing, "{} texts of categories are lost; they read \"(lost text n)\".");
    return {};
}

/// Retractions whose verdict is gone: no reference of SQLite's tells of it, as the verdict may lie in a
/// block. Gives: their numbers.
Result<std::vector<std::int64_t>> lostRetractions(Database& database)
{
    std::vector<std::int64_t> lost;
    CB_TRY(const bool blocks, database.hasTable("label_block"));
    if (!blocks) // before there were blocks, the reference told
        return lost;
    CB_TRY(Statement rows,
           database.query("SELECT seq, retracts, case_row FROM label AS taken WHERE retracts IS NOT NULL AND "
                          "NOT EXISTS (SELECT 1 FROM label WHERE seq = taken.retracts)"));
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return lost;
        CB_TRY(const bool held,
               LabelBlocks(database).holds(rows.integer(1), static_cast<CaseRow>(rows.integer(2))));
        if (!held)
            lost.push_back(rows.integer(0));
    }
}

/// Deletes what names something that is gone, until nothing does.
Result<void> dropDangling(Database& database, std::vector<std::string>& notes)
{
    std::int64_t people = 0;
    for (const std::string_view table : { "label", "label_block" }) {
        CB_TRY(const bool known, database.hasTable(table));
        if (!known)
            continue;
        CB_TRY(
            const std::int64_t named,
            changedBy(database,
                      fmt::format("INSERT INTO person(name, role, public_key, fingerprint) SELECT DISTINCT "
                                  "person, 'none', '', '' FROM {} WHERE person NOT IN (SELECT name FROM "
                                  "person)",
                                  table)));
        people += named;
    }
    note(notes, people, "{} persons are known by their verdicts only; they have no role now.");
    std::int64_t dropped = 0;
    std::int64_t retractions = 0;
    for (bool again = true; again;) {
        std::vector<std::pair<std::string, std::int64_t>> dangling;
        {
            CB_TRY(Statement rows, database.query("PRAGMA foreign_key_check"));
            for (;;) {
                CB_TRY(const bool found, rows.step());
                if (!found)
                    break;
                dangling.emplace_back(rows.string(0), rows.integer(1));
            }
        }
        for (const auto& [table, id] : dangling)
            CB_CHECK(database.run(fmt::format("DELETE FROM {} WHERE rowid = ?1", table), id));
        dropped += static_cast<std::int64_t>(dangling.size());
        CB_TRY(const std::vector<std::int64_t> lost, lostRetractions(database));
        for (const std::int64_t seq : lost)
            CB_CHECK(database.run("DELETE FROM label WHERE seq = ?1", seq));
        retractions += static_cast<std::int64_t>(lost.size());
        again = !dangling.empty() || !lost.empty();
    }
    note(notes, retractions, "{} retractions named verdicts that are lost and were left out.");
    note(notes, dropped, "{} rows named something that is lost and were left out.");
    return {};
}

} // namespace

Result<std::vector<std::int64_t>> damagedBlobs(Database& database, std::string_view table, Progress& progress)
{
    std::vector<std::int64_t> bad;
    CB_TRY(const bool known, database.hasTable(table));
    if (!known)
        return bad;
    CB_TRY(Statement rows, database.query(fmt::format("SELECT id, sha256, data FROM {}", table)));
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return bad;
        CB_CHECK(progress.checkpoint());
        const bool holds = rows.blob(1) == bytesOf(sha256(rows.blob(2)))
            && (table != "chunk" || decodeChunk(rows.blob(2)).has_value())
            && (table != "label_block" || isLabelBlock(rows.blob(2)));
        if (!holds)
            bad.push_back(rows.integer(0));
    }
}

Result<SalvagedTable>
copyReadableRows(Database& from, Database& to, const std::string& table, Progress& progress)
{
    SalvagedTable result { table };
    CB_TRY(Statement shape, to.prepare(fmt::format("SELECT * FROM {} LIMIT 0", table)));
    std::string places;
    for (int i = 1; i <= shape.columnCount(); ++i)
        places += fmt::format("{}?{}", i == 1 ? "" : ", ", i);
    CB_TRY(Statement insert, to.prepare(fmt::format("INSERT INTO {} VALUES({})", table, places)));
    const auto theirs = from.prepare(fmt::format("SELECT * FROM {} LIMIT 0", table));
    if (!theirs || theirs->columnCount() != shape.columnCount()) {
        result.endLost = true;
        return result;
    }
    std::int64_t next = std::numeric_limits<std::int64_t>::min();
    for (;;) {
        CB_TRY(const bool ended, copyRun(from, insert, result, next, progress));
        if (ended)
            return result;
        next = std::max<std::int64_t>(next, 1);
        const auto found = afterDamage(from, table, next);
        if (!found) {
            result.endLost = true;
            return result;
        }
        result.lost += *found - next;
        next = *found;
    }
}

Result<std::vector<std::string>> mendTables(Database& database, Progress& progress)
{
    std::vector<std::string> notes;
    CB_CHECK(dropDamagedBlobs(database, notes, progress));
    CB_CHECK(dropUnreadableBlocks(database, notes));
    CB_CHECK(mendParts(database, notes));
    CB_CHECK(mendDictionaries(database, notes));
    CB_CHECK(dropDangling(database, notes));
    return notes;
}

} // namespace casebench
