// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/Project.h"

#include <string>

namespace casebench {

/// What to change about a field, in the words of the command line; "" = leave as it is.
struct FieldChange
{
    std::string kind;
    std::string role;
    std::string controllable; ///< yes or no
    std::string reason {}; ///< why, for the field's history
};

/// Stored values are read under the new kind from now on; snapshots keep theirs. A field that becomes
/// personal is personal in older snapshots and runs too (TakeSnapshot.h); what was written out before is out.
/// Fails: NotFound (field), InvalidInput (word; no reason, where the role personal or sensitive is taken
/// away), Refused (role of the actor).
[[nodiscard]] Result<void>
changeField(Project& project, const Actor& actor, std::string_view field, const FieldChange& change);

} // namespace casebench
