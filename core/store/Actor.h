// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Person.h"

#include <cstdint>
#include <string>

namespace casebench {

/// Who acts: the person of the project and the account of the computer behind it.
struct Actor
{
    std::string name;
    Role role = Role::None;
    std::string osUser;
    std::int64_t uid = -1;
    std::string key; ///< fingerprint of the person's registered key, or ""
};

/// The login name behind the process ("uid-1000" where the system knows none).
[[nodiscard]] std::string osAccountName();

/// That person, acting from this process's account.
[[nodiscard]] Actor actorFor(const Person& person);

} // namespace casebench
