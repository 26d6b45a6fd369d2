// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/store/FileLock.h"
#include "core/store/OpenFiles.h"
#include "core/store/Project.h"
#include "core/store/Sqlite.h"

#include <optional>
#include <unordered_set>

namespace casebench {

struct SignedHead;

struct ProjectState
{
    ProjectState(FileFacts fileFacts, OpenFileTicket openTicket, OpenOptions openOptions)
        : facts(std::move(fileFacts))
        , options(openOptions)
        , ticket(std::move(openTicket))
    {
    }

    FileFacts facts;
    OpenOptions options;
    std::string viewOnlyReason;
    std::string name;
    std::string uuid;
    std::string zone;
    Instant createdAt = kNoTime;
    int version = 0;
    bool quickCheckPending = false;
    bool writing = false;
    bool wrote = false; ///< this connection has committed a record
    Anchor anchor;
    std::shared_ptr<const SignedHead> unexplained; ///< the witness that `anchor` contradicts
    std::string session; ///< one per connection, for the audit log
    std::unordered_set<std::int64_t> verifiedChunks; ///< their SHA-256 held once on this connection

    OpenFileTicket ticket; // given back after the connection is closed
    std::optional<FileLock> desktopLock;
    std::optional<FileLock> writeLock;
    std::unique_ptr<Database> database;
};

} // namespace casebench
