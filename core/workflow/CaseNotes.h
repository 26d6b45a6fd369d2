// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/CaseNoteStore.h"

namespace casebench {

/// Adds a note for everybody who looks at the case.
/// Fails:  InvalidInput (no text), NotFound.
[[nodiscard]] Result<std::vector<CaseNote>>
addCaseNote(Project& project, const Actor& actor, std::string_view caseId, std::string_view text);

/// Says in one line why the actor's verdict is not the model's. It is sealed as long as the verdict is.
/// Fails:  Refused "no-verdict" without an own verdict on the case.
[[nodiscard]] Result<std::vector<CaseNote>>
explainDifference(Project& project, const Actor& actor, std::string_view caseId, std::string_view text);

/// What the person may read, oldest first.
[[nodiscard]] Result<std::vector<CaseNote>>
caseNotes(Project& project, std::string_view person, std::string_view caseId);

} // namespace casebench
