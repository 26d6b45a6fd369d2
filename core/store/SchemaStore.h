// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Schema.h"
#include "core/store/Project.h"

namespace casebench {

/// A field as the project knows it.
struct StoredField
{
    std::int64_t id = 0;
    Field field;
    std::int64_t firstSource = 0; ///< the import that brought it; 0 = none
    std::int64_t lastSource = 0; ///< the newest import that had it
};

/// The fields of a project, in order of first appearance. Fields are never removed or renamed.
class SchemaStore
{
public:
    explicit SchemaStore(const Project& project);

    [[nodiscard]] Result<Schema> schema() const;
    [[nodiscard]] Result<std::vector<StoredField>> fields() const;

    /// Adds the unknown fields of `incoming` at the end; marks the known ones as seen by the source and
    /// leaves their kind, role and type as they are (use update to change them). Gives: positions in
    /// `incoming` of the fields that are new.
    [[nodiscard]] Result<std::vector<std::size_t>>
    merge(WriteTransaction& tx, const Schema& incoming, std::int64_t sourceId) const;
    /// Sets kind, role, type and controllable of the field of that name; stored values are re-read under the
    /// new kind, never changed. Fails: NotFound.
    [[nodiscard]] Result<void> update(WriteTransaction& tx, const Field& field) const;

private:
    const Project* m_project;
};

} // namespace casebench
