// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/ExpectationStore.h"

#include "core/crypto/Digest.h"
#include "core/store/Sqlite.h"

namespace casebench {

namespace {

Result<std::optional<StoredSuite>> newestSuite(Database& database)
{
    CB_TRY(Statement rows,
           database.query("SELECT id, body, sha256, created_at, created_by FROM expectation_suite "
                          "ORDER BY id DESC LIMIT 1"));
    CB_TRY(const bool found, rows.step());
    if (!found)
        return std::optional<StoredSuite>();
    StoredSuite suite;
    suite.id = rows.integer(0);
    CB_TRY(suite.body, parseJson(rows.text(1)));
    suite.sha256 = rows.string(2);
    suite.createdAt = rows.integer(3);
    suite.createdBy = rows.string(4);
    return std::optional<StoredSuite>(std::move(suite));
}

} // namespace

ExpectationStore::ExpectationStore(const Project& project)
    : m_project(&project)
{
}

Result<StoredSuite> ExpectationStore::save(WriteTransaction& tx, const Json& body) const
{
    const std::string bytes = canonicalJson(body);
    StoredSuite suite { 0, body, hex(sha256(bytes)), tx.time(), tx.actor().name };
    CB_TRY(auto newest, newestSuite(tx.database()));
    if (newest && newest->sha256 == suite.sha256)
        return std::move(*newest);
    CB_CHECK(tx.database().run(
        "INSERT INTO expectation_suite(body, sha256, created_at, created_by) VALUES(?1, ?2, ?3, ?4)", bytes,
        suite.sha256, suite.createdAt, suite.createdBy));
    suite.id = tx.database().lastInsertedId();
    return suite;
}

Result<std::optional<StoredSuite>> ExpectationStore::current() const
{
    return newestSuite(m_project->database());
}

Result<std::int64_t> ExpectationStore::addRun(WriteTransaction& tx, const StoredExpectationRun& run) const
{
    CB_CHECK(tx.database().run("INSERT INTO expectation_run(suite, source, at, critical_failed, body) "
                               "VALUES(?1, nullif(?2, 0), ?3, ?4, ?5)",
                               run.suite, run.source, tx.time(), run.criticalFailed,
                               canonicalJson(run.body)));
    return tx.database().lastInsertedId();
}

Result<std::optional<StoredExpectationRun>> ExpectationStore::latestRun() const
{
    CB_TRY(Statement rows,
           m_project->database().query("SELECT id, suite, source, at, critical_failed, body FROM "
                                       "expectation_run ORDER BY id DESC LIMIT 1"));
    CB_TRY(const bool found, rows.step());
    if (!found)
        return std::optional<StoredExpectationRun>();
    StoredExpectationRun run;
    run.id = rows.integer(0);
    run.suite = rows.integer(1);
    run.source = rows.integer(2);
    run.at = rows.integer(3);
    run.criticalFailed = rows.integer(4);
    CB_TRY(run.body, parseJson(rows.text(5)));
    return std::optional<StoredExpectationRun>(std::move(run));
}

} // namespace casebench
