// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/EvidenceStore.h"

#include "core/store/CaseStore.h"
#include "core/store/PersonStore.h"
#include "core/store/Sqlite.h"

#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::string_view kSelect =
    "SELECT id, case_row, name, bytes, sha256, added_by, added_at, note FROM evidence ";

Result<std::vector<Evidence>> readEvidence(Statement rows)
{
    std::vector<Evidence> list;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return list;
        list.push_back({ rows.integer(0), static_cast<CaseRow>(rows.integer(1)), rows.string(2),
                         rows.integer(3), rows.string(4), rows.string(5), rows.integer(6), rows.string(7) });
    }
}

} // namespace

EvidenceStore::EvidenceStore(const Project& project)
    : m_project(&project)
{
}

std::filesystem::path EvidenceStore::folder() const
{
    return m_project->path().string() + ".evidence";
}

std::filesystem::path EvidenceStore::pathOf(std::string_view sha256) const
{
    return folder() / sha256;
}

Result<std::int64_t> EvidenceStore::add(WriteTransaction& tx, const Evidence& evidence) const
{
    Database& database = tx.database();
    CB_TRY(const std::size_t rowCount, CaseStore(*m_project).rowCount());
    if (evidence.row >= rowCount)
        return Error { ErrorCode::InvalidInput,
                       fmt::format("The project has no case in row {}.", evidence.row) };
    if (evidence.name.empty())
        return Error { ErrorCode::InvalidInput, "Evidence needs the name of a file." };
    CB_TRY(const std::int64_t known,
           database.integer("SELECT count(*) FROM evidence WHERE case_row = ?1 AND sha256 = ?2", evidence.row,
                            evidence.sha256));
    if (known != 0)
        return Error { ErrorCode::Refused,
                       "The case has this file already: the same bytes, whatever its name.", evidence.name,
                       "evidence-known", "Nothing needs to be added." };
    CB_CHECK(PersonStore(*m_project).ensure(tx, tx.actor().name));
    CB_CHECK(database.run("INSERT INTO evidence(case_row, name, bytes, sha256, added_by, added_at, note) "
                          "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                          evidence.row, evidence.name, evidence.bytes, evidence.sha256, tx.actor().name,
                          tx.time(), evidence.note));
    return database.lastInsertedId();
}

Result<std::vector<Evidence>> EvidenceStore::list(CaseRow row) const
{
    CB_TRY(Statement rows,
           m_project->database().query(std::string(kSelect) + "WHERE case_row = ?1 ORDER BY id", row));
    return readEvidence(std::move(rows));
}

Result<Evidence> EvidenceStore::find(std::int64_t id) const
{
    CB_TRY(Statement rows, m_project->database().query(std::string(kSelect) + "WHERE id = ?1", id));
    CB_TRY(auto list, readEvidence(std::move(rows)));
    if (list.empty())
        return Error { ErrorCode::NotFound,
                       fmt::format("There is no evidence file {}.", id),
                       {},
                       {},
                       "\"evidence list CASE\" shows those of a case." };
    return std::move(list.front());
}

Result<std::vector<Evidence>> EvidenceStore::all() const
{
    CB_TRY(Statement rows, m_project->database().query(std::string(kSelect) + "ORDER BY id"));
    return readEvidence(std::move(rows));
}

} // namespace casebench
