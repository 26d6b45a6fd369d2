// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/store/SourceStore.h"
#include "core/workflow/ExpectData.h"
#include "core/workflow/RevealPersonal.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench::cli {

namespace {

std::string listText(const std::vector<Expectation>& expectations)
{
    TextTable table({ "expectation", "severity", "asked", ">mostly" });
    for (const Expectation& expectation : expectations)
        table.add({ expectation.name, std::string(name(expectation.severity)), demandText(expectation),
                    speaksOfRows(expectation.check) ? percentText(expectation.mostly, 2) : "–" });
    return table.text();
}

std::string reportText(const ExpectationReport& report)
{
    TextTable table({ "expectation", "severity", "result", ">failing", "found" });
    for (const ExpectationOutcome& outcome : report.checks)
        table.add({ outcome.expectation.name, std::string(name(outcome.expectation.severity)),
                    std::string(name(outcome.result.status)),
                    outcome.result.status == CheckStatus::Skipped ? "–" : countText(outcome.result.failed),
                    outcome.result.text });
    return table.text()
        + fmt::format(
               "{}, {} cases: {} of {} expectations hold, {} critical and {} warnings failed, {} cannot be "
               "said.\n",
               escapedForTerminal(report.scope), countText(report.rows),
               countText(report.count(CheckStatus::Passed)),
               countText(static_cast<long long>(report.checks.size())),
               countText(report.failed(CheckSeverity::Critical)),
               countText(report.failed(CheckSeverity::Warning)),
               countText(report.count(CheckStatus::Skipped)));
}

class ExpectCommand : public Command
{
public:
    std::string name() const override { return "expect"; }

    std::string help() const override
    {
        return "Data tests: suggest them from a reference, run them, export and import them as JSON";
    }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench expect run --source calls-2026-05.csv";
    }

    void declare(CLI::App& app) override
    {
        app.require_subcommand(1);
        m_suggest = app.add_subcommand("suggest", "Suggests expectations from a reference snapshot");
        m_suggest->add_option(
            "--snapshot", m_snapshot,
            "The reference; else that of the champion or of the newest run, else all cases");
        m_suggest->add_flag("--save", m_save, "Takes them as the project's expectations");
        m_suggest->add_option("--out", m_out, "Writes them to a JSON file");
        m_run = app.add_subcommand("run",
                                   "Holds cases to the expectations; exit code 3 when a critical one fails");
        m_run->add_option("--source", m_source, "Only what this import brought (its number or file name)");
        m_run->add_option("--snapshot", m_snapshot, "Only the cases of this snapshot");
        m_run->add_option("--where", m_where, "Only the cases of this expression");
        addRepeatable(*m_run, "--reveal", m_reveal,
                      "Compare the values of this personal field too; takes --reason and is recorded");
        m_export = app.add_subcommand("export", "Writes the expectations as JSON");
        m_export->add_option("--out", m_out, "The file; without it they are only shown");
        m_import = app.add_subcommand("import", "Replaces the expectations by those of a JSON file");
        m_import->add_option("FILE", m_in, "As \"expect export\" writes it")->required();
        for (CLI::App* verb : { m_suggest, m_run, m_import })
            verb->add_option("--reason", m_reason, "Why, for the log");
        for (CLI::App* verb : { m_suggest, m_run, m_export, m_import })
            verb->fallthrough();
    }

    Result<Outcome> run(Context& context) override
    {
        const bool changes = m_run->parsed() || m_import->parsed() || m_save;
        CB_TRY(const auto session, context.session(changes ? VerbGroup::Analysis : VerbGroup::Look));
        if (m_suggest->parsed())
            return suggest(session, context);
        if (m_run->parsed())
            return hold(session, context);
        return m_import->parsed() ? importFile(session, context) : exportFile(session);
    }

private:
    /// The contract's `checks[]` for lists that were not run: nothing passed or failed yet.
    static Json listJson(const std::vector<Expectation>& expectations)
    {
        Json checks = Json::array();
        for (const Expectation& expectation : expectations)
            checks.push_back({ { "name", expectation.name },
                               { "severity", casebench::name(expectation.severity) },
                               { "passed", nullptr },
                               { "failing_rows", Json::array() },
                               { "asked", demandText(expectation) } });
        return { { "checks", checks }, { "suite", toJson(expectations) } };
    }

    Result<Outcome> suggest(const Context::Session& session, Context& context) const
    {
        CB_TRY(const auto suggested, suggestFor(session.project, m_snapshot, context.progress()));
        if (m_save)
            CB_CHECK(saveExpectations(session.project, session.actor, suggested.expectations, m_reason));
        if (!m_out.empty())
            CB_CHECK(writeFileAtomically(m_out, prettyJson(toJson(suggested.expectations))));
        Outcome outcome;
        outcome.result = listJson(suggested.expectations);
        outcome.result["reference"] = suggested.reference;
        outcome.text = listText(suggested.expectations)
            + fmt::format("{} expectations from {}{}.\n", suggested.expectations.size(),
                          escapedForTerminal(suggested.reference), m_save ? ", saved" : "");
        return outcome;
    }

    Result<Outcome> hold(const Context::Session& session, Context& context) const
    {
        ExpectScope scope { 0, m_snapshot, m_where };
        if (!m_source.empty()) {
            CB_TRY(scope.source, sourceNumber(session.project));
        }
        if (!m_reveal.empty()) {
            CB_TRY(scope.revealed,
                   revealPersonal(session.project, session.actor, { m_reveal, {}, m_reason }));
        }
        CB_TRY(const auto report, runExpectations(session.project, session.actor, scope, context.progress()));
        Outcome outcome;
        outcome.result = toJson(report);
        outcome.text = reportText(report);
        outcome.exitCode = report.failed(CheckSeverity::Critical) > 0 ? kFinding : kDone;
        return outcome;
    }

    /// The newest import of that name, or the import of that number.
    Result<std::int64_t> sourceNumber(Project& project) const
    {
        CB_TRY(const auto sources, SourceStore(project).list());
        for (auto source = sources.rbegin(); source != sources.rend(); ++source) {
            if (source->name == m_source || std::to_string(source->id) == m_source)
                return source->id;
        }
        return Error { ErrorCode::NotFound,
                       "There is no import \"" + m_source + "\".",
                       {},
                       {},
                       "Name a file that was imported, or its number." };
    }

    Result<Outcome> importFile(const Context::Session& session, Context&) const
    {
        CB_TRY(const std::string text, readFile(m_in));
        auto json = parseJson(text);
        if (!json)
            return json.error().in(m_in);
        auto expectations = expectationsFromJson(*json);
        if (!expectations)
            return expectations.error().in(m_in);
        CB_CHECK(saveExpectations(session.project, session.actor, *expectations, m_reason));
        Outcome outcome;
        outcome.result = listJson(*expectations);
        outcome.text =
            fmt::format("{} expectations taken from {}.\n", expectations->size(), escapedForTerminal(m_in));
        return outcome;
    }

    Result<Outcome> exportFile(const Context::Session& session) const
    {
        CB_TRY(const auto expectations, currentExpectations(session.project));
        if (!m_out.empty())
            CB_CHECK(writeFileAtomically(m_out, prettyJson(toJson(expectations))));
        Outcome outcome;
        outcome.result = listJson(expectations);
        outcome.result["file"] = m_out.empty() ? Json(nullptr) : Json(m_out);
        outcome.text =
            expectations.empty() ? "The project has no expectations yet.\n" : listText(expectations);
        return outcome;
    }

    CLI::App* m_suggest = nullptr;
    CLI::App* m_run = nullptr;
    CLI::App* m_export = nullptr;
    CLI::App* m_import = nullptr;
    std::string m_snapshot;
    std::string m_source;
    std::string m_where;
    std::vector<std::string> m_reveal;
    std::string m_reason;
    std::string m_out;
    std::string m_in;
    bool m_save = false;
};

} // namespace

CommandPtr makeExpectCommand()
{
    return std::make_unique<ExpectCommand>();
}

} // namespace casebench::cli
