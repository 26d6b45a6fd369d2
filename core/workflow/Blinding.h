// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/CaseTable.h"
#include "core/store/Project.h"

#include <span>
#include <vector>

namespace casebench {

/// Who labels sees no opinion before giving one: the model's score and reasons of a case are shown to an
/// investigator only once that person has a verdict on it. One rule for GUI and command line.
[[nodiscard]] bool judgesFirst(const Actor& actor);

/// Per project row: the person has a verdict that stands.
[[nodiscard]] Result<std::vector<std::uint8_t>> ownVerdicts(Project& project, std::string_view person);

/// Fails:  Refused "blind" naming the first case that the actor must judge first; NotFound.
[[nodiscard]] Result<void>
requireOwnVerdicts(Project& project, const Actor& actor, std::span<const std::string> caseIds);

} // namespace casebench
