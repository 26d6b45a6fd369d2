// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/Text.h"
#include "core/workflow/RunDemo.h"
#include "core/workflow/SampleFixture.h"

#include <fmt/format.h>

namespace casebench::cli {

namespace {

class SampleCommand : public Command
{
public:
    std::string name() const override { return "sample"; }

    std::string help() const override { return "Writes eight months of made-up scam calls to try things on"; }

    std::string example() const override { return "casebench-cli sample --out sample"; }

    void declare(CLI::App& app) override
    {
        app.add_option("--out", m_out, "Folder for the files")->required();
        app.add_option("--seed", m_seed, "Another draw of the same story");
    }

    Result<Outcome> run(Context&) override
    {
        CB_TRY(const auto files, writeSample(m_out, { m_seed }));
        Outcome outcome;
        outcome.result["files"] = files;
        outcome.text = fmt::format("Wrote {} files to {}.\n", files.size(), m_out);
        return outcome;
    }

private:
    std::string m_out;
    std::uint64_t m_seed = kShippedSeed;
};

Json figureOrNull(double value)
{
    return jsonNumber(value);
}

class DemoCommand : public Command
{
public:
    std::string name() const override { return "demo"; }

    std::string help() const override
    {
        return "Plays the whole story on the sample: from files to a verified bundle";
    }

    std::string example() const override { return "casebench-cli demo --out demo"; }

    void declare(CLI::App& app) override
    {
        app.add_option("--out", m_out, "Folder for project, bundle, keys and dossier");
        app.add_option("--seed", m_seed, "Another draw of the same story");
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const DemoReport report, runDemo(m_out, m_seed, context.progress()));
        Outcome outcome;
        Json& result = outcome.result;
        result["steps"] = Json::array();
        for (const DemoStep& step : report.steps) {
            result["steps"].push_back({ { "scenario", step.scenario },
                                        { "name", step.name },
                                        { "ok", step.ok },
                                        { "text", step.text } });
            outcome.text += fmt::format("{} {}. {}: {}\n", step.ok ? "✓" : "✗", step.scenario, step.name,
                                        escapedForTerminal(step.text));
        }
        result["champion"] = report.champion;
        result["challenger"] = report.challenger;
        result["recall_by_month"] = Json::array();
        TextTable months({ "month", ">champion", ">challenger" });
        for (const DemoMonth& month : report.months) {
            result["recall_by_month"].push_back(
                { { "month", formatMonth(month.month) },
                  { "champion", figureOrNull(month.champion.recall) },
                  { "challenger", figureOrNull(month.challenger.recall) },
                  { "champion_specificity", figureOrNull(month.champion.specificity) },
                  { "challenger_specificity", figureOrNull(month.challenger.specificity) },
                  { "champion_auc", figureOrNull(month.champion.auc) },
                  { "challenger_auc", figureOrNull(month.challenger.auc) } });
            months.add({ formatMonth(month.month), percentText(month.champion.recall),
                         percentText(month.challenger.recall) });
        }
        result["alerts"] = Json::array();
        for (const Alert& alert : report.alerts)
            result["alerts"].push_back({ { "id", alert.id },
                                         { "kind", alert.kind },
                                         { "fields", alert.fields },
                                         { "text", alert.text } });
        result["project"] = report.project.string();
        result["bundle"] = report.bundle.string();
        result["public_key"] = report.publicKey.string();
        result["approver_key"] = report.approverKey.string();
        result["dossier"] = report.dossier.string();
        result["pictures"] = Json::array();
        result["seconds"] = report.seconds;
        outcome.text += "\nRecall on all scams of a month\n" + months.text();
        outcome.text += fmt::format("\nproject {}\nbundle  {}\ndossier {}\nkeys    {}, {}\n{:.1f} s\n",
                                    report.project.string(), report.bundle.string(), report.dossier.string(),
                                    report.publicKey.string(), report.approverKey.string(), report.seconds);
        outcome.exitCode = report.ok() ? kDone : kFinding;
        return outcome;
    }

private:
    std::string m_out = "casebench-demo";
    std::uint64_t m_seed = kShippedSeed;
};

} // namespace

CommandPtr makeSampleCommand()
{
    return std::make_unique<SampleCommand>();
}

CommandPtr makeDemoCommand()
{
    return std::make_unique<DemoCommand>();
}

} // namespace casebench::cli
