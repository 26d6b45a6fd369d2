// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/base/Time.h"

#include <string>
#include <vector>

namespace casebench {

/// What one committed change says about itself. Never personal data: the log outlives an erasure.
/// Decimals inside the JSON values are stored as texts (the log holds no floats).
struct AuditEntry
{
    std::string act; ///< "label.add", "import.cases", "run.train" ...
    std::string objType; ///< "case", "run", "snapshot", "person" ...
    std::string objId;
    Json before = nullptr;
    Json after = nullptr;
    std::string reason {};
    Json input = nullptr; ///< {name, bytes, sha256} of a file that came in
    Json result = nullptr;
    std::vector<std::string> flags {};
    bool signHead = false; ///< sign the history as of this record (approvals, exports, reports)
};

/// A stored line of the log.
struct AuditRecord
{
    std::int64_t seq = 0;
    Instant wall = kNoTime;
    std::string person;
    std::string role;
    std::string act;
    std::string objType;
    std::string objId;
    std::string reason;
    std::vector<std::string> flags;
    Json body; ///< everything, as it was hashed
    std::string hash; ///< hex
};

/// Where the log ends.
struct AuditHead
{
    std::int64_t seq = 0; ///< 0: nothing recorded yet, hash is the genesis
    std::string hash; ///< hex
    Instant wall = kNoTime;
};

struct AuditVerdict
{
    bool ok = true;
    std::int64_t events = 0;
    std::string headHash; ///< hex, of the last event
    std::int64_t firstBad = 0; ///< sequence number; 0 = none
    std::string what; ///< one sentence on what does not hold, or ""
    /// Came after the last signed head: a program is at work, or ended without closing, or another tool added
    /// them. A project that was closed has none.
    std::int64_t unsignedEvents = 0;
};

} // namespace casebench
