// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/data/Label.h"
#include "core/store/Project.h"

#include <vector>

namespace casebench {

/// What a deed of labelling wrote.
struct RecordedVerdicts
{
    std::vector<LabelEvent> events; ///< with their numbers
    std::vector<std::uint8_t> sealed; ///< beside the events: only its person may read it
    std::vector<LabelEvent> opened; ///< earlier ones that may be read by everybody from now on
};

/// The one way to record what people say: appended inside the transaction, sealed while one person alone has
/// decided the case, and as soon as two have (or a third has settled it) everything of the case is opened in
/// the same transaction. Imported verdicts were plain files before, so they are never sealed, but they count
/// as a person's.
/// Takes:  events: at most one per case.
/// Fails:  what LabelStore::append fails with.
[[nodiscard]] Result<RecordedVerdicts>
recordVerdicts(Project& project, WriteTransaction& tx, std::vector<LabelEvent> events);

/// Opens what an import of verdicts, already appended, has made open. Cases whose key is not there stay
/// sealed.
[[nodiscard]] Result<std::vector<LabelEvent>> openDecidedCases(Project& project, WriteTransaction& tx);

/// An event as the audit log keeps it: of a sealed one only who, when and that it is sealed.
[[nodiscard]] Json auditJson(const LabelEvent& event, std::string_view caseId, bool sealed = false);
/// {"opened": [...]} when something was opened, else null.
[[nodiscard]] Result<Json> openedJson(Project& project, const std::vector<LabelEvent>& opened);

} // namespace casebench
