// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/ClaimStore.h"

#include "core/store/PersonStore.h"
#include "core/store/Sqlite.h"

namespace casebench {

ClaimStore::ClaimStore(const Project& project)
    : m_project(&project)
{
}

Result<std::vector<CaseRow>> ClaimStore::take(WriteTransaction& tx,
                                              std::span<const CaseRow> rows,
                                              std::string_view person,
                                              Instant until) const
{
    Database& database = tx.database();
    CB_CHECK(PersonStore(*m_project).ensure(tx, person));
    CB_TRY(Statement upsert,
           database.prepare("INSERT INTO claim(case_row, person, claimed_at, until) VALUES(?1, ?2, ?3, ?4) "
                            "ON CONFLICT(case_row) DO UPDATE SET person = ?2, claimed_at = ?3, until = ?4 "
                            "WHERE person = ?2 OR until <= ?3"));
    std::vector<CaseRow> taken;
    for (const CaseRow row : rows) {
        CB_CHECK(upsert.run(row, person, tx.time(), until));
        CB_TRY(
            const std::int64_t own,
            database.integer("SELECT count(*) FROM claim WHERE case_row = ?1 AND person = ?2", row, person));
        if (own != 0)
            taken.push_back(row);
    }
    return taken;
}

Result<void> ClaimStore::release(WriteTransaction& tx, CaseRow row, std::string_view person) const
{
    return tx.database().run("DELETE FROM claim WHERE case_row = ?1 AND person = ?2", row, person);
}

Result<std::vector<Claim>> ClaimStore::holding(Instant at) const
{
    CB_TRY(
        Statement rows,
        m_project->database().query("SELECT case_row, person, claimed_at, until FROM claim WHERE until > ?1 "
                                    "ORDER BY case_row",
                                    at));
    std::vector<Claim> claims;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return claims;
        claims.push_back(
            { static_cast<CaseRow>(rows.integer(0)), rows.string(1), rows.integer(2), rows.integer(3) });
    }
}

} // namespace casebench
