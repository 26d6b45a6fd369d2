// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/Project.h"

namespace casebench {

/// Explains why the history contradicts its witness (an older copy was put back, the project went on from
/// another copy): one audit record "audit.accept_rollback" with the reason, signed at once; the witness goes
/// on from there. Every account that holds a witness of its own accepts for itself.
/// Gives:  the audit sequence number.
/// Fails:  Refused "role", "nothing-to-accept"; InvalidInput without a reason; Unreadable "E_NO_WITNESS".
[[nodiscard]] Result<std::int64_t>
acceptRollback(Project& project, const Actor& actor, std::string_view reason);

/// Nothing is approved and nothing leaves the house on a history that nobody can explain.
/// Fails:  Refused "E_ROLLBACK" while the history contradicts its witness.
[[nodiscard]] Result<void> requireExplainedHistory(const Project& project);

} // namespace casebench
