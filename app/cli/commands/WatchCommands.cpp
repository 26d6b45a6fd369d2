// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/WatchText.h"
#include "core/base/Text.h"
#include "core/store/AlertStore.h"
#include "core/workflow/MonitorModel.h"
#include "core/workflow/ProposeRetraining.h"
#include "core/workflow/WatchDrift.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench::cli {

namespace {

class DriftCommand : public Command
{
public:
    std::string name() const override { return "drift"; }

    std::string help() const override { return "Every field of a window against a run's reference"; }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench drift --run champion-1 --from 2026-05 --to 2026-05";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("--run", m_request.run, "Whose reference")->required();
        app.add_option("--window", m_request.windowSnapshot, "A snapshot as the window");
        app.add_option("--from", m_from, "or a span of time");
        app.add_option("--to", m_to, "its last time, included");
    }

    Result<Outcome> run(Context& context) override
    {
        if (m_request.windowSnapshot.empty() && m_from.empty() && m_to.empty())
            return usageError("No window is named.", "Give --window SNAPSHOT, or --from and --to.");
        CB_TRY(m_request.from, timeOption(m_from, false));
        CB_TRY(m_request.to, timeOption(m_to, true));
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        CB_TRY(const DriftReport report, driftOfWindow(session.project, m_request, context.progress()));
        Outcome outcome { driftJson(report), driftText(report) };
        const bool drift = std::ranges::any_of(
            report.fields, [](const FieldDrift& field) { return field.verdict == DriftVerdict::Drift; });
        const bool blind = std::ranges::any_of(report.events, [](const SchemaEvent& event) {
            return event.event == "new" && !event.seenByModel;
        });
        outcome.exitCode = drift || blind ? kFinding : kDone;
        return outcome;
    }

private:
    DriftRequest m_request;
    std::string m_from;
    std::string m_to;
};

class MonitorCommand : public Command
{
public:
    std::string name() const override { return "monitor"; }

    std::string help() const override
    {
        return "All windows since the reference: drift, realised recall, alerts";
    }

    std::string example() const override { return "casebench-cli -p calls.casebench monitor"; }

    void declare(CLI::App& app) override
    {
        app.add_option("--run", m_run, "Name or number (else the champion)");
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Analysis));
        CB_TRY(const WatchReport report,
               monitorModel(session.project, session.actor, m_run, context.progress()));
        Outcome outcome { watchJson(report), watchText(report) };
        const bool open = std::ranges::any_of(report.alerts, [](const Alert& alert) {
            return alert.state == AlertState::Open || alert.state == AlertState::Taken;
        });
        outcome.exitCode = open ? kFinding : kDone;
        return outcome;
    }

private:
    std::string m_run;
};

class AlertsCommand : public Command
{
public:
    std::string name() const override { return "alerts"; }

    std::string help() const override { return "The inbox: list, take, snooze or close an alert"; }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench alerts close 2 --reason \"retrained\"";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("ACTION", m_action, "take, snooze or close");
        app.add_option("ID", m_id, "The alert");
        app.add_option("--reason", m_reason, "Why");
    }

    Result<Outcome> run(Context& context) override
    {
        const bool acting = !m_action.empty();
        if (acting && m_id == 0)
            return usageError("Which alert?", "alerts take|snooze|close ID");
        CB_TRY(const auto session, context.session(acting ? VerbGroup::Analysis : VerbGroup::Look));
        if (acting)
            CB_CHECK(answerAlert(session.project, session.actor, m_id, m_action, m_reason));
        CB_TRY(const auto alerts, AlertStore(session.project).list());
        Outcome outcome;
        outcome.result["alerts"] = Json::array();
        for (const Alert& alert : alerts) {
            outcome.result["alerts"].push_back(alertJson(alert));
            outcome.text += fmt::format(
                "{:>3} {:<7} {:<6} {:<8} {}\n", alert.id, casebench::name(alert.state), alert.kind,
                alert.owner.empty() ? "–" : alert.owner, escapedForTerminal(alert.text));
        }
        if (alerts.empty())
            outcome.text = "There is no alert.\n";
        return outcome;
    }

private:
    std::string m_action;
    std::int64_t m_id = 0;
    std::string m_reason;
};

class ProposeCommand : public Command
{
public:
    std::string name() const override { return "propose"; }

    std::string help() const override
    {
        return "A prefilled retraining proposal; nothing is replaced without approval";
    }

    std::string example() const override { return "casebench-cli -p calls.casebench propose"; }

    void declare(CLI::App&) override { }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Analysis));
        CB_TRY(const RetrainingProposal proposal,
               proposeRetraining(session.project, session.actor, context.progress()));
        return Outcome { proposalJson(proposal), proposalText(proposal) };
    }
};

} // namespace

CommandPtr makeDriftCommand()
{
    return std::make_unique<DriftCommand>();
}

CommandPtr makeMonitorCommand()
{
    return std::make_unique<MonitorCommand>();
}

CommandPtr makeAlertsCommand()
{
    return std::make_unique<AlertsCommand>();
}

CommandPtr makeProposeCommand()
{
    return std::make_unique<ProposeCommand>();
}

} // namespace casebench::cli
