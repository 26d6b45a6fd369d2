// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/Project.h"

#include <vector>

namespace casebench {

/// Fails: InvalidInput when nobody can be called so.
[[nodiscard]] Result<void> checkPersonName(std::string_view name);

/// Persons and their roles. Names are unique; nobody is ever removed.
class PersonStore
{
public:
    explicit PersonStore(const Project& project);

    /// By name.
    [[nodiscard]] Result<std::vector<Person>> list() const;
    /// Fails: NotFound, with the known names as advice.
    [[nodiscard]] Result<Person> find(std::string_view name) const;

    /// Fails: Refused when the name is taken; InvalidInput for an empty or over-long name, or one with
    /// control characters.
    [[nodiscard]] Result<void> add(WriteTransaction& tx, const Person& person) const;
    /// Adds the person without a role when unknown. Gives: true when it was added.
    [[nodiscard]] Result<bool> ensure(WriteTransaction& tx, std::string_view name) const;
    [[nodiscard]] Result<void> setRole(WriteTransaction& tx, std::string_view name, Role role) const;
    /// Takes: the PEM text of an EC public key; the fingerprint is stored with it. Fails: NotFound; what
    /// PublicKey::fromPem fails with.
    [[nodiscard]] Result<void>
    setPublicKey(WriteTransaction& tx, std::string_view name, std::string_view pem) const;

private:
    const Project* m_project;
};

} // namespace casebench
