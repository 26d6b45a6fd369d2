// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Person.h"
#include "core/store/Project.h"

namespace casebench {

/// Adds a person, or gives a known one (from a label file) a role and a key.
/// Takes:  publicKey: PEM text or "".
/// Fails:  Refused (role of the actor); what the key fails with.
[[nodiscard]] Result<Person> addPerson(Project& project, const Actor& actor, const Person& person);

} // namespace casebench
