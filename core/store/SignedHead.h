// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/base/Json.h"
#include "core/base/Time.h"
#include "core/crypto/Signature.h"
#include "core/store/AuditChain.h"

#include <memory>
#include <string>

namespace casebench {

/// The end of a history, signed (domain "casebench.head.v1", promises.md 2.3). The statement names the
/// project, the event and its hash, the Merkle root over the hashes of the events `first` to `seq`, the wall
/// clock and the key that signs.
struct SignedHead
{
    std::string project;
    std::int64_t seq = 0;
    std::string hash; ///< hex
    std::int64_t first = 1;
    std::string root; ///< hex
    Instant wall = kNoTime;
    Json statement;
    std::string signature;
    std::string fingerprint;
    /// An older head that the history contradicted when this one was made, and that nobody has explained yet:
    /// it is carried on, so that working on does not cover it up.
    std::shared_ptr<const SignedHead> unexplained;
};

/// Signs where `end` stands. first: the event after the head before, 1 = all of them.
/// Cost: reads the hashes of the events first to end.seq.
[[nodiscard]] Result<SignedHead>
signHead(Database& database, const ChainEnd& end, std::int64_t first, const PrivateKey& key);

/// {statement signature fingerprint [unexplained]}: a line of the anchor file, and what "audit head" writes.
[[nodiscard]] Json headJson(const SignedHead& head);
/// Takes: what headJson gave. Checks form and signature by the key the statement names.
/// Fails: Corrupt "E_SIGNATURE".
[[nodiscard]] Result<SignedHead> readHead(const Json& document);

} // namespace casebench
