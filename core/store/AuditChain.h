// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only: the exact bytes of the audit log (promises.md 2.3).

#include "core/base/Progress.h"
#include "core/crypto/Digest.h"
#include "core/store/Actor.h"
#include "core/store/AuditEntry.h"
#include "core/store/Sqlite.h"

#include <functional>

namespace casebench {

struct ProjectIdentity
{
    std::string uuid;
    std::string name;
    std::string zone;
    std::string createdBy;
};

/// Writes the project's own line, whose creation body starts the chain.
[[nodiscard]] Result<void> writeGenesis(Database& database, const ProjectIdentity& identity);

/// hash[0] = SHA-256("casebench.audit.genesis.v1" 00 | uuid | creation body)
[[nodiscard]] Digest auditGenesis(std::string_view uuid, std::string_view creation);
/// hash[seq] = SHA-256("casebench.audit.v1" 00 | u64be seq | hash[seq-1] | u32be length | body)
[[nodiscard]] Digest auditHash(std::int64_t seq, const Digest& previous, std::string_view body);

/// Where the next record is appended.
struct ChainEnd
{
    std::string project; ///< uuid
    std::string zone;
    std::int64_t seq = 0;
    Digest hash {};
    Instant wall = kNoTime;
};

[[nodiscard]] Result<ChainEnd> readChainEnd(Database& database);

struct AuditStamp
{
    Instant wall = kNoTime;
    std::string session;
    Json result; ///< the entry's result with the digests of what was written
};

/// The canonical body of the record after `end`; the flag clock_back is added when the clock runs behind the
/// record before. Fails: InvalidInput when a text is not UTF-8.
[[nodiscard]] Result<std::string>
auditBody(const ChainEnd& end, const Actor& actor, const AuditEntry& entry, const AuditStamp& stamp);
[[nodiscard]] Result<void> appendAudit(Database& database, const ChainEnd& end, std::string_view body);

/// Called for every record that holds.
using AuditVisitor = std::function<Result<void>(std::int64_t seq, const Json& body, const Digest& hash)>;
/// Recomputes the chain from the first record. Fails: Cancelled, and what the visitor fails with.
[[nodiscard]] Result<AuditVerdict>
verifyAuditChain(Database& database, Progress& progress, const AuditVisitor& visitor = {});
/// The last `count` records only; what came before is taken from the record before them.
[[nodiscard]] Result<AuditVerdict> verifyAuditTail(Database& database, std::int64_t count);

} // namespace casebench
