// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/crypto/Signature.h"
#include "core/store/AuditEntry.h"
#include "core/store/Project.h"

#include <optional>

namespace casebench {

/// The append-only history of a project (promises.md 2.3). Written by WriteTransaction::commit alone.
/// hash[seq] = SHA-256("casebench.audit.v1" 00 | u64be seq | hash[seq-1] | u32be length | body).
class AuditLog
{
public:
    /// Borrows the project, which must outlive it.
    explicit AuditLog(const Project& project);

    /// Records seq >= from, ascending, at most `limit`. Fails: Corrupt when a body is no JSON.
    [[nodiscard]] Result<std::vector<AuditRecord>> list(std::int64_t from, std::int64_t limit) const;
    /// The newest `limit` records, newest first.
    [[nodiscard]] Result<std::vector<AuditRecord>> newest(std::int64_t limit) const;
    [[nodiscard]] Result<AuditHead> head() const;

    /// Recomputes the whole chain from the genesis, and that every body is canonical, of this project and in
    /// order, and that it holds what the witness of this account saw. Gives: a verdict; a broken log is a
    /// value here, not an Error. Cost: O(bytes of the log); a checkpoint every 1,000 records.
    [[nodiscard]] Result<AuditVerdict> verify(Progress& progress) const;
    /// verify(), and that the log still holds the event a saved signed head names.
    /// Takes:  headText as exportHead wrote it; key: the public key its signer is known by.
    /// Fails:  Corrupt "E_SIGNATURE" when the head itself is not genuine; Refused when it is of another
    /// project.
    [[nodiscard]] Result<AuditVerdict>
    verifyAgainst(std::string_view headText, const PublicKey& key, Progress& progress) const;
    /// The same by the key that the head itself names: it shows that the head is whole, not whose it is.
    [[nodiscard]] Result<AuditVerdict> verifyAgainst(std::string_view headText, Progress& progress) const;

    /// A witness to keep elsewhere: JSON {statement{project seq hash first root wall key} signature
    /// fingerprint}, domain casebench.head.v1; root is the Merkle root over the hashes of all records.
    [[nodiscard]] Result<std::string> exportHead(const PrivateKey& key) const;

private:
    const Project* m_project;
};

} // namespace casebench
