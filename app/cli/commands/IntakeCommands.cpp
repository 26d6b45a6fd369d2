// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/workflow/ImportCases.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench::cli {

namespace {

constexpr std::size_t kListedRefusals = 1000; // more are in `quarantine`

Json summaryJson(const std::string& file, const ImportSummary& summary)
{
    Json quarantine = Json::array();
    for (const RowIssue& issue : summary.quarantine) {
        if (quarantine.size() < kListedRefusals)
            quarantine.push_back(
                { { "line", issue.line }, { "reason", issue.kind }, { "text", issue.reason } });
    }
    Json coerced = Json::array();
    for (const CoercedField& field : summary.coerced) {
        Json examples = Json::array();
        for (const CoercedCell& cell : field.examples)
            examples.push_back({ { "line", cell.line }, { "old", cell.oldText }, { "new", cell.newText } });
        coerced.push_back({ { "field", field.field }, { "count", field.count }, { "examples", examples } });
    }
    Json fields = Json::array();
    for (const FieldPlan& plan : summary.plan)
        fields.push_back({ { "name", plan.field.name },
                           { "kind", name(plan.field.kind) },
                           { "role", name(plan.field.role) },
                           { "type", name(plan.field.type) },
                           { "reason", plan.reason } });
    Json source = { { "source", file },
                    { "sha256", summary.profile.sha256 },
                    { "rows_read", summary.profile.rowsRead() },
                    { "rows_accepted", summary.rowsAccepted },
                    { "rows_new", summary.rowsNew },
                    { "rows_updated", summary.rowsUpdated },
                    { "rows_quarantined", summary.rowsQuarantined },
                    { "cells_changed", summary.cellsChanged },
                    { "quarantine", quarantine },
                    { "header", summary.profile.header },
                    { "fields", fields },
                    { "fields_new", summary.fieldsNew },
                    { "fields_gone", summary.fieldsGone },
                    { "coerced", coerced },
                    { "notes", summary.profile.notes } };
    if (summary.labels)
        source["labels"] = { { "field", summary.labels->field },
                             { "positive", summary.labels->positive },
                             { "positives", summary.labels->positives },
                             { "negatives", summary.labels->negatives },
                             { "missing", summary.labels->missing } };
    return source;
}

std::string summaryText(const std::string& file, const ImportSummary& summary, bool dryRun)
{
    std::string text = fmt::format("{}: {} rows read, {} {} ({} new, {} updated), {} in quarantine.\n",
                                   escapedForTerminal(file), countText(summary.profile.rowsRead()),
                                   countText(summary.rowsAccepted), dryRun ? "would be accepted" : "accepted",
                                   countText(summary.rowsNew), countText(summary.rowsUpdated),
                                   countText(summary.rowsQuarantined));
    for (const std::string& field : summary.fieldsNew)
        text += "  new field " + escapedForTerminal(field) + "\n";
    for (const std::string& field : summary.fieldsGone)
        text += "  field gone: " + escapedForTerminal(field) + "\n";
    for (const CoercedField& field : summary.coerced)
        text += fmt::format("  {} cells of {} are not of its kind and count as missing; their text is kept\n",
                            countText(field.count), escapedForTerminal(field.field));
    for (const std::string& note : summary.profile.notes)
        text += "  " + escapedForTerminal(noteText(note)) + "\n";
    if (summary.rowsQuarantined > 0)
        text += "  see casebench-cli quarantine\n";
    return text;
}

class ImportCommand : public Command
{
public:
    std::string name() const override { return "import"; }

    std::string help() const override
    {
        return "Reads files of cases into the project; nothing is lost or silently changed";
    }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench import calls-2026-01.csv --id case_id --time received";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("FILE", m_files,
                       "CSV, TSV or JSON lines, also .gz; a workbook (.xlsx); an SQLite file")
            ->required();
        app.add_option("--id", m_id, "The field that names a case");
        app.add_option("--time", m_time, "The field that says when");
        app.add_option("--label", m_label, "A field with verdicts: FIELD or FIELD=POSITIVE");
        addRepeatable(app, "--role", m_roles, "FIELD=ROLE");
        addRepeatable(app, "--kind", m_kinds, "FIELD=KIND");
        app.add_option("--encoding", m_encoding, "utf-8, utf-16le, windows-1252 ...");
        app.add_option("--delimiter", m_delimiter, "One character");
        app.add_option("--date-order", m_dateOrder, "dmy, mdy or ymd for dates with slashes");
        app.add_option("--decimal", m_decimal, "The decimal sign");
        app.add_option("--thousands", m_thousands, "The sign between thousands");
        app.add_option("--skip", m_skip, "Lines before the header");
        app.add_option("--sheet", m_sheet, "Which sheet of a workbook; the first visible one by default");
        app.add_option("--table", m_table, "Which table of an SQLite file");
        addRepeatable(app, "--read", m_read, "Any reading option as WORD=VALUE, for example type.age=number");
        app.add_flag("--dry-run", m_dryRun, "Say what would happen, change nothing");
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Intake));
        ImportRequest request;
        request.dryRun = m_dryRun;
        CB_CHECK(fillReadOptions(request.read));
        CB_CHECK(fillChoices(request));
        Outcome outcome;
        outcome.result["sources"] = Json::array();
        for (const std::string& file : m_files) {
            request.path = file;
            CB_TRY(const ImportSummary summary,
                   importCases(session.project, session.actor, request, context.progress()));
            outcome.result["sources"].push_back(summaryJson(file, summary));
            outcome.text += summaryText(file, summary, m_dryRun);
        }
        return outcome;
    }

private:
    Result<void> fillReadOptions(ReadOptions& options) const
    {
        const std::pair<const char*, std::string> given[] = {
            { "encoding", m_encoding }, { "delimiter", m_delimiter }, { "date_order", m_dateOrder },
            { "decimal", m_decimal },   { "thousands", m_thousands }, { "skip", m_skip },
            { "sheet", m_sheet },       { "table", m_table }
        };
        for (const auto& [word, value] : given) {
            if (!value.empty())
                CB_CHECK(asUsage(setReadOption(options, word, value)));
        }
        for (const std::string& text : m_read) {
            CB_TRY(const auto assignment, splitAssignment(text));
            CB_CHECK(asUsage(setReadOption(options, assignment.first, assignment.second)));
        }
        return {};
    }

    Result<void> fillChoices(ImportRequest& request) const
    {
        request.choices.id = m_id;
        request.choices.time = m_time;
        const auto equals = m_label.rfind('=');
        request.choices.label = m_label.substr(0, equals);
        request.positive = equals == std::string::npos ? std::string() : m_label.substr(equals + 1);
        for (const std::string& text : m_roles) {
            CB_TRY(const auto assignment, splitAssignment(text));
            const auto role = valueIn(kFieldRoleNames, assignment.second);
            if (!role)
                return usageError(role.error().what, role.error().advice);
            request.choices.roles[assignment.first] = *role;
        }
        for (const std::string& text : m_kinds) {
            CB_TRY(const auto assignment, splitAssignment(text));
            const auto kind = valueIn(kFieldKindNames, assignment.second);
            if (!kind)
                return usageError(kind.error().what, kind.error().advice);
            request.choices.kinds[assignment.first] = *kind;
        }
        return {};
    }

    static Result<void> asUsage(Result<void> result)
    {
        return result ? result : Result<void>(usageError(result.error().what, result.error().advice));
    }

    std::vector<std::string> m_files;
    std::string m_id;
    std::string m_time;
    std::string m_label;
    std::vector<std::string> m_roles;
    std::vector<std::string> m_kinds;
    std::vector<std::string> m_read;
    std::string m_encoding;
    std::string m_delimiter;
    std::string m_dateOrder;
    std::string m_decimal;
    std::string m_thousands;
    std::string m_skip;
    std::string m_sheet;
    std::string m_table;
    bool m_dryRun = false;
};

} // namespace

CommandPtr makeImportCommand()
{
    return std::make_unique<ImportCommand>();
}

} // namespace casebench::cli
