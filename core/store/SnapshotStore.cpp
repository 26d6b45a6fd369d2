// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/SnapshotStore.h"

#include "core/base/Text.h"
#include "core/store/RowBitmap.h"
#include "core/store/Sqlite.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace casebench {

namespace {

constexpr std::string_view kSelect = "SELECT id, name, digest, from_time, to_time, filter, policy, as_of, "
                                     "created_at, created_by, schema, rows, "
                                     "positives, negatives, undecided, change_seq, label_seq FROM snapshot ";

Instant timeAt(const Statement& row, int column)
{
    return row.isNull(column) ? kNoTime : row.integer(column);
}

Result<Snapshot> readSnapshot(const Statement& row)
{
    Snapshot snapshot;
    snapshot.id = row.integer(0);
    snapshot.name = row.string(1);
    snapshot.digest = row.string(2);
    snapshot.from = timeAt(row, 3);
    snapshot.to = timeAt(row, 4);
    snapshot.where = row.string(5);
    CB_TRY(snapshot.policy, valueIn(kLabelPolicyNames, row.text(6)));
    snapshot.asOf = timeAt(row, 7);
    snapshot.createdAt = row.integer(8);
    snapshot.createdBy = row.string(9);
    CB_TRY(const Json schema, parseJson(row.text(10)));
    CB_TRY(snapshot.schema, Schema::fromJson(schema));
    snapshot.rows = row.integer(11);
    snapshot.positives = row.integer(12);
    snapshot.negatives = row.integer(13);
    snapshot.undecided = row.integer(14);
    snapshot.changeSeq = row.integer(15);
    snapshot.labelSeq = row.integer(16);
    return snapshot;
}

/// The chunks that hold the snapshot's fields and ids in the parts that its rows lie in.
Result<void>
nameChunks(Database& database, std::int64_t id, const Snapshot& snapshot, std::span<const CaseRow> rows)
{
    CB_TRY(Statement parts,
           database.query("SELECT id, first_row, rows, id_field FROM part ORDER BY first_row"));
    CB_TRY(Statement insert,
           database.prepare(
               "INSERT INTO snapshot_chunk(snapshot, chunk, sha256) SELECT ?1, c.id, c.sha256 FROM chunk c "
               "LEFT JOIN field f ON f.id = c.field WHERE c.part = ?2 AND (c.field = ?4 OR c.field = 0 OR "
               "f.name IN (SELECT value FROM json_each(?3))) ORDER BY c.id"));
    Json names = Json::array();
    for (const Field& field : snapshot.schema.fields())
        names.push_back(field.name);
    const std::string wanted = canonicalJson(names);
    for (;;) {
        CB_TRY(const bool found, parts.step());
        if (!found)
            return {};
        const auto first = std::ranges::lower_bound(rows, static_cast<CaseRow>(parts.integer(1)));
        if (first == rows.end() || static_cast<std::int64_t>(*first) >= parts.integer(1) + parts.integer(2))
            continue;
        CB_CHECK(insert.run(id, parts.integer(0), wanted, parts.integer(3)));
    }
}

Result<void> checkNew(Database& database, const Snapshot& snapshot, std::span<const CaseRow> rows)
{
    if (trimmed(snapshot.name).empty() || snapshot.name.size() > 200)
        return Error { ErrorCode::InvalidInput, "A snapshot needs a name of at most 200 bytes." };
    if (std::ranges::adjacent_find(rows, std::greater_equal<>()) != rows.end())
        return Error { ErrorCode::InvalidInput, "The rows of a snapshot must be ascending." };
    CB_TRY(const std::int64_t taken,
           database.integer("SELECT count(*) FROM snapshot WHERE name = ?1", snapshot.name));
    if (taken > 0)
        return Error { ErrorCode::Refused,
                       fmt::format("There is a snapshot \"{}\" already, and snapshots are never replaced.",
                                   snapshot.name),
                       {},
                       {},
                       "Choose another name." };
    CB_TRY(const std::int64_t rowCount,
           database.integer("SELECT first_row + rows FROM part ORDER BY first_row DESC LIMIT 1"));
    if (!rows.empty() && static_cast<std::int64_t>(rows.back()) >= rowCount)
        return Error { ErrorCode::InvalidInput,
                       fmt::format("The project has no case in row {}.", rows.back()) };
    return {};
}

} // namespace

SnapshotStore::SnapshotStore(const Project& project)
    : m_project(&project)
{
}

Result<std::int64_t>
SnapshotStore::create(WriteTransaction& tx, const Snapshot& snapshot, std::span<const CaseRow> rows) const
{
    Database& database = tx.database();
    CB_CHECK(checkNew(database, snapshot, rows));
    const std::string bitmap = encodeRowBitmap(rows);
    CB_CHECK(database.run("INSERT INTO snapshot(name, digest, from_time, to_time, filter, policy, as_of, "
                          "created_at, created_by, schema, rows, "
                          "positives, negatives, undecided, change_seq, label_seq, bitmap) VALUES(?1, ?2, "
                          "nullif(?3, ?18), nullif(?4, ?18), ?5, "
                          "?6, nullif(?7, ?18), ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
                          snapshot.name, snapshot.digest, snapshot.from, snapshot.to, snapshot.where,
                          name(snapshot.policy), snapshot.asOf, tx.time(), tx.actor().name,
                          canonicalJson(snapshot.schema.toJson()), static_cast<std::int64_t>(rows.size()),
                          snapshot.positives, snapshot.negatives, snapshot.undecided, snapshot.changeSeq,
                          snapshot.labelSeq, Blob { bitmap }, kNoTime));
    const std::int64_t id = database.lastInsertedId();
    CB_CHECK(nameChunks(database, id, snapshot, rows));
    return id;
}

Result<Snapshot> SnapshotStore::find(std::string_view nameOrId) const
{
    CB_TRY(Statement row, m_project->database().query(std::string(kSelect) + "WHERE name = ?1", nameOrId));
    CB_TRY(const bool found, row.step());
    if (found)
        return readSnapshot(row);
    if (const auto id = parseInteger(nameOrId))
        return find(std::int64_t { *id });
    CB_TRY(const auto all, list());
    std::vector<std::string> names;
    for (const Snapshot& snapshot : all)
        names.push_back(snapshot.name);
    return Error { ErrorCode::NotFound,
                   fmt::format("There is no snapshot \"{}\".", nameOrId),
                   {},
                   {},
                   names.empty() ? "Make one with \"snapshot create\"."
                                 : fmt::format("There are: {}.", join(names, ", ")) };
}

Result<Snapshot> SnapshotStore::find(std::int64_t id) const
{
    CB_TRY(Statement row, m_project->database().query(std::string(kSelect) + "WHERE id = ?1", id));
    CB_TRY(const bool found, row.step());
    if (!found)
        return Error { ErrorCode::NotFound, fmt::format("There is no snapshot {}.", id) };
    return readSnapshot(row);
}

Result<std::vector<Snapshot>> SnapshotStore::list() const
{
    CB_TRY(Statement rows, m_project->database().query(std::string(kSelect) + "ORDER BY id"));
    std::vector<Snapshot> snapshots;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return snapshots;
        CB_TRY(Snapshot snapshot, readSnapshot(rows));
        snapshots.push_back(std::move(snapshot));
    }
}

Result<std::vector<CaseRow>> SnapshotStore::rows(std::int64_t id) const
{
    CB_TRY(Statement row, m_project->database().query("SELECT bitmap, rows FROM snapshot WHERE id = ?1", id));
    CB_TRY(const bool found, row.step());
    if (!found)
        return Error { ErrorCode::NotFound, fmt::format("There is no snapshot {}.", id) };
    auto rows = decodeRowBitmap(row.blob(0));
    if (static_cast<std::int64_t>(rows.size()) != row.integer(1))
        return Error { ErrorCode::Corrupt, "The rows of the snapshot are damaged.",
                       fmt::format("snapshot {}", id), "E_DAMAGED", "Restore the newest backup." };
    return rows;
}

Result<void> SnapshotStore::verifyChunks(std::int64_t id) const
{
    CB_TRY(const std::int64_t lost,
           m_project->database().integer(
               "SELECT count(*) FROM snapshot_chunk s LEFT JOIN chunk c ON c.id = s.chunk "
               "WHERE s.snapshot = ?1 AND (c.id IS NULL OR c.sha256 <> s.sha256)",
               id));
    if (lost > 0)
        return Error { ErrorCode::Corrupt,
                       fmt::format("{} chunks are no longer those the snapshot was made of.", lost),
                       fmt::format("snapshot {}", id), "E_DAMAGED", "Restore the newest backup." };
    return {};
}

} // namespace casebench
