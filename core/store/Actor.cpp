// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/Actor.h"

#include <array>
#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

namespace casebench {

std::string osAccountName()
{
    struct passwd entry = {};
    struct passwd* found = nullptr;
    std::array<char, 4096> buffer {};
    if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
        return found->pw_name;
    return fmt::format("uid-{}", ::getuid());
}

Actor actorFor(const Person& person)
{
    return { person.name, person.role, osAccountName(), static_cast<std::int64_t>(::getuid()),
             person.fingerprint };
}

} // namespace casebench
