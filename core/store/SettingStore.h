// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/store/Project.h"

#include <map>

namespace casebench {

/// Settings of the project: key -> JSON.
class SettingStore
{
public:
    explicit SettingStore(const Project& project);

    /// null when the key was never set.
    [[nodiscard]] Result<Json> value(std::string_view key) const;
    [[nodiscard]] Result<std::map<std::string, Json>> all() const;
    [[nodiscard]] Result<void> set(WriteTransaction& tx, std::string_view key, const Json& value) const;

private:
    const Project* m_project;
};

} // namespace casebench
