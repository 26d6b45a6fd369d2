// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Label.h"

#include <span>
#include <vector>

namespace casebench {

/// Undo and redo are read out of the history itself, so they reach back without limit and over sessions. What
/// was recorded together (one bulk verdict) is taken back and restored together.
/// Takes:  events of one person, ascending by seq.

/// What the next undo takes back: the newest deed of verdicts that stand.
/// Gives:  borrowed pointers, ascending by seq; empty when nothing stands.
[[nodiscard]] std::vector<const LabelEvent*> nextUndo(std::span<const LabelEvent> own);

/// What the next redo takes back in its turn: the retractions of the newest undo, as long as no new verdict
/// was given since.
[[nodiscard]] std::vector<const LabelEvent*> nextRedo(std::span<const LabelEvent> own);

} // namespace casebench
