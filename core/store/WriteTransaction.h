// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/Time.h"
#include "core/store/Actor.h"
#include "core/store/AuditEntry.h"

#include <memory>

namespace casebench {

class Database;
struct ProjectState;

/// The right to change a project, until commit or destruction (which rolls everything back).
class WriteTransaction
{
public:
    ~WriteTransaction();
    WriteTransaction(WriteTransaction&& other) noexcept;
    WriteTransaction& operator=(WriteTransaction&&) = delete;
    WriteTransaction(const WriteTransaction&) = delete;
    WriteTransaction& operator=(const WriteTransaction&) = delete;

    [[nodiscard]] const Actor& actor() const;
    /// The audit sequence number this transaction gets when it commits.
    [[nodiscard]] std::int64_t auditSeq() const;
    /// One recording time for all that the transaction writes.
    [[nodiscard]] Instant time() const;

    /// Appends exactly one audit record, with digests of everything the transaction wrote, and commits. Only
    /// when this has returned a value may "saved" be said. Afterwards the transaction is over, whatever came
    /// out. Gives: the audit sequence number. Fails: Unreadable "E_FULL", "E_IO" (nothing was saved; after a
    /// failed sync the project refuses further writes until reopened).
    [[nodiscard]] Result<std::int64_t> commit(const AuditEntry& entry);
    /// The person who acts explains why the history contradicts its witness: commit() signs it anew and the
    /// witness goes on from here. commit() then fails with Unreadable "E_NO_WITNESS" where none can be kept.
    void acceptHistory();
    /// Leaves everything as it was; what the destructor does.
    void rollback();

    /// Inside core/store only.
    [[nodiscard]] Database& database() const;

private:
    friend class Project;
    struct Open;
    [[nodiscard]] static Result<WriteTransaction> begin(std::shared_ptr<ProjectState> project,
                                                        const Actor& actor);
    explicit WriteTransaction(std::unique_ptr<Open> open);
    std::unique_ptr<Open> m_open;
};

} // namespace casebench
