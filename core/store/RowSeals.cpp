// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/RowSeals.h"

#include "core/crypto/Digest.h"
#include "core/crypto/MerkleTree.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <limits>

namespace casebench {

namespace {

/// A table and the columns that are digested. Large BLOBs are left out where their own SHA-256 stands in the
/// row.
struct Sealed
{
    std::string_view table;
    std::string_view key;
    std::string_view columns = "*";
    int optional = 1 << 16; ///< columns from here on came with a later schema: NULL means the row is older
};

constexpr std::array<Sealed, 18> kAppendOnly { {
    { "source", "id" },
    { "quarantine", "id" },
    { "part", "id" },
    { "chunk", "id", "id, field, part, rows, sha256" },
    { "dictionary", "id" },
    { "cell_change", "seq" },
    { "label", "seq", "*", 12 },
    { "label_block", "id",
      "id, first_seq, count, first_row, last_row, origin, person, decided_assumed, recorded_at, sha256" },
    { "label_opening", "id" },
    { "snapshot", "id" },
    { "snapshot_chunk", "id" },
    { "decision", "seq" },
    { "score", "id", "id, run, rows, at, sha256" },
    { "case_note", "seq" },
    { "evidence", "id" },
    { "mapping", "id" },
    { "expectation_suite", "id" },
    { "expectation_run", "id" },
} };

constexpr std::array<Sealed, 7> kChanging { {
    { "person", "id" },
    { "setting", "id" },
    { "field", "id" },
    { "run", "id" },
    { "run_blob", "id", "id, run, kind, sha256" },
    { "alert", "id" },
    { "claim", "id" },
} };

/// The root over the digests of the rows, in hex.
Result<std::string>
rootOfRows(Database& database, const Sealed& sealed, std::int64_t first, std::int64_t last)
{
    CB_TRY(Statement rows,
           database.query(fmt::format("SELECT {0} FROM {1} WHERE {2} BETWEEN ?1 AND ?2 ORDER BY {2}",
                                      sealed.columns, sealed.table, sealed.key),
                          first, last));
    MerkleTree tree;
    std::string bytes;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return hex(tree.root());
        bytes.clear();
        rows.appendCanonicalRow(bytes, sealed.optional);
        tree.add(sha256(bytes));
    }
}

Result<std::string> wholeDigest(Database& database, const Sealed& sealed)
{
    return rootOfRows(database, sealed, std::numeric_limits<std::int64_t>::min(),
                      std::numeric_limits<std::int64_t>::max());
}

/// 0 also where a schema older than the table lacks it.
Result<std::int64_t> lastKey(Database& database, const Sealed& sealed)
{
    CB_TRY(const bool known, database.hasTable(sealed.table));
    if (!known)
        return std::int64_t { 0 };
    return database.integer(fmt::format("SELECT max({}) FROM {}", sealed.key, sealed.table));
}

} // namespace

Result<Json> sealTouched(Database& database)
{
    Json seals = Json::object();
    const auto& touched = database.touched();
    for (const Sealed& sealed : kAppendOnly) {
        const auto at = touched.find(sealed.table);
        if (at == touched.end() || at->second.firstInserted == 0)
            continue;
        const std::int64_t first = at->second.firstInserted;
        CB_TRY(const std::int64_t last, lastKey(database, sealed));
        CB_TRY(std::string rows, rootOfRows(database, sealed, first, last));
        seals[std::string(sealed.table)] = { { "first", first },
                                             { "last", last },
                                             { "root", std::move(rows) } };
    }
    for (const Sealed& sealed : kChanging) {
        if (!touched.contains(sealed.table))
            continue;
        CB_TRY(std::string digest, wholeDigest(database, sealed));
        seals[std::string(sealed.table)] = std::move(digest);
    }
    return seals;
}

SealChecker::SealChecker(Database& database)
    : m_database(database)
{
}

Result<void> SealChecker::checkRange(std::string_view table, const Json& seal, std::int64_t seq)
{
    const auto* sealed = std::ranges::find(kAppendOnly, table, &Sealed::table);
    if (sealed == kAppendOnly.end()) {
        m_faults.push_back(fmt::format("Audit event {} speaks of the unknown table \"{}\".", seq, table));
        return {};
    }
    CB_TRY(const std::int64_t first, jsonInteger(seal, "first"));
    CB_TRY(const std::int64_t last, jsonInteger(seal, "last"));
    CB_TRY(const std::string root, jsonText(seal, "root"));
    Last& known = m_last[std::string(table)];
    CB_TRY(const std::string found, rootOfRows(m_database, *sealed, first, last));
    // The numbers of a table may leap (verdicts in blocks count too), but no row may lie in between.
    CB_TRY(const std::int64_t between,
           m_database.integer(fmt::format("SELECT EXISTS(SELECT 1 FROM {0} WHERE {1} > ?1 AND {1} < ?2)",
                                          sealed->table, sealed->key),
                              known.key, first));
    if (first <= known.key || between != 0 || found != root)
        m_faults.push_back(fmt::format("Rows {}-{} of the table \"{}\" are not those of audit event {}.",
                                       first, last, table, seq));
    known.key = last;
    return {};
}

Result<void> SealChecker::visit(std::int64_t seq, const Json& body)
{
    const auto result = body.find("result");
    if (result == body.end() || !result->is_object() || !result->contains("rows"))
        return {};
    for (const auto& [table, seal] : (*result)["rows"].items()) {
        if (seal.is_object())
            CB_CHECK(checkRange(table, seal, seq));
        else
            m_last[table] = { 0, seq, seal.is_string() ? seal.get<std::string>() : std::string() };
    }
    return {};
}

Result<std::vector<std::string>> SealChecker::finish(Progress& progress)
{
    for (const Sealed& sealed : kAppendOnly) {
        CB_CHECK(progress.checkpoint());
        CB_TRY(const std::int64_t last, lastKey(m_database, sealed));
        if (last != m_last[std::string(sealed.table)].key)
            m_faults.push_back(fmt::format(
                "The table \"{}\" has rows that no audit event speaks of, or lacks some.", sealed.table));
    }
    for (const Sealed& sealed : kChanging) {
        CB_CHECK(progress.checkpoint());
        const auto known = m_last.find(sealed.table);
        if (known == m_last.end()) {
            // Before the first event a project holds one person and nothing else.
            CB_TRY(const std::int64_t last, lastKey(m_database, sealed));
            if (last > (sealed.table == "person" ? 1 : 0))
                m_faults.push_back(
                    fmt::format("The table \"{}\" has rows that no audit event speaks of.", sealed.table));
            continue;
        }
        CB_TRY(const std::string digest, wholeDigest(m_database, sealed));
        if (digest != known->second.digest)
            m_faults.push_back(fmt::format("The table \"{}\" is not as audit event {} left it.", sealed.table,
                                           known->second.seq));
    }
    return std::move(m_faults);
}

} // namespace casebench
