// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/store/Migrations.h"
#include "core/store/ProjectState.h"

namespace casebench {

/// Brings an older project to the newest version of `steps` (promises.md 2.2): room on the disk, integrity, a
/// checked backup "NAME.v<old>.<UTC>.bak" beside it, then one transaction with its audit record. Fails:
/// Refused when view-only; Unreadable "E_FULL", "E_LOCKED"; Corrupt. The project is then as it was.
[[nodiscard]] Result<void> upgradeProject(ProjectState& state, std::span<const Migration> steps);

} // namespace casebench
