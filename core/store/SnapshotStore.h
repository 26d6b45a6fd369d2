// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Snapshot.h"
#include "core/store/Project.h"

#include <span>
#include <vector>

namespace casebench {

/// Snapshots: a list of chunk digests, a row bitmap, the schema and the highest change and label seq.
/// Immutable.
class SnapshotStore
{
public:
    explicit SnapshotStore(const Project& project);

    /// Takes:  snapshot with everything but id, createdAt, createdBy and rows; rows ascending. The chunks it
    /// names are found here. Gives:  the id. Fails:  Refused when the name is taken; InvalidInput for an
    /// empty name or rows that are not ascending.
    [[nodiscard]] Result<std::int64_t>
    create(WriteTransaction& tx, const Snapshot& snapshot, std::span<const CaseRow> rows) const;

    /// By exact name, else by number. Fails: NotFound naming what there is.
    [[nodiscard]] Result<Snapshot> find(std::string_view nameOrId) const;
    [[nodiscard]] Result<Snapshot> find(std::int64_t id) const;
    /// Oldest first.
    [[nodiscard]] Result<std::vector<Snapshot>> list() const;
    /// Ascending.
    [[nodiscard]] Result<std::vector<CaseRow>> rows(std::int64_t id) const;
    /// That every chunk the snapshot names is still there with the digest it had. Fails: Corrupt.
    [[nodiscard]] Result<void> verifyChunks(std::int64_t id) const;

private:
    const Project* m_project;
};

} // namespace casebench
