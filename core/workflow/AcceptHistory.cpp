// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/AcceptHistory.h"

#include "core/base/Text.h"
#include "core/store/AuditLog.h"
#include "core/workflow/Access.h"

namespace casebench {

Result<std::int64_t> acceptRollback(Project& project, const Actor& actor, std::string_view reason)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Release));
    const std::string why(trimmed(reason));
    if (why.empty())
        return Error { ErrorCode::InvalidInput,
                       "The history is accepted with a reason only.",
                       {},
                       "usage",
                       "Say what happened, such as \"restored the backup of Monday after a disk failure\"." };
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    const Anchor seen = project.anchor();
    if (!seen.contradicts())
        return Error { ErrorCode::Refused,
                       "The history holds what its witness saw; there is nothing to accept.",
                       {},
                       "nothing-to-accept" };
    CB_TRY(const AuditHead head, AuditLog(project).head());
    tx.acceptHistory();
    return tx.commit(
        { .act = "audit.accept_rollback",
          .objType = "project",
          .objId = project.uuid(),
          .before = { { "seq", seen.seq },
                      { "hash", seen.hash },
                      { "wall", formatInstantMicros(seen.wall) },
                      { "finding", seen.state == Anchor::State::Shorter ? "shorter" : "different" } },
          .after = { { "seq", head.seq }, { "hash", head.hash } },
          .reason = why });
}

Result<void> requireExplainedHistory(const Project& project)
{
    if (!project.anchor().contradicts())
        return {};
    return Error { ErrorCode::Refused,
                   project.anchor().text,
                   {},
                   "E_ROLLBACK",
                   "Find out what happened, then accept it with \"audit accept-rollback --reason\"." };
}

} // namespace casebench
