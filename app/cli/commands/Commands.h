// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/Command.h"
#include "core/base/Json.h"
#include "core/data/Run.h"

namespace casebench::cli {

// One maker a verb; Commands.cpp lists them in the order of the story.
[[nodiscard]] CommandPtr makeNewCommand();
[[nodiscard]] CommandPtr makePersonCommand();
[[nodiscard]] CommandPtr makeKeyCommand();
[[nodiscard]] CommandPtr makeImportCommand();
[[nodiscard]] CommandPtr makeFieldsCommand();
[[nodiscard]] CommandPtr makeQuarantineCommand();
[[nodiscard]] CommandPtr makeCoercedCommand();
[[nodiscard]] CommandPtr makeMappingCommand();
[[nodiscard]] CommandPtr makeCasesCommand();
[[nodiscard]] CommandPtr makeCaseCommand();
[[nodiscard]] CommandPtr makeLabelCommand();
[[nodiscard]] CommandPtr makeQueueCommand();
[[nodiscard]] CommandPtr makeSnapshotCommand();
[[nodiscard]] CommandPtr makeTrainCommand();
[[nodiscard]] CommandPtr makeRunsCommand();
[[nodiscard]] CommandPtr makeRunCommand();
[[nodiscard]] CommandPtr makeReproduceCommand();
[[nodiscard]] CommandPtr makeCompareCommand();
[[nodiscard]] CommandPtr makeExplainCommand();
[[nodiscard]] CommandPtr makeDriftCommand();
[[nodiscard]] CommandPtr makeScoreCommand();
[[nodiscard]] CommandPtr makeMonitorCommand();
[[nodiscard]] CommandPtr makeAlertsCommand();
[[nodiscard]] CommandPtr makeProposeCommand();
[[nodiscard]] CommandPtr makeGatesCommand();
[[nodiscard]] CommandPtr makeSubmitCommand();
[[nodiscard]] CommandPtr makeApproveCommand();
[[nodiscard]] CommandPtr makeRejectCommand();
[[nodiscard]] CommandPtr makeRetireCommand();
[[nodiscard]] CommandPtr makeRegistryCommand();
[[nodiscard]] CommandPtr makeExportCommand();
[[nodiscard]] CommandPtr makeVerifyCommand();
[[nodiscard]] CommandPtr makeDossierCommand();
[[nodiscard]] CommandPtr makeAuditCommand();
[[nodiscard]] CommandPtr makeCheckCommand();
[[nodiscard]] CommandPtr makeSampleCommand();
[[nodiscard]] CommandPtr makeDemoCommand();

/// The first line of the file; "" when no file is named.
[[nodiscard]] Result<std::string> readPassphrase(const std::string& file);
/// Run and its hold-out metrics as cli.md names them.
[[nodiscard]] Json runJson(const Run& run);
[[nodiscard]] Json metricsObject(const std::vector<Metric>& metrics);
/// "0.912 (0.881–0.943)", "–" when undefined.
[[nodiscard]] std::string intervalText(const Interval& interval, int decimals = 3);
/// --from and --to as instants; "" = open.
[[nodiscard]] Result<Instant> timeOption(const std::string& text, bool end);

} // namespace casebench::cli
