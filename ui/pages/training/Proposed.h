// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Snapshot.h"
#include "core/workflow/ProposeRetraining.h"

#include <QString>
#include <QStringList>

/// What the new training says of the proposal it was filled from.
namespace casebench::ui::proposed {

/// True for a snapshot that was taken for this proposal: its months, decided cases only, as they were then.
[[nodiscard]] bool holds(const Snapshot& snapshot, const RetrainingProposal& proposal);
/// "Filled from the proposal of 3 Sep 2026, 09:04"
[[nodiscard]] QString title(const RetrainingProposal& proposal);
/// "To replace champion-1, because of alert A-3. Both are kept with the run."
[[nodiscard]] QString reason(const RetrainingProposal& proposal, const QString& parent);
/// What the snapshot form does next: "First, the decided cases of Jan to Jun 2026 are frozen ..."
[[nodiscard]] QString snapshotStep(const RetrainingProposal& proposal);
/// One phrase for each thing that would be trained otherwise than proposed. Takes: the recipe as the form
/// shows it, with its fields by name; the chosen snapshot or none.
[[nodiscard]] QStringList
differences(const RetrainingProposal& proposal, const Recipe& shown, const Snapshot* snapshot);

} // namespace casebench::ui::proposed
