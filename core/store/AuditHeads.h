// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only: when the end of the history is signed, and what the witness says of it.

#include "core/base/Progress.h"
#include "core/store/Anchor.h"
#include "core/store/AnchorFolder.h"
#include "core/store/ProjectState.h"

namespace casebench {

/// Compares the history with the newest witness of this account. Never fails: what cannot be compared is
/// `Unavailable` and says why.
void compareWithAnchor(ProjectState& state);

/// Signs the end of the history inside the running transaction when it is time: forced, 256 records or 15
/// minutes after the last head (promises.md 2.3). Gives: what keepWitness wants after the commit, or nothing.
/// An account without a state folder signs nothing; that is no failure.
[[nodiscard]] Result<std::optional<SignedHead>>
signHeadIfDue(ProjectState& state, const ChainEnd& end, bool force);
/// The same after the last record of the project, in a transaction of its own, when records came since the
/// last head. For closing and reports. Does nothing when another program is writing (it signs at its end).
void signHeadAtRest(ProjectState& state);

/// Adds the head to the witness outside. A failure turns state.anchor to Unavailable.
void keepWitness(ProjectState& state, SignedHead head);

/// Every head in the project against the history and the witness: one sentence per fault.
[[nodiscard]] Result<std::vector<std::string>> checkHeads(const ProjectState& state, Progress& progress);

} // namespace casebench
