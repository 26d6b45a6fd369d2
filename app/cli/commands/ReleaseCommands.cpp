// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/Text.h"
#include "core/store/RunStore.h"
#include "core/workflow/ApproveModel.h"
#include "core/workflow/ExportBundle.h"
#include "core/workflow/ModelCard.h"
#include "core/workflow/VerifyBundle.h"
#include "core/workflow/WriteDossier.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench::cli {

namespace {

Outcome stateOutcome(const Run& run)
{
    return { { { "run", run.name }, { "state", name(run.state) } },
             fmt::format("{} is now {}.\n", escapedForTerminal(run.name), name(run.state)) };
}

class GatesCommand : public Command
{
public:
    std::string name() const override { return "gates"; }

    std::string help() const override { return "The rules a run must pass to be approved"; }

    std::string example() const override { return "casebench-cli -p calls.casebench gates challenger-1"; }

    void declare(CLI::App& app) override { app.add_option("RUN", m_run, "Name or number")->required(); }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        CB_TRY(const Run run, RunStore(session.project).find(m_run));
        CB_TRY(const auto gates, checkGates(session.project, m_run, context.progress()));
        Outcome outcome;
        outcome.result = { { "gates", Json::array() }, { "state", casebench::name(run.state) } };
        TextTable table({ "", "gate", "rule", "value" });
        for (const GateResult& gate : gates) {
            outcome.result["gates"].push_back({ { "name", gate.name },
                                                { "rule", gate.rule },
                                                { "value", intervalJson(gate.value) },
                                                { "passed", gate.passed },
                                                { "text", gate.text } });
            table.add({ gate.passed ? "✓" : "■", gate.name, gate.rule, gate.text });
        }
        outcome.text = table.text();
        outcome.exitCode = std::ranges::all_of(gates, &GateResult::passed) ? kDone : kFinding;
        return outcome;
    }

private:
    std::string m_run;
};

class SubmitCommand : public Command
{
public:
    std::string name() const override { return "submit"; }

    std::string help() const override { return "Asks for the approval of a run"; }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench --as ana submit challenger-1";
    }

    void declare(CLI::App& app) override { app.add_option("RUN", m_run, "Name or number")->required(); }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Analysis));
        CB_TRY(const Run run, submitRun(session.project, session.actor, m_run));
        return stateOutcome(run);
    }

private:
    std::string m_run;
};

class ApproveCommand : public Command
{
public:
    std::string name() const override { return "approve"; }

    std::string help() const override
    {
        return "A second person approves with a registered key; the run becomes champion";
    }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench --as omar approve challenger-1 --key omar.pem";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("RUN", m_run, "Name or number")->required();
        app.add_option("--key", m_key, "The approver's private key")->required();
        app.add_option("--passphrase-file", m_passphraseFile, "File whose first line is its passphrase");
        app.add_option("--reason", m_reason, "Why");
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Release));
        CB_TRY(const std::string passphrase, readPassphrase(m_passphraseFile));
        CB_TRY(const PrivateKey key, PrivateKey::load(m_key, passphrase));
        CB_TRY(const Run run,
               approveRun(session.project, session.actor, m_run, key, m_reason, context.progress()));
        return stateOutcome(run);
    }

private:
    std::string m_run;
    std::string m_key;
    std::string m_passphraseFile;
    std::string m_reason;
};

/// Reject and retire differ in the workflow they call.
class EndCommand : public Command
{
public:
    using Workflow = Result<Run> (*)(Project&, const Actor&, std::string_view, std::string_view);

    EndCommand(std::string name, std::string help, Workflow workflow)
        : m_name(std::move(name))
        , m_help(std::move(help))
        , m_workflow(workflow)
    {
    }

    std::string name() const override { return m_name; }

    std::string help() const override { return m_help; }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench --as omar " + m_name
            + " challenger-1 --reason \"too few cases\"";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("RUN", m_run, "Name or number")->required();
        app.add_option("--reason", m_reason, "Why")->required();
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Release));
        CB_TRY(const Run run, m_workflow(session.project, session.actor, m_run, m_reason));
        return stateOutcome(run);
    }

private:
    std::string m_name;
    std::string m_help;
    Workflow m_workflow;
    std::string m_run;
    std::string m_reason;
};

class RegistryCommand : public Command
{
public:
    std::string name() const override { return "registry"; }

    std::string help() const override { return "Which model was live when, and who approved it"; }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench registry --as-of 2026-03-03";
    }

    void declare(CLI::App& app) override { app.add_option("--as-of", m_asOf, "A time"); }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const Instant asOf, timeOption(m_asOf, true));
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        CB_TRY(const auto entries, RunStore(session.project).registry(asOf));
        Outcome outcome;
        outcome.result["versions"] = Json::array();
        TextTable table({ ">id", "run", "state", "since", "trained by", "approved by", "model" });
        for (const RegistryEntry& entry : entries) {
            outcome.result["versions"].push_back(
                { { "id", entry.runId },
                  { "run", entry.run },
                  { "state", casebench::name(entry.state) },
                  { "since", formatInstant(entry.since) },
                  { "trained_by", entry.trainedBy },
                  { "approved_by", entry.approvedBy.empty() ? Json(nullptr) : Json(entry.approvedBy) },
                  { "model_digest", entry.modelDigest },
                  { "evidence", entry.decisions } });
            table.add({ std::to_string(entry.runId), entry.run, std::string(casebench::name(entry.state)),
                        formatInstant(entry.since), entry.trainedBy,
                        entry.approvedBy.empty() ? "–" : entry.approvedBy, entry.modelDigest.substr(0, 12) });
        }
        outcome.text = table.empty() ? "No run was submitted by then.\n" : table.text();
        return outcome;
    }

private:
    std::string m_asOf;
};

class ExportCommand : public Command
{
public:
    std::string name() const override { return "export"; }

    std::string help() const override { return "Writes the signed bundle of an approved run"; }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench export challenger-1 --key release.pem --out bundle";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("RUN", m_run, "Name or number")->required();
        app.add_option("--key", m_key, "The signing key")->required();
        app.add_option("--passphrase-file", m_passphraseFile, "File whose first line is its passphrase");
        app.add_option("--out", m_out, "The folder to make")->required();
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Release));
        CB_TRY(const std::string passphrase, readPassphrase(m_passphraseFile));
        CB_TRY(const PrivateKey key, PrivateKey::load(m_key, passphrase));
        CB_TRY(const ExportedBundle bundle,
               exportBundle(session.project, session.actor, m_run, key, m_out, context.progress()));
        Outcome outcome;
        outcome.result = { { "bundle", bundle.path.string() },
                           { "payload_sha256", bundle.payloadSha256 },
                           { "root_digest", bundle.rootDigest },
                           { "fingerprint", bundle.fingerprint },
                           { "approver_fingerprint", bundle.approverFingerprint },
                           { "files", bundle.files } };
        outcome.text =
            fmt::format("{} files in {}, signed by {} ({}).\n", bundle.files.size(), bundle.path.string(),
                        fingerprintWords(bundle.fingerprint), bundle.fingerprint);
        return outcome;
    }

private:
    std::string m_run;
    std::string m_key;
    std::string m_passphraseFile;
    std::string m_out;
};

class VerifyCommand : public Command
{
public:
    std::string name() const override { return "verify"; }

    std::string help() const override
    {
        return "Checks signature, files and approval of a bundle; needs no project";
    }

    std::string example() const override
    {
        return "casebench-cli verify bundle --public-key release.pub.pem";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("BUNDLE", m_bundle, "The folder")->required();
        app.add_option("--public-key", m_key, "PEM of the key you trust")->required();
        app.add_option("--approver-key", m_approver, "PEM of the approver's key");
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const VerifyReport report, verifyBundleFiles(m_bundle, m_key, m_approver, context.progress()));
        Outcome outcome;
        outcome.result = { { "ok", report.ok },
                           { "problems", Json::array() },
                           { "payload_sha256", report.payloadSha256 },
                           { "fingerprint", report.fingerprint },
                           { "approver", report.approver },
                           { "approver_fingerprint", report.approverFingerprint } };
        for (const Problem& problem : report.problems) {
            outcome.result["problems"].push_back(
                { { "kind", problem.kind }, { "file", problem.file }, { "text", problem.text } });
            outcome.text += fmt::format("{} {} {}\n", problem.kind, escapedForTerminal(problem.file),
                                        escapedForTerminal(problem.text));
        }
        if (report.ok)
            outcome.text =
                fmt::format("Signed by {} ({}), {} files unchanged{}.\n",
                            fingerprintWords(report.fingerprint), report.fingerprint, report.files.size(),
                            report.approver.empty() ? std::string()
                                                    : ", approved by " + escapedForTerminal(report.approver));
        outcome.exitCode = report.ok ? kDone : kRefused;
        return outcome;
    }

private:
    std::string m_bundle;
    std::string m_key;
    std::string m_approver;
};

class DossierCommand : public Command
{
public:
    std::string name() const override { return "dossier"; }

    std::string help() const override { return "The report on one model for a compliance officer"; }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench dossier challenger-1 --out dossier.html";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("RUN", m_run, "Name or number")->required();
        app.add_option("--out", m_out, "FILE.html or FILE.json")->required();
    }

    Result<Outcome> run(Context& context) override
    {
        CB_CHECK(context.project()); // not only to look at: the history is signed with each report
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        CB_TRY(const Dossier dossier,
               writeDossier(session.project, session.actor, m_run, m_out, context.progress()));
        const Json& content = dossier.content;
        Outcome outcome;
        outcome.result = { { "file", m_out },
                           { "numbers", content["metrics"] },
                           { "parent_run", content["parent_run"] },
                           { "alert", content["alert"] },
                           { "snapshots", Json::array({ content["lineage"]["snapshot"] }) },
                           { "labels", content["labels"] },
                           { "approvals", content["approvals"] } };
        outcome.text = fmt::format("Wrote {}.\n", m_out);
        return outcome;
    }

private:
    std::string m_run;
    std::string m_out;
};

} // namespace

CommandPtr makeGatesCommand()
{
    return std::make_unique<GatesCommand>();
}

CommandPtr makeSubmitCommand()
{
    return std::make_unique<SubmitCommand>();
}

CommandPtr makeApproveCommand()
{
    return std::make_unique<ApproveCommand>();
}

CommandPtr makeRejectCommand()
{
    return std::make_unique<EndCommand>("reject", "Sends a submitted run back", rejectRun);
}

CommandPtr makeRetireCommand()
{
    return std::make_unique<EndCommand>("retire", "Takes an approved run or the champion out of use",
                                        retireRun);
}

CommandPtr makeRegistryCommand()
{
    return std::make_unique<RegistryCommand>();
}

CommandPtr makeExportCommand()
{
    return std::make_unique<ExportCommand>();
}

CommandPtr makeVerifyCommand()
{
    return std::make_unique<VerifyCommand>();
}

CommandPtr makeDossierCommand()
{
    return std::make_unique<DossierCommand>();
}

} // namespace casebench::cli
