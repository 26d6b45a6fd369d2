// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Alert.h"
#include "core/monitoring/Watch.h"
#include "core/store/Project.h"

namespace casebench {

/// All windows since the reference: scores what is new, measures, raises alerts once, in one transaction.
/// Takes:  run: name or number, "" = the champion.
/// Gives:  the watch report; its alerts are the stored ones.
[[nodiscard]] Result<WatchReport>
monitorModel(Project& project, const Actor& actor, std::string_view run, Progress& progress);

/// The same look without storing anything: for pages that show the state. Alerts are those stored before.
[[nodiscard]] Result<WatchReport> lookAtWindows(Project& project, std::string_view run, Progress& progress);

/// The inbox. action: "take", "snooze", "close"; the latter two ask for a reason.
[[nodiscard]] Result<Alert> answerAlert(
    Project& project, const Actor& actor, std::int64_t id, std::string_view action, std::string_view reason);

} // namespace casebench
