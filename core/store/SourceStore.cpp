// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/SourceStore.h"

#include "core/store/Sqlite.h"

#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::string_view kSelect =
    "SELECT id, name, kind, bytes, sha256, imported_at, imported_by, rows_read, rows_accepted, rows_updated, "
    "rows_quarantined, header, notes, options FROM source ";

Result<Source> readSource(const Statement& row)
{
    Source source;
    source.id = row.integer(0);
    source.name = row.string(1);
    source.kind = row.string(2);
    source.bytes = row.integer(3);
    source.sha256 = row.string(4);
    source.importedAt = row.integer(5);
    source.importedBy = row.string(6);
    source.rowsRead = row.integer(7);
    source.rowsAccepted = row.integer(8);
    source.rowsUpdated = row.integer(9);
    source.rowsQuarantined = row.integer(10);
    CB_TRY(source.header, parseJson(row.text(11)));
    CB_TRY(source.notes, parseJson(row.text(12)));
    CB_TRY(source.options, parseJson(row.text(13)));
    return source;
}

} // namespace

SourceStore::SourceStore(const Project& project)
    : m_project(&project)
{
}

Result<std::int64_t> SourceStore::nextId() const
{
    return m_project->database().integer("SELECT coalesce(max(id), 0) + 1 FROM source");
}

Result<std::int64_t> SourceStore::add(WriteTransaction& tx, const Source& source) const
{
    std::int64_t id = source.id;
    if (id == 0) {
        CB_TRY(id, nextId());
    }
    CB_CHECK(tx.database().run("INSERT INTO source(id, name, kind, bytes, sha256, imported_at, imported_by, "
                               "rows_read, rows_accepted, "
                               "rows_updated, rows_quarantined, header, notes, options) "
                               "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                               id, source.name, source.kind, source.bytes, source.sha256, tx.time(),
                               tx.actor().name, source.rowsRead, source.rowsAccepted, source.rowsUpdated,
                               source.rowsQuarantined, canonicalJson(source.header),
                               canonicalJson(source.notes), canonicalJson(source.options)));
    return id;
}

Result<void> SourceStore::quarantine(WriteTransaction& tx,
                                     std::int64_t sourceId,
                                     std::span<const QuarantinedRow> rows) const
{
    CB_TRY(
        Statement insert,
        tx.database().prepare(
            "INSERT INTO quarantine(source, line, field, kind, reason, raw) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"));
    for (const QuarantinedRow& row : rows)
        CB_CHECK(insert.run(sourceId, row.line, row.column, row.kind, row.reason, Blob { row.raw }));
    return {};
}

Result<std::vector<Source>> SourceStore::list() const
{
    CB_TRY(Statement rows, m_project->database().query(std::string(kSelect) + "ORDER BY id"));
    std::vector<Source> sources;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return sources;
        CB_TRY(Source source, readSource(rows));
        sources.push_back(std::move(source));
    }
}

Result<Source> SourceStore::find(std::int64_t id) const
{
    CB_TRY(Statement row, m_project->database().query(std::string(kSelect) + "WHERE id = ?1", id));
    CB_TRY(const bool found, row.step());
    if (!found)
        return Error { ErrorCode::NotFound, fmt::format("There is no source {}.", id) };
    return readSource(row);
}

Result<std::optional<Source>> SourceStore::findByDigest(std::string_view sha256, std::string_view kind) const
{
    CB_TRY(Statement row,
           m_project->database().query(
               std::string(kSelect) + "WHERE sha256 = ?1 AND kind = ?2 ORDER BY id LIMIT 1", sha256, kind));
    CB_TRY(const bool found, row.step());
    if (!found)
        return std::optional<Source>();
    CB_TRY(Source source, readSource(row));
    return std::optional(std::move(source));
}

Result<std::vector<QuarantinedRow>> SourceStore::quarantined(std::int64_t sourceId, std::int64_t limit) const
{
    CB_TRY(Statement rows,
           m_project->database().query("SELECT source, line, field, kind, reason, raw FROM quarantine "
                                       "WHERE ?1 = 0 OR source = ?1 ORDER BY id LIMIT ?2",
                                       sourceId, limit == 0 ? std::int64_t { -1 } : limit));
    std::vector<QuarantinedRow> list;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return list;
        list.push_back({ rows.integer(0), rows.integer(1), rows.string(2), rows.string(3), rows.string(4),
                         std::string(rows.blob(5)) });
    }
}

Result<std::int64_t> SourceStore::quarantinedCount() const
{
    return m_project->database().integer("SELECT count(*) FROM quarantine");
}

Result<std::vector<SourceSpan>> SourceStore::spans() const
{
    CB_TRY(Statement rows,
           m_project->database().query("SELECT first_row, rows, source FROM part ORDER BY first_row"));
    std::vector<SourceSpan> spans;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return spans;
        spans.push_back({ static_cast<std::uint32_t>(rows.integer(0)),
                          static_cast<std::uint32_t>(rows.integer(1)), rows.integer(2) });
    }
}

} // namespace casebench
