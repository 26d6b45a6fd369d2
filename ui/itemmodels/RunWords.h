// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Run.h"
#include "core/store/RunStore.h"
#include "ui/theme/Icons.h"

#include <QString>

#include <string_view>

namespace casebench::ui::words {

/// "ROC AUC", "Average precision", "Recall" ... of a metric's name.
[[nodiscard]] QString metric(std::string_view name);
/// What its n counts: "scams", "flagged cases", "cases that were not scams", "cases".
[[nodiscard]] QString metricCounts(std::string_view name);
/// True for losses: Brier score, log loss, ECE.
[[nodiscard]] bool lowerIsBetter(std::string_view name);
/// "trained", "waits for approval", "approved", "champion", "rejected", "retired"
[[nodiscard]] QString runState(RunState state);
[[nodiscard]] Glyph glyph(RunState state);
/// "Submitted", "Approved", "Made champion" ...
[[nodiscard]] QString decision(Decision decision);
/// The family's title for people; its id when this program does not know it.
[[nodiscard]] QString family(std::string_view id);
/// Families that every other must beat; they stand last in lists.
[[nodiscard]] bool isBaseline(std::string_view family);
/// "Time: the last cases are held out" ...
[[nodiscard]] QString split(SplitKind kind);
/// "Confirmed only" ...
[[nodiscard]] QString policy(LabelPolicy policy);

} // namespace casebench::ui::words
