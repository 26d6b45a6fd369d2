// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/store/Project.h"

#include <optional>
#include <vector>

namespace casebench {

/// A mapping as it was saved: how a kind of file is read and what its columns mean.
struct StoredMapping
{
    std::int64_t id = 0;
    std::string name;
    Json body;
    std::string sha256; ///< hex, of the body's canonical bytes
    Instant createdAt = kNoTime;
    std::string createdBy;
};

/// Named mappings; append-only: saving under a known name adds a version.
class MappingStore
{
public:
    explicit MappingStore(const Project& project);

    /// Gives: the id; that of the stored one when name and digest are known already.
    [[nodiscard]] Result<std::int64_t>
    add(WriteTransaction& tx, const std::string& name, const Json& body, const std::string& sha256) const;
    /// The newest version of a name. Fails: NotFound, naming what there is.
    [[nodiscard]] Result<StoredMapping> find(std::string_view name) const;
    /// The newest version of each name, newest first.
    [[nodiscard]] Result<std::vector<StoredMapping>> list() const;

private:
    const Project* m_project;
};

} // namespace casebench
