// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/crypto/Signature.h"
#include "core/store/AuditLog.h"
#include "core/store/ProjectCheck.h"
#include "core/workflow/AcceptHistory.h"
#include "core/workflow/AuditSubject.h"
#include "core/workflow/SalvageProject.h"

#include <fmt/format.h>

namespace casebench::cli {

namespace {

constexpr std::size_t kNamed = 2; // cases of one record that a line of the table has room for

std::string_view stateName(Anchor::State state)
{
    switch (state) {
    case Anchor::State::Holds:
        return "holds";
    case Anchor::State::Shorter:
        return "shorter";
    case Anchor::State::Different:
        return "different";
    case Anchor::State::Unavailable:
        return "unavailable";
    case Anchor::State::None:
        break;
    }
    return "none";
}

Json anchorJson(const Anchor& anchor)
{
    const bool known = anchor.wall != kNoTime;
    return { { "state", stateName(anchor.state) },
             { "seq", known ? Json(anchor.seq) : Json(nullptr) },
             { "hash", known ? Json(anchor.hash) : Json(nullptr) },
             { "wall", known ? Json(formatInstant(anchor.wall)) : Json(nullptr) },
             { "text", anchor.text },
             { "file", anchor.file.string() } };
}

/// One line for people about the witness outside the project.
std::string anchorText(const Anchor& anchor)
{
    if (anchor.state == Anchor::State::Holds)
        return fmt::format("It holds event {}, which this account signed on {}.\n", anchor.seq,
                           formatInstant(anchor.wall));
    if (anchor.state == Anchor::State::None)
        return "This account has no witness of the history yet; it is made with the first change.\n";
    return anchor.text + "\n";
}

class AuditCommand : public Command
{
public:
    std::string name() const override { return "audit"; }

    std::string help() const override
    {
        return "The tamper-evident log: list, verify, or sign its head. It shows tampering; it cannot "
               "prevent it";
    }

    std::string example() const override { return "casebench-cli -p calls.casebench audit verify"; }

    void declare(CLI::App& app) override
    {
        app.require_subcommand(1);
        m_list = verb(app, "list", "The newest events");
        m_list->add_option("--limit", m_limit, "At most this many")->check(CLI::PositiveNumber);
        m_list->add_option("--from", m_from, "From this event on, oldest first")->check(CLI::PositiveNumber);
        m_verify = verb(app, "verify", "Recomputes the chain and compares it with its witness");
        m_verify->add_option("--against", m_head, "A signed head saved earlier");
        m_verify->add_option("--public-key", m_key,
                             "PEM of the key that signed the head; without it the head is taken at its word");
        m_sign = verb(app, "head", "Signs the head, to be kept elsewhere");
        m_sign->add_option("--key", m_key, "Private key")->required();
        m_sign->add_option("--passphrase-file", m_passphraseFile, "File whose first line is its passphrase");
        m_sign->add_option("--out", m_head, "File for the head")->required();
        m_accept = verb(app, "accept-rollback",
                        "Explains a history that is shorter or different than its witness saw it");
        m_accept->add_option("--reason", m_reason, "What happened")->required();
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session,
               context.session(m_accept->parsed() ? VerbGroup::Release : VerbGroup::Look));
        const AuditLog log(session.project);
        if (m_list->parsed())
            return list(log);
        if (m_verify->parsed())
            return verify(session.project, context);
        if (m_accept->parsed())
            return accept(session.project, session.actor);
        CB_TRY(const std::string passphrase, readPassphrase(m_passphraseFile));
        CB_TRY(const PrivateKey key, PrivateKey::load(m_key, passphrase));
        CB_TRY(const std::string head, log.exportHead(key));
        CB_CHECK(writeFileAtomically(m_head, head));
        CB_TRY(const AuditHead at, log.head());
        return Outcome { { { "ok", true },
                           { "events", at.seq },
                           { "first_bad", nullptr },
                           { "head", at.hash },
                           { "seq", at.seq },
                           { "file", m_head } },
                         fmt::format("Head {} of event {} is in {}.\n", at.hash, at.seq, m_head) };
    }

private:
    static CLI::App* verb(CLI::App& app, const std::string& name, const std::string& help)
    {
        CLI::App* added = app.add_subcommand(name, help);
        added->fallthrough();
        return added;
    }

    Result<Outcome> list(const AuditLog& log) const
    {
        CB_TRY(const auto records, m_from > 0 ? log.list(m_from, m_limit) : log.newest(m_limit));
        Outcome outcome;
        outcome.result["events"] = Json::array();
        TextTable table({ ">seq", "when", "who", "role", "act", "object", "hash" });
        for (const AuditRecord& record : records) {
            outcome.result["events"].push_back({ { "seq", record.seq },
                                                 { "wall", formatInstant(record.wall) },
                                                 { "person", record.person },
                                                 { "role", record.role },
                                                 { "act", record.act },
                                                 { "object", record.objType + " " + record.objId },
                                                 { "cases", casesOf(record) },
                                                 { "reason", record.reason },
                                                 { "flags", record.flags },
                                                 { "hash", record.hash },
                                                 { "body", record.body } });
            table.add({ std::to_string(record.seq), formatInstant(record.wall), record.person, record.role,
                        record.act, subjectOf(record, kNamed), record.hash.substr(0, 12) });
        }
        outcome.text = table.text();
        return outcome;
    }

    Result<AuditVerdict> verdictOf(const Project& project, Progress& progress) const
    {
        const AuditLog log(project);
        if (m_head.empty())
            return log.verify(progress);
        CB_TRY(const std::string head, readFile(m_head, 1 << 20));
        if (m_key.empty())
            return log.verifyAgainst(head, progress);
        CB_TRY(const PublicKey key, PublicKey::load(m_key));
        return log.verifyAgainst(head, key, progress);
    }

    Result<Outcome> verify(const Project& project, Context& context) const
    {
        CB_TRY(const AuditVerdict verdict, verdictOf(project, context.progress()));
        const Anchor& anchor = project.anchor();
        Outcome outcome;
        outcome.result = { { "ok", verdict.ok },
                           { "events", verdict.events },
                           { "head", verdict.headHash },
                           { "first_bad", verdict.firstBad == 0 ? Json(nullptr) : Json(verdict.firstBad) },
                           { "what", verdict.what },
                           { "unsigned_events", verdict.unsignedEvents },
                           { "anchor", anchorJson(anchor) } };
        outcome.text = verdict.ok
            ? fmt::format("The log holds: {} events, head {}.\n{}", verdict.events, verdict.headHash,
                          anchorText(anchor))
            : fmt::format("The log is broken at event {}: {}\n", verdict.firstBad, verdict.what);
        if (verdict.ok && verdict.unsignedEvents > 0)
            outcome.text +=
                fmt::format("{} events came after the last signed head: a program is at work, or ended "
                            "without closing, or another tool added them.\n",
                            verdict.unsignedEvents);
        if (anchor.contradicts())
            outcome.text += "If you know why, say so with \"audit accept-rollback --reason\".\n";
        if (!m_head.empty() && m_key.empty())
            outcome.warnings.emplace_back("Whose key signed the head was not checked; name it with "
                                          "--public-key.");
        outcome.exitCode = verdict.ok ? kDone : kRefused;
        return outcome;
    }

    Result<Outcome> accept(Project& project, const Actor& actor) const
    {
        CB_TRY(const std::int64_t seq, acceptRollback(project, actor, m_reason));
        return Outcome { { { "seq", seq }, { "anchor", anchorJson(project.anchor()) } },
                         fmt::format("The history is accepted with event {}.\n", seq) };
    }

    CLI::App* m_list = nullptr;
    CLI::App* m_verify = nullptr;
    CLI::App* m_sign = nullptr;
    CLI::App* m_accept = nullptr;
    std::int64_t m_limit = 50;
    std::int64_t m_from = 0;
    std::string m_head;
    std::string m_key;
    std::string m_passphraseFile;
    std::string m_reason;
};

class CheckCommand : public Command
{
public:
    std::string name() const override { return "check"; }

    std::string help() const override { return "Verifies the whole project: pages, digests, chain, anchors"; }

    std::string example() const override { return "casebench-cli -p calls.casebench check"; }

    void declare(CLI::App& app) override
    {
        app.add_option("--salvage", m_salvage,
                       "Reads what can be read of a damaged project into this new one");
        app.add_flag("--inside", m_inside, "Do the reading in this process")->group("");
    }

    Result<Outcome> run(Context& context) override
    {
        if (!m_salvage.empty())
            return salvage(context);
        CB_TRY(Project * project, context.project(true));
        CB_TRY(const ProjectCheck check, checkProject(*project, context.progress()));
        Outcome outcome;
        outcome.result = { { "ok", check.ok() },
                           { "chunks", check.chunks },
                           { "events", check.events },
                           { "head", check.headHash },
                           { "anchor", anchorJson(project->anchor()) },
                           { "problems", Json::array() } };
        outcome.text = check.ok() ? fmt::format("The project verifies: {} chunks, {} audit events.\n{}",
                                                check.chunks, check.events, anchorText(project->anchor()))
                                  : "";
        for (const ProjectProblem& problem : check.problems) {
            outcome.result["problems"].push_back({ { "kind", problem.kind }, { "text", problem.text } });
            outcome.text += problem.kind + ": " + problem.text + "\n";
        }
        outcome.exitCode = check.ok() ? kDone : kRefused;
        return outcome;
    }

private:
    Result<Outcome> salvage(Context& context) const
    {
        const std::string& damaged = context.options().project;
        if (damaged.empty())
            return usageError("No project is named.", "Name the damaged project with -p FILE.");
        CB_TRY(const SalvageReport report,
               m_inside ? salvageInto(damaged, m_salvage, context.progress())
                        : salvageProject(damaged, m_salvage, salvageWorker(), context.progress()));
        Outcome outcome;
        outcome.result = salvageJson(report);
        outcome.result["file"] = m_salvage;
        for (const std::string& sentence : salvageSentences(report))
            outcome.text += sentence + "\n";
        outcome.text += fmt::format("The new project is {}; {} was not touched.\n", m_salvage, damaged);
        outcome.exitCode = report.whole ? kDone : kFinding;
        return outcome;
    }

    std::string m_salvage;
    bool m_inside = false;
};

} // namespace

CommandPtr makeAuditCommand()
{
    return std::make_unique<AuditCommand>();
}

CommandPtr makeCheckCommand()
{
    return std::make_unique<CheckCommand>();
}

} // namespace casebench::cli
