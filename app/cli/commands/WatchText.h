// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/monitoring/Watch.h"
#include "core/workflow/ProposeRetraining.h"

namespace casebench::cli {

// What monitoring found, as cli.md's JSON and in words.
[[nodiscard]] Json driftJson(const DriftReport& report);
[[nodiscard]] std::string driftText(const DriftReport& report);
[[nodiscard]] Json watchJson(const WatchReport& report);
[[nodiscard]] std::string watchText(const WatchReport& report);
[[nodiscard]] Json alertJson(const Alert& alert);
[[nodiscard]] Json proposalJson(const RetrainingProposal& proposal);
[[nodiscard]] std::string proposalText(const RetrainingProposal& proposal);

} // namespace casebench::cli
