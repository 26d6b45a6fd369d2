// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/store/AuditLog.h"
#include "core/workflow/ScoreCases.h"

#include <fmt/format.h>

namespace casebench::cli {

namespace {

Outcome scoreOutcome(const ScoreSummary& summary)
{
    Outcome outcome;
    outcome.result = { { "rows", summary.rows },
                       { "flagged", summary.flagged },
                       { "unknown_columns", summary.unknownColumns },
                       { "unseen_levels", summary.unseenLevels },
                       { "decisions", summary.decisions.empty() ? Json(nullptr) : Json(summary.decisions) } };
    outcome.text =
        fmt::format("{} cases scored, {} flagged.\n", countText(summary.rows), countText(summary.flagged));
    if (!summary.unknownColumns.empty())
        outcome.warnings.push_back(fmt::format("{} filled columns that the model cannot see: {}.",
                                               summary.unknownColumns.size(),
                                               join(summary.unknownColumns, ", ")));
    if (summary.unseenLevels > 0)
        outcome.warnings.push_back(
            fmt::format("{} cells hold a level that no training case had.", countText(summary.unseenLevels)));
    return outcome;
}

class ScoreCommand : public Command
{
public:
    std::string name() const override { return "score"; }

    std::string help() const override
    {
        return "Scores the project's cases; or a file by a bundle, without any project";
    }

    std::string example() const override
    {
        return "casebench-cli score bundle calls-2026-08.csv --public-key release.pub.pem --out "
               "decisions.csv --reasons 3";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("BUNDLE", m_bundle.bundle, "A bundle ...");
        app.add_option("INPUT", m_bundle.input, "... and the file to score by it");
        app.add_option("--public-key", m_bundle.publicKey, "PEM of the key you trust");
        app.add_option("--approver-key", m_bundle.approverKey, "PEM of the approver's key");
        app.add_option("--out", m_bundle.out, "Decisions as CSV");
        app.add_option("--reasons", m_bundle.reasons, "Strongest reasons per case")->check(CLI::Range(0, 50));
        app.add_option("--run", m_project.run, "Of the project (else the champion)");
        app.add_option("--from", m_from, "First time");
        app.add_option("--to", m_to, "Last time, included");
        app.add_flag("--again", m_again, "Also cases that this run scored before");
    }

    Result<Outcome> run(Context& context) override
    {
        if (!m_bundle.bundle.empty()) {
            if (m_bundle.input.empty() || m_bundle.publicKey.empty())
                return usageError("Scoring by a bundle takes BUNDLE INPUT --public-key PEM.");
            CB_TRY(const ScoreSummary summary, scoreWithBundle(m_bundle, context.progress()));
            return scoreOutcome(summary);
        }
        CB_TRY(m_project.from, timeOption(m_from, false));
        CB_TRY(m_project.to, timeOption(m_to, true));
        m_project.onlyNew = !m_again;
        CB_TRY(const auto session, context.session(VerbGroup::Analysis));
        CB_TRY(const ScoreSummary summary,
               scoreProject(session.project, session.actor, m_project, context.progress()));
        return scoreOutcome(summary);
    }

private:
    BundleScoreRequest m_bundle;
    ScoreRequest m_project;
    std::string m_from;
    std::string m_to;
    bool m_again = false;
};

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
        m_list->add_option("--limit", m_limit, "At most this many");
        m_verify = verb(app, "verify", "Recomputes the chain");
        m_verify->add_option("--against", m_head, "A signed head saved earlier");
        m_verify->add_option("--public-key", m_key, "PEM of the key that signed the head");
        m_sign = verb(app, "head", "Signs the head, to be kept elsewhere");
        m_sign->add_option("--key", m_key, "Private key")->required();
        m_sign->add_option("--passphrase-file", m_passphraseFile, "File whose first line is its passphrase");
        m_sign->add_option("--out", m_head, "File for the head")->required();
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        const AuditLog log(session.project);
        if (m_list->parsed())
            return list(log);
        if (m_verify->parsed())
            return verify(log, context);
        CB_TRY(const std::string passphrase, readPassphrase(m_passphraseFile));
        CB_TRY(const PrivateKey key, PrivateKey::load(m_key, passphrase));
        CB_TRY(const std::string head, log.exportHead(key));
        CB_CHECK(writeFileAtomically(m_head, head));
        CB_TRY(const AuditHead at, log.head());
        return Outcome { { { "head", at.hash }, { "seq", at.seq }, { "file", m_head } },
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
        CB_TRY(const auto records, log.newest(m_limit));
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
                                                 { "reason", record.reason },
                                                 { "hash", record.hash },
                                                 { "body", record.body } });
            table.add({ std::to_string(record.seq), formatInstant(record.wall), record.person, record.role,
                        record.act, record.objType + " " + record.objId, record.hash.substr(0, 12) });
        }
        outcome.text = table.text();
        return outcome;
    }

    Result<Outcome> verify(const AuditLog& log, Context& context) const
    {
        AuditVerdict verdict;
        if (m_head.empty()) {
            CB_TRY(verdict, log.verify(context.progress()));
        } else {
            if (m_key.empty())
                return usageError("--against needs --public-key, the key that signed the head.");
            CB_TRY(const PublicKey key, PublicKey::load(m_key));
            CB_TRY(const std::string head, readFile(m_head, 1 << 20));
            CB_TRY(verdict, log.verifyAgainst(head, key, context.progress()));
        }
        Outcome outcome;
        outcome.result = { { "ok", verdict.ok },
                           { "events", verdict.events },
                           { "head", verdict.headHash },
                           { "first_bad", verdict.firstBad == 0 ? Json(nullptr) : Json(verdict.firstBad) },
                           { "what", verdict.what } };
        outcome.text = verdict.ok
            ? fmt::format("The log holds: {} events, head {}.\n", verdict.events, verdict.headHash)
            : fmt::format("The log is broken at event {}: {}\n", verdict.firstBad, verdict.what);
        outcome.exitCode = verdict.ok ? kDone : kRefused;
        return outcome;
    }

    CLI::App* m_list = nullptr;
    CLI::App* m_verify = nullptr;
    CLI::App* m_sign = nullptr;
    std::int64_t m_limit = 50;
    std::string m_head;
    std::string m_key;
    std::string m_passphraseFile;
};

} // namespace

CommandPtr makeScoreCommand()
{
    return std::make_unique<ScoreCommand>();
}

CommandPtr makeAuditCommand()
{
    return std::make_unique<AuditCommand>();
}

} // namespace casebench::cli
