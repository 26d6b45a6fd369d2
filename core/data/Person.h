// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Field.h"

namespace casebench {

/// None: owns verdicts from imported label files, cannot act.
enum class Role
{
    None,
    Investigator,
    Analyst,
    Compliance,
    Admin
};

inline constexpr std::array<std::pair<Role, std::string_view>, 5> kRoleNames { {
    { Role::None, "none" },
    { Role::Investigator, "investigator" },
    { Role::Analyst, "analyst" },
    { Role::Compliance, "compliance" },
    { Role::Admin, "admin" },
} };

[[nodiscard]] inline std::string_view name(Role role)
{
    return nameIn(kRoleNames, role);
}

struct Person
{
    std::string name;
    Role role = Role::None;
    std::string publicKey; ///< PEM, or ""
    std::string fingerprint; ///< hex SHA-256 of the PEM text, or ""
};

} // namespace casebench
