// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/Text.h"
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

} // namespace

CommandPtr makeScoreCommand()
{
    return std::make_unique<ScoreCommand>();
}

} // namespace casebench::cli
