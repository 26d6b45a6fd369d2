// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/Text.h"
#include "core/evaluation/Evaluate.h"
#include "core/models/Families.h"
#include "core/store/AlertStore.h"
#include "core/store/RunStore.h"
#include "core/workflow/TrainRun.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench::cli {

namespace {

std::string runText(const Run& run)
{
    std::string text = fmt::format("{} ({}, {}): {} training cases, {} held out, {:.1f} s.\n",
                                   escapedForTerminal(run.name), run.recipe.family, name(run.state),
                                   countText(run.rowsTrained), countText(run.rowsHoldout), run.seconds);
    text +=
        fmt::format("Labels: {}; {} scams, {} others, {} undecided, {} left out with their month.\n",
                    name(run.labels.policy), countText(run.labels.positives), countText(run.labels.negatives),
                    countText(run.labels.undecided), countText(run.labels.excluded));
    TextTable table({ "metric", ">value (95 % interval)", ">n" });
    for (const Metric& metric : run.metrics)
        table.add({ metric.name, intervalText(metric.value), countText(metric.value.n) });
    table.add({ "reference recall", intervalText(run.referenceRecall), countText(run.referenceRecall.n) });
    text += table.text();
    for (const std::string& warning : run.warnings)
        text += "Note: " + escapedForTerminal(warning) + "\n";
    return text + "model SHA-256 " + run.modelSha256 + "\n";
}

class TrainCommand : public Command
{
public:
    std::string name() const override { return "train"; }

    std::string help() const override
    {
        return "Trains a recipe on a snapshot and stores the run with all that proves it";
    }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench train --snapshot q1 --family boosted --set depth=4";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("--snapshot", m_request.snapshot, "Name or number")->required();
        app.add_option("--family", m_request.recipe.family, familyHelp())->required();
        addRepeatable(app, "--set", m_set, "PARAMETER=VALUE");
        addRepeatable(app, "--field", m_request.recipe.fields, "Only these fields (else every feature)");
        app.add_option("--split", m_split, "time, stratified or group");
        app.add_option("--holdout", m_request.recipe.holdoutShare, "Share of the cases held out")
            ->check(CLI::Range(0.05, 0.5));
        app.add_option("--folds", m_request.recipe.folds, "Of the out-of-fold predictions")
            ->check(CLI::Range(2, 20));
        app.add_option("--seed", m_request.recipe.seed, "Same seed, same model");
        app.add_option("--threads", m_request.recipe.threads, "Part of the recipe")->check(CLI::Range(1, 64));
        app.add_option("--name", m_request.name, "Name of the run");
        app.add_option("--parent", m_parent, "The run it is proposed to replace: name or number");
        app.add_option("--alert", m_request.alertId, "The alert that asked for it: its number");
        app.add_option("--gap", m_gap,
                       "Months without a scam that chance does not explain: exclude (default) leaves their "
                       "cases out, keep "
                       "trains on them, ask stops")
            ->check(CLI::IsMember({ "exclude", "keep", "ask" }));
    }

    Result<Outcome> run(Context& context) override
    {
        if (const auto family = findFamily(m_request.recipe.family); !family)
            return usageError(family.error().what, family.error().advice);
        for (const std::string& text : m_set) {
            CB_TRY(const auto assignment, splitAssignment(text));
            m_request.recipe.parameters[assignment.first] = assignment.second;
        }
        if (!m_split.empty()) {
            const auto split = valueIn(kSplitKindNames, m_split);
            if (!split)
                return usageError(split.error().what, split.error().advice);
            m_request.recipe.split = *split;
        }
        // A script cannot be asked: the careful answer is taken, recorded as nobody's, and said aloud.
        m_request.gap = m_gap == "keep" ? GapAnswer::Keep
            : m_gap == "ask"            ? GapAnswer::None
                                        : GapAnswer::Exclude;
        m_request.gapAnsweredBy = m_gap.empty() ? "default" : "";
        CB_TRY(const auto session, context.session(VerbGroup::Analysis));
        CB_CHECK(findLineage(session.project));
        CB_TRY(const Run run, trainRun(session.project, session.actor, m_request, context.progress()));
        Outcome outcome { runJson(run), runText(run) };
        outcome.warnings = run.warnings;
        return outcome;
    }

private:
    static std::string familyHelp()
    {
        std::string help;
        for (const Family* family : families())
            help += (help.empty() ? "" : ", ") + std::string(family->id());
        return help;
    }

    /// What is kept with the run must be there.
    Result<void> findLineage(const Project& project)
    {
        if (!m_parent.empty()) {
            CB_TRY(const Run parent, RunStore(project).find(m_parent));
            m_request.parentRun = parent.id;
        }
        if (m_request.alertId != 0)
            CB_CHECK(AlertStore(project).find(m_request.alertId));
        return {};
    }

    TrainRequest m_request;
    std::vector<std::string> m_set;
    std::string m_parent;
    std::string m_split;
    std::string m_gap;
};

class RunsCommand : public Command
{
public:
    std::string name() const override { return "runs"; }

    std::string help() const override { return "Lists the runs"; }

    std::string example() const override { return "casebench-cli -p calls.casebench runs --sort recall"; }

    void declare(CLI::App& app) override { app.add_option("--sort", m_sort, "A metric, highest first"); }

    Result<Outcome> run(Context& context) override
    {
        if (!m_sort.empty() && std::ranges::find(kMetricNames, m_sort) == kMetricNames.end())
            return usageError("\"" + m_sort + "\" is not a metric.");
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        CB_TRY(auto runs, RunStore(session.project).list());
        if (!m_sort.empty())
            std::ranges::stable_sort(runs, [&](const Run& a, const Run& b) {
                return metricOf(a.metrics, m_sort).value > metricOf(b.metrics, m_sort).value;
            });
        Outcome outcome;
        outcome.result["runs"] = Json::array();
        TextTable table({ ">id", "run", "family", "state", ">ROC AUC", ">recall", ">precision", ">n" });
        for (const Run& run : runs) {
            outcome.result["runs"].push_back(runJson(run));
            table.add({ std::to_string(run.id), run.name, run.recipe.family,
                        std::string(casebench::name(run.state)),
                        intervalText(metricOf(run.metrics, "roc_auc")),
                        intervalText(metricOf(run.metrics, "recall")),
                        intervalText(metricOf(run.metrics, "precision")), countText(run.rowsHoldout) });
        }
        outcome.text = table.empty() ? "There is no run yet.\n" : table.text();
        return outcome;
    }

private:
    std::string m_sort;
};

class RunCommand : public Command
{
public:
    std::string name() const override { return "run"; }

    std::string help() const override { return "Shows or deletes one run"; }

    std::string example() const override { return "casebench-cli -p calls.casebench run show champion-1"; }

    void declare(CLI::App& app) override
    {
        app.require_subcommand(1);
        m_show = app.add_subcommand("show", "Everything that is stored about it");
        m_delete = app.add_subcommand("delete", "Deletes a run that was never submitted");
        for (CLI::App* verb : { m_show, m_delete }) {
            verb->fallthrough();
            verb->add_option("RUN", m_run, "Name or number")->required();
        }
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session,
               context.session(m_delete->parsed() ? VerbGroup::Analysis : VerbGroup::Look));
        CB_TRY(const Run found, RunStore(session.project).find(m_run));
        if (m_delete->parsed()) {
            CB_CHECK(deleteRun(session.project, session.actor, m_run));
            return Outcome { { { "deleted", found.name } }, "Deleted " + found.name + ".\n" };
        }
        Outcome outcome { runJson(found), runText(found) };
        outcome.result["recipe"] = toJson(found.recipe);
        outcome.result["versions"] = Json::object();
        for (const auto& [library, version] : found.versions)
            outcome.result["versions"][library] = version;
        outcome.result["importance"] = Json::array();
        for (const FieldImportance& field : found.importance)
            outcome.result["importance"].push_back({ { "field", field.field },
                                                     { "recall_loss", jsonNumber(field.drop) },
                                                     { "sd", jsonNumber(field.sd) } });
        return outcome;
    }

private:
    CLI::App* m_show = nullptr;
    CLI::App* m_delete = nullptr;
    std::string m_run;
};

class ReproduceCommand : public Command
{
public:
    std::string name() const override { return "reproduce"; }

    std::string help() const override { return "Trains a run again and compares the bytes"; }

    std::string example() const override { return "casebench-cli -p calls.casebench reproduce champion-1"; }

    void declare(CLI::App& app) override { app.add_option("RUN", m_run, "Name or number")->required(); }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Analysis));
        CB_TRY(const Reproduction again,
               reproduceRun(session.project, session.actor, m_run, context.progress()));
        Outcome outcome;
        outcome.result = { { "identical", again.identical },
                           { "max_difference", jsonNumber(again.maxDifference) },
                           { "why", again.why } };
        outcome.text = again.identical
            ? "Identical: the same bytes.\n"
            : fmt::format("Not identical; the largest difference of a probability is {:.2g}.\n",
                          again.maxDifference);
        for (const std::string& why : again.why)
            outcome.text += "  " + why + "\n";
        outcome.exitCode = again.identical ? kDone : kFinding;
        return outcome;
    }

private:
    std::string m_run;
};

} // namespace

CommandPtr makeTrainCommand()
{
    return std::make_unique<TrainCommand>();
}

CommandPtr makeRunsCommand()
{
    return std::make_unique<RunsCommand>();
}

CommandPtr makeRunCommand()
{
    return std::make_unique<RunCommand>();
}

CommandPtr makeReproduceCommand()
{
    return std::make_unique<ReproduceCommand>();
}

} // namespace casebench::cli
