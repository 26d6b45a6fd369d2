// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/WriteTransaction.h"

#include "core/store/AuditHeads.h"
#include "core/store/ProjectState.h"
#include "core/store/RowSeals.h"

#include <fmt/format.h>
#include <utility>

namespace casebench {

struct WriteTransaction::Open
{
    std::shared_ptr<ProjectState> keep;
    ProjectState& project;
    Actor actor;
    ChainEnd end;
    Instant time;
    bool over = false;
    bool acceptsHistory = false;
};

namespace {

Error brokenConnection()
{
    return { ErrorCode::Unreadable,
             "An earlier write failed on this disk, so nothing more is written.",
             {},
             "E_IO",
             "Close the project and open it again; it is checked then." };
}

Result<void> takeWriteLock(ProjectState& project)
{
    if (!project.writeLock) {
        CB_TRY(FileLock lock, FileLock::open(project.facts.path.string() + ".lock"));
        project.writeLock.emplace(std::move(lock));
    }
    return project.writeLock->take(project.options.waitSeconds);
}

/// The caller's result with the digests of the written rows beside it.
Json withSeals(const Json& result, Json seals)
{
    Json merged = result.is_object() ? result : Json::object();
    if (!result.is_object() && !result.is_null())
        merged["value"] = result;
    merged["rows"] = std::move(seals);
    return merged;
}

} // namespace

Result<WriteTransaction> WriteTransaction::begin(std::shared_ptr<ProjectState> keep, const Actor& actor)
{
    ProjectState& project = *keep;
    expects(!project.writing, "Project::beginWrite inside a transaction");
    if (!project.viewOnlyReason.empty())
        return Error { ErrorCode::Refused, project.viewOnlyReason, {}, "E_READ_ONLY" };
    if (project.database->broken())
        return brokenConnection();
    CB_CHECK(takeWriteLock(project));
    Database& database = *project.database;
    auto open = std::make_unique<Open>(Open { std::move(keep), project, actor, {}, now() });
    project.writing = true;
    WriteTransaction transaction(std::move(open)); // rolls back and releases on every way out
    CB_CHECK(database.execute("BEGIN IMMEDIATE"));
    database.forgetTouched();
    CB_TRY(transaction.m_open->end, readChainEnd(database));
    return transaction;
}

WriteTransaction::WriteTransaction(std::unique_ptr<Open> open)
    : m_open(std::move(open))
{
}

WriteTransaction::WriteTransaction(WriteTransaction&& other) noexcept = default;

WriteTransaction::~WriteTransaction()
{
    rollback();
}

void WriteTransaction::rollback()
{
    if (!m_open || m_open->over)
        return;
    m_open->over = true;
    if (m_open->project.database->inTransaction())
        m_open->project.verifiedChunks.clear(); // the numbers of undone chunks are given again
    m_open->project.database->rollback();
    m_open->project.database->forgetTouched();
    m_open->project.writing = false;
    m_open->project.writeLock->release();
}

const Actor& WriteTransaction::actor() const
{
    return m_open->actor;
}

std::int64_t WriteTransaction::auditSeq() const
{
    return m_open->end.seq + 1;
}

Instant WriteTransaction::time() const
{
    return m_open->time;
}

Database& WriteTransaction::database() const
{
    expects(m_open != nullptr && !m_open->over, "a write after the end of its transaction");
    return *m_open->project.database;
}

void WriteTransaction::acceptHistory()
{
    m_open->acceptsHistory = true;
}

Result<std::int64_t> WriteTransaction::commit(const AuditEntry& entry)
{
    ProjectState& project = m_open->project;
    std::optional<SignedHead> head;
    const auto attempt = [&]() -> Result<void> {
        Database& connection = database();
        CB_TRY(Json seals, sealTouched(connection));
        const AuditStamp stamp { m_open->time, project.session, withSeals(entry.result, std::move(seals)) };
        CB_TRY(const std::string body, auditBody(m_open->end, m_open->actor, entry, stamp));
        CB_CHECK(appendAudit(connection, m_open->end, body));
        ChainEnd end = m_open->end;
        end.hash = auditHash(++end.seq, end.hash, body);
        CB_TRY(head, signHeadIfDue(project, end, entry.signHead || m_open->acceptsHistory));
        if (m_open->acceptsHistory && !head)
            return Error { ErrorCode::Unreadable,
                           project.anchor.text,
                           {},
                           "E_NO_WITNESS",
                           "Set XDG_STATE_HOME to a folder of your own." };
        return connection.execute("COMMIT");
    };
    const Result<void> done = attempt();
    const std::int64_t seq = auditSeq();
    const bool accepts = m_open->acceptsHistory;
    rollback(); // gives the lock back; after a COMMIT there is nothing left to undo
    if (!done)
        return done.error();
    project.wrote = true;
    if (accepts) {
        project.unexplained.reset();
        project.anchor.state = Anchor::State::None;
    }
    if (head)
        keepWitness(project, std::move(*head));
    return seq;
}

} // namespace casebench
