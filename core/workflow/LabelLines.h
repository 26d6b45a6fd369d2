// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/IdIndex.h"
#include "core/workflow/ReadFile.h"
#include "core/workflow/SettleLabels.h"

#include <optional>

namespace casebench {

/// Where a verdict was recorded first, as a label file tells it. This project cannot vouch for it: what it
/// saw itself is the import, which the event says.
struct FirstRecord
{
    LabelOrigin origin = LabelOrigin::Imported;
    Instant recordedAt = kNoTime;
};

/// A verdict as a line of a label file has it.
struct LabelLine
{
    std::uint64_t line = 0;
    LabelEvent event;
    FirstRecord first;
};

/// What the lines of a label file are read against.
struct LabelContext
{
    const IdIndex& ids;
    std::span<const Instant> caseTimes; ///< one per project row, or empty
    Instant now = kNoTime; ///< of this machine's clock
};

/// The verdicts of a label file: columns case, verdict and person in any order, and any of reason, time,
/// confidence, note, origin, recorded; others are not looked at. A line that cannot be taken becomes an
/// issue and the others are read on.
/// Takes:  file: as readTextFile gave it, all columns as text.
/// Gives:  the lines that can be taken, in order; issues by kind no-case, unknown-case, no-verdict,
///         unknown-verdict, no-person, bad-person, bad-time, future-time, bad-confidence, unknown-origin.
///         A verdict without a time was decided when its case was received, and says that this is assumed.
/// Fails:  InvalidInput "label-columns" when it is no label file.
/// Cost:   O(lines).
[[nodiscard]] Result<std::vector<LabelLine>>
readLabelLines(const TextFile& file, const LabelContext& context, std::vector<LabelIssue>& issues);

} // namespace casebench
