// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/Text.h"
#include "core/workflow/TakeSnapshot.h"

#include <fmt/format.h>

namespace casebench::cli {

namespace {

Json snapshotJson(const Snapshot& snapshot)
{
    return { { "snapshot", snapshot.name },
             { "id", snapshot.id },
             { "digest", snapshot.digest },
             { "rows", snapshot.rows },
             { "positives", snapshot.positives },
             { "negatives", snapshot.negatives },
             { "undecided", snapshot.undecided },
             { "policy", name(snapshot.policy) },
             { "where", snapshot.where },
             { "from", snapshot.from == kNoTime ? Json(nullptr) : Json(formatInstant(snapshot.from)) },
             { "to", snapshot.to == kNoTime ? Json(nullptr) : Json(formatInstant(snapshot.to)) },
             { "as_of", formatInstant(snapshot.asOf) },
             { "created_at", formatInstant(snapshot.createdAt) },
             { "created_by", snapshot.createdBy } };
}

std::string snapshotText(const Snapshot& snapshot)
{
    return fmt::format("{}: {} cases, {} scams, {} others, {} undecided ({}).\nSHA-256 {}\n",
                       escapedForTerminal(snapshot.name), countText(snapshot.rows),
                       countText(snapshot.positives), countText(snapshot.negatives),
                       countText(snapshot.undecided), name(snapshot.policy), snapshot.digest);
}

class SnapshotCommand : public Command
{
public:
    std::string name() const override { return "snapshot"; }

    std::string help() const override
    {
        return "Freezes a choice of cases and labels; lists, shows, compares and verifies them";
    }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench snapshot create q1 --from 2026-01 --to 2026-03";
    }

    void declare(CLI::App& app) override
    {
        app.require_subcommand(1);
        m_create = verb(app, "create", "Freezes a choice");
        m_create->add_option("NAME", m_name, "Its name")->required();
        m_create->add_option("--from", m_from, "First time, for example 2026-01");
        m_create->add_option("--to", m_to, "Last time, included: 2026-03 is to the end of March");
        m_create->add_option("--where", m_where, "Filter expression");
        m_create->add_option("--policy", m_policy, "confirmed, latest, majority or complaints");
        m_create->add_option("--as-of", m_asOf, "Labels recorded later do not count");
        m_create->add_flag("--decided-only", m_decidedOnly, "Leave undecided cases out");
        m_list = verb(app, "list", "Lists them");
        m_show = verb(app, "show", "Shows one");
        m_show->add_option("NAME", m_name, "Name or number")->required();
        m_diff = verb(app, "diff", "What differs between two");
        m_diff->add_option("A", m_name, "Name or number")->required();
        m_diff->add_option("B", m_other, "Name or number")->required();
        m_verify = verb(app, "verify", "Recomputes the digest");
        m_verify->add_option("NAME", m_name, "Name or number")->required();
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session,
               context.session(m_create->parsed() ? VerbGroup::Analysis : VerbGroup::Look));
        if (m_create->parsed())
            return create(context, session);
        if (m_list->parsed())
            return list(session);
        if (m_diff->parsed())
            return diff(context, session);
        if (m_verify->parsed())
            return verify(context, session);
        CB_TRY(const Snapshot snapshot, shownSnapshot(session.project, m_name));
        return Outcome { snapshotJson(snapshot), snapshotText(snapshot) };
    }

private:
    static CLI::App* verb(CLI::App& app, const std::string& name, const std::string& help)
    {
        CLI::App* added = app.add_subcommand(name, help);
        added->fallthrough();
        return added;
    }

    Result<Outcome> create(Context& context, const Context::Session& session)
    {
        SnapshotRequest request;
        request.name = m_name;
        request.where = m_where;
        request.decidedOnly = m_decidedOnly;
        CB_TRY(request.from, timeOption(m_from, false));
        CB_TRY(request.to, timeOption(m_to, true));
        CB_TRY(request.asOf, timeOption(m_asOf, false));
        if (!m_policy.empty()) {
            const auto policy = valueIn(kLabelPolicyNames, m_policy);
            if (!policy)
                return usageError(policy.error().what, policy.error().advice);
            request.policy = *policy;
        }
        CB_TRY(const Snapshot snapshot,
               takeSnapshot(session.project, session.actor, request, context.progress()));
        return Outcome { snapshotJson(snapshot), snapshotText(snapshot) };
    }

    static Result<Outcome> list(const Context::Session& session)
    {
        CB_TRY(const auto snapshots, shownSnapshots(session.project));
        Outcome outcome;
        outcome.result["snapshots"] = Json::array();
        TextTable table({ ">id", "name", ">cases", ">scams", ">undecided", "policy", "digest" });
        for (const Snapshot& snapshot : snapshots) {
            outcome.result["snapshots"].push_back(snapshotJson(snapshot));
            table.add({ std::to_string(snapshot.id), snapshot.name, countText(snapshot.rows),
                        countText(snapshot.positives), countText(snapshot.undecided),
                        std::string(casebench::name(snapshot.policy)), snapshot.digest.substr(0, 12) });
        }
        outcome.text = table.empty() ? "There is no snapshot yet.\n" : table.text();
        return outcome;
    }

    Result<Outcome> diff(Context& context, const Context::Session& session)
    {
        CB_TRY(const SnapshotDifference difference,
               diffSnapshots(session.project, m_name, m_other, context.progress()));
        Outcome outcome;
        outcome.result = { { "only_in_a", difference.onlyInA },
                           { "only_in_b", difference.onlyInB },
                           { "fields_only_in_a", difference.fieldsOnlyInA },
                           { "fields_only_in_b", difference.fieldsOnlyInB },
                           { "cells_changed", difference.cellsChanged },
                           { "cells", Json::array() } };
        TextTable table({ "case", "field", m_name, m_other });
        for (const auto& cell : difference.cells) {
            outcome.result["cells"].push_back(
                { { "case", cell.caseId }, { "field", cell.field }, { "a", cell.a }, { "b", cell.b } });
            table.add({ cell.caseId, cell.field, cell.a, cell.b });
        }
        outcome.text = fmt::format("{} cases only in {}, {} only in {}, {} cells differ.\n",
                                   countText(difference.onlyInA), m_name, countText(difference.onlyInB),
                                   m_other, countText(difference.cellsChanged));
        outcome.text += table.empty() ? "" : table.text();
        return outcome;
    }

    Result<Outcome> verify(Context& context, const Context::Session& session)
    {
        CB_TRY(const bool holds, verifySnapshot(session.project, m_name, context.progress()));
        Outcome outcome;
        outcome.result = { { "snapshot", m_name }, { "ok", holds } };
        outcome.text = holds
            ? "The digest holds.\n"
            : "The digest does not hold: the stored cases or labels are not those of the snapshot.\n";
        outcome.exitCode = holds ? kDone : kRefused;
        return outcome;
    }

    CLI::App* m_create = nullptr;
    CLI::App* m_list = nullptr;
    CLI::App* m_show = nullptr;
    CLI::App* m_diff = nullptr;
    CLI::App* m_verify = nullptr;
    std::string m_name;
    std::string m_other;
    std::string m_from;
    std::string m_to;
    std::string m_where;
    std::string m_policy;
    std::string m_asOf;
    bool m_decidedOnly = false;
};

} // namespace

CommandPtr makeSnapshotCommand()
{
    return std::make_unique<SnapshotCommand>();
}

} // namespace casebench::cli
