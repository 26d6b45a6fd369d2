// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Person.h"
#include "core/store/Project.h"

namespace casebench {

/// The rows of cli.md's table "Who acts".
enum class VerbGroup
{
    Intake, ///< import, label, adjudicate, queue
    Analysis, ///< schema, snapshot, train, explain, drift, monitor, propose, submit
    Release, ///< approve, reject, retire, export, privacy, erase
    Look, ///< look at anything but personal fields
    Persons, ///< persons, keys of others, policies, settings
};

/// The person who acts: the one named, else the account's. An unknown account may look at everything a
/// role may.
/// Fails:  NotFound when a named person is not in the project.
[[nodiscard]] Result<Actor> resolveActor(Project& project, std::string_view person);

/// The one policy function of GUI and CLI.
/// Fails:  Refused, naming the role and who may.
[[nodiscard]] Result<void> requireAccess(const Actor& actor, VerbGroup group);

} // namespace casebench
