// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/IntakeText.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/workflow/ImportCases.h"
#include "core/workflow/Mappings.h"

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
                    { "changed", changedJson(summary) },
                    { "questions", questionsJson(summary.questions) },
                    { "missing_suggested", missingSuggestedJson(summary) },
                    { "notes", summary.profile.notes } };
    source["expectations"] = summary.expectations ? toJson(*summary.expectations) : Json(nullptr);
    if (!summary.comparedWith.empty() && summary.difference) {
        source["mapping"] = differenceJson(*summary.difference);
        source["mapping"]["name"] = summary.comparedWith;
    }
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
    text += differenceText(summary) + changedText(summary) + missingSuggestedText(summary);
    for (const std::string& note : summary.profile.notes)
        text += "  " + escapedForTerminal(noteText(note)) + "\n";
    if (summary.expectations)
        text += fmt::format("  expectations: {} hold, {} critical and {} warnings failed\n",
                            countText(summary.expectations->count(CheckStatus::Passed)),
                            countText(summary.expectations->failed(CheckSeverity::Critical)),
                            countText(summary.expectations->failed(CheckSeverity::Warning)));
    if (!summary.expectationsFailure.empty())
        text +=
            "  expectations could not be checked: " + escapedForTerminal(summary.expectationsFailure) + "\n";
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
        addRepeatable(app, "--date-order", m_dateOrders,
                      "dmy, mdy or ymd for dates with slashes; FIELD=ORDER for one field");
        addRepeatable(app, "--decimal", m_decimals, "The decimal sign; FIELD=SIGN for one field");
        addRepeatable(app, "--thousands", m_thousands,
                      "The sign between thousands; FIELD=SIGN for one field");
        addRepeatable(app, "--missing", m_missing,
                      "FIELD=TEXT: this text stands for \"no value\"; its text is kept");
        addRepeatable(app, "--rename", m_renames, "COLUMN=FIELD: the column is this field");
        app.add_option("--mapping", m_mapping,
                       "A mapping file, or the name of a saved one, that the files must match");
        app.add_option("--save-mapping", m_saveMapping,
                       "Save what was decided as M.json, and in the project as M");
        app.add_option("--changed-out", m_changedOut, "Write every changed cell to a CSV file");
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
        if (!m_mapping.empty()) {
            CB_TRY(SavedMapping saved, findMapping(session.project, m_mapping));
            request.mapping = std::move(saved.mapping);
            request.mappingSha256 = saved.sha256;
        }
        ChangedCellsCsv changed;
        Outcome outcome;
        outcome.result["sources"] = Json::array();
        ImportSummary summary;
        for (const std::string& file : m_files) {
            request.path = file;
            std::vector<ChangedCell> cells;
            if (!m_changedOut.empty())
                request.changes = [&](ChangedCell&& cell) { cells.push_back(std::move(cell)); };
            CB_TRY(summary, importCases(session.project, session.actor, request, context.progress()));
            for (const ChangedCell& cell : cells)
                changed.add(cell, summary.plan[cell.field].field.name);
            outcome.result["sources"].push_back(summaryJson(file, summary));
            outcome.text += summaryText(file, summary, m_dryRun);
            for (const ImportQuestion& question : summary.questions)
                outcome.warnings.push_back(questionText(question));
            const bool failed =
                summary.expectations && summary.expectations->failed(CheckSeverity::Critical) > 0;
            if (failed || (request.mapping && !summary.difference->matches()))
                outcome.exitCode = kFinding;
        }
        if (!m_changedOut.empty())
            CB_CHECK(writeFileAtomically(m_changedOut, changed.bytes()));
        if (!m_saveMapping.empty())
            CB_CHECK(saveTo(session, request, summary, outcome));
        return outcome;
    }

private:
    Result<void> saveTo(const Context::Session& session,
                        const ImportRequest& request,
                        const ImportSummary& summary,
                        Outcome& outcome) const
    {
        const std::filesystem::path path(m_saveMapping);
        const SavedMapping saved = mappingOfImport(summary, request, path.stem().string());
        CB_CHECK(writeMappingFile(path, saved));
        if (!m_dryRun)
            CB_CHECK(saveMapping(session.project, session.actor, saved));
        outcome.result["mapping"] = { { "name", saved.mapping.name },
                                      { "file", path.string() },
                                      { "sha256", saved.sha256 },
                                      { "fields", saved.mapping.fields.size() } };
        outcome.text += fmt::format("Saved the mapping \"{}\" of {} fields as {}.\n",
                                    escapedForTerminal(saved.mapping.name), saved.mapping.fields.size(),
                                    escapedForTerminal(path.string()));
        return {};
    }

    /// A word for the whole file, or FIELD=WORD for one field.
    static Result<void>
    setForFileOrField(ReadOptions& options, const std::string& word, const std::vector<std::string>& values)
    {
        for (const std::string& value : values) {
            const auto equals = value.size() > 1 ? value.rfind('=') : std::string::npos;
            const bool ofField = equals != std::string::npos && equals > 0;
            CB_CHECK(asUsage(setReadOption(options, ofField ? word + "." + value.substr(0, equals) : word,
                                           ofField ? value.substr(equals + 1) : value)));
        }
        return {};
    }

    Result<void> fillReadOptions(ReadOptions& options) const
    {
        const std::pair<const char*, std::string> given[] = {
            { "encoding", m_encoding }, { "delimiter", m_delimiter }, { "skip", m_skip },
            { "sheet", m_sheet },       { "table", m_table },
        };
        for (const auto& [word, value] : given) {
            if (!value.empty())
                CB_CHECK(asUsage(setReadOption(options, word, value)));
        }
        CB_CHECK(setForFileOrField(options, "date_order", m_dateOrders));
        CB_CHECK(setForFileOrField(options, "decimal", m_decimals));
        CB_CHECK(setForFileOrField(options, "thousands", m_thousands));
        for (const std::string& text : m_missing) {
            CB_TRY(const auto assignment, splitAssignment(text));
            CB_CHECK(asUsage(setReadOption(options, "missing." + assignment.first, assignment.second)));
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
        for (const std::string& text : m_renames) {
            CB_TRY(const auto assignment, splitAssignment(text));
            request.choices.renames[assignment.first] = assignment.second;
        }
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
    std::vector<std::string> m_dateOrders;
    std::vector<std::string> m_decimals;
    std::vector<std::string> m_thousands;
    std::vector<std::string> m_missing;
    std::vector<std::string> m_renames;
    std::string m_mapping;
    std::string m_saveMapping;
    std::string m_changedOut;
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
