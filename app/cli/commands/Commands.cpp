// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/Commands.h"

#include "core/base/Text.h"
#include "core/workflow/ModelCard.h"

#include <cmath>
#include <fmt/format.h>

namespace casebench::cli {

std::vector<CommandPtr> allCommands()
{
    using Maker = CommandPtr (*)();
    static constexpr Maker kMakers[] = {
        makeNewCommand,       makePersonCommand,   makeKeyCommand,     makeImportCommand,
        makeCoercedCommand,   makeMappingCommand,  makeFieldsCommand,  makeQuarantineCommand,
        makeCasesCommand,     makeCaseCommand,     makeLabelCommand,   makeQueueCommand,
        makeSnapshotCommand,  makeTrainCommand,    makeRunsCommand,    makeRunCommand,
        makeReproduceCommand, makeCompareCommand,  makeExplainCommand, makeDriftCommand,
        makeScoreCommand,     makeMonitorCommand,  makeAlertsCommand,  makeProposeCommand,
        makeGatesCommand,     makeSubmitCommand,   makeApproveCommand, makeRejectCommand,
        makeRetireCommand,    makeRegistryCommand, makeExportCommand,  makeVerifyCommand,
        makeDossierCommand,   makeAuditCommand,    makeCheckCommand,   makeSampleCommand,
        makeDemoCommand,
    };
    std::vector<CommandPtr> commands;
    for (const Maker maker : kMakers)
        commands.push_back(maker());
    return commands;
}

Json metricsObject(const std::vector<Metric>& metrics)
{
    Json object = Json::object();
    for (const Metric& metric : metrics)
        object[metric.name] = intervalJson(metric.value);
    return object;
}

Json runJson(const Run& run)
{
    return { { "run", run.name },
             { "id", run.id },
             { "state", name(run.state) },
             { "family", run.recipe.family },
             { "snapshot", run.snapshotId },
             { "trained_by", run.trainedBy },
             { "trained_at", formatInstant(run.trainedAt) },
             { "parent_run", run.parentRun == 0 ? Json(nullptr) : Json(run.parentRun) },
             { "alert", run.alertId == 0 ? Json(nullptr) : Json(run.alertId) },
             { "seconds", run.seconds },
             { "rows_trained", run.rowsTrained },
             { "rows_holdout", run.rowsHoldout },
             { "threshold", run.threshold },
             { "model_sha256", run.modelSha256 },
             { "model_digest", run.modelDigest },
             { "reference_recall", intervalJson(run.referenceRecall) },
             { "metrics", metricsObject(run.metrics) },
             { "warnings", run.warnings } };
}

std::string intervalText(const Interval& interval, int decimals)
{
    if (std::isnan(interval.value))
        return "–";
    if (std::isnan(interval.low))
        return fixedNumber(interval.value, decimals);
    return fmt::format("{:.{}f} ({:.{}f}–{:.{}f})", interval.value, decimals, interval.low, decimals,
                       interval.high, decimals);
}

Result<Instant> timeOption(const std::string& text, bool end)
{
    if (text.empty())
        return kNoTime;
    const auto time = parseTimeBound(text, end);
    if (!time)
        return usageError(time.error().what, time.error().advice);
    return *time;
}

} // namespace casebench::cli
