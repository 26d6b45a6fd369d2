// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/importing/CsvWriter.h"
#include "core/privacy/Masking.h"
#include "core/store/CaseStore.h"
#include "core/store/SourceStore.h"
#include "core/workflow/EditFields.h"
#include "core/workflow/LookAtCases.h"
#include "core/workflow/RevealPersonal.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench::cli {

namespace {

class FieldsCommand : public Command
{
public:
    std::string name() const override { return "fields"; }

    std::string help() const override
    {
        return "The schema card: kinds, roles, fill rates and levels; set changes one";
    }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench fields set Location_Of_Call --role group";
    }

    void declare(CLI::App& app) override
    {
        m_set = app.add_subcommand("set", "Changes kind, role or controllable of a field");
        m_set->fallthrough();
        m_set->add_option("FIELD", m_field, "The field")->required();
        m_set->add_option("--kind", m_change.kind, "number, category, yes-no, time or text");
        m_set->add_option("--role", m_change.role,
                          "id, time, label, feature, sensitive, personal, group or ignore");
        m_set->add_option("--controllable", m_change.controllable,
                          "yes or no: the scammer can choose its value");
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(m_set->parsed() ? VerbGroup::Analysis : VerbGroup::Look));
        if (m_set->parsed())
            CB_CHECK(changeField(session.project, session.actor, m_field, m_change));
        CB_TRY(const CaseTablePtr cases, CaseStore(session.project).loadTable({}, context.progress()));
        Outcome outcome;
        outcome.result["fields"] = Json::array();
        TextTable table({ "field", "kind", "role", ">fill", ">levels" });
        for (std::size_t i = 0; i < cases->schema.size(); ++i) {
            const Field& field = cases->schema[i];
            const Column& column = cases->columns[i];
            const double fill = column.size() == 0
                ? 0
                : 1 - static_cast<double>(column.missingCount()) / static_cast<double>(column.size());
            const bool coded = (field.kind == FieldKind::Category || field.kind == FieldKind::YesNo)
                && !isMasked(field.role);
            outcome.result["fields"].push_back(
                { { "name", field.name },
                  { "kind", casebench::name(field.kind) },
                  { "role", casebench::name(field.role) },
                  { "fill", fill },
                  { "levels", coded ? Json(column.dictionary()) : Json(nullptr) },
                  { "controllable", field.controllable } });
            table.add({ field.name, std::string(casebench::name(field.kind)),
                        std::string(casebench::name(field.role)), percentText(fill),
                        coded ? std::to_string(column.dictionary().size()) : "–" });
        }
        outcome.text = table.text();
        return outcome;
    }

private:
    CLI::App* m_set = nullptr;
    std::string m_field;
    FieldChange m_change;
};

class QuarantineCommand : public Command
{
public:
    std::string name() const override { return "quarantine"; }

    std::string help() const override { return "Rows that could not be taken, and why"; }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench quarantine --out refused.csv";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("--source", m_source, "Only of this import (its number or file name)");
        app.add_option("--out", m_out, "Write them to a CSV file");
        app.add_flag("--reveal", m_reveal,
                     "Show the rows whole although the project has personal fields; recorded");
        app.add_option("--reason", m_reason, "Why personal values are to be seen");
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        const SourceStore sources(session.project);
        CB_TRY(const auto known, sources.list());
        CB_TRY(auto rows, sources.quarantined(0));
        CB_CHECK(maskRows(session, rows));
        Outcome outcome;
        outcome.result["rows"] = Json::array();
        TextTable table({ "source", ">line", "column", "kind", "reason" });
        std::string bytes;
        CsvWriter csv(bytes);
        for (const char* header : { "source", "line", "column", "kind", "reason", "raw" })
            csv.field(header);
        csv.endRow();
        for (const QuarantinedRow& row : rows) {
            const auto source = std::ranges::find(known, row.sourceId, &Source::id);
            const std::string sourceName =
                source == known.end() ? std::to_string(row.sourceId) : source->name;
            if (!m_source.empty() && m_source != sourceName && m_source != std::to_string(row.sourceId))
                continue;
            outcome.result["rows"].push_back({ { "source", sourceName },
                                               { "line", row.line },
                                               { "column", row.column },
                                               { "kind", row.kind },
                                               { "reason", row.reason },
                                               { "raw", row.raw } });
            table.add({ sourceName, std::to_string(row.line), row.column, row.kind, row.reason });
            for (const std::string& cell :
                 { sourceName, std::to_string(row.line), row.column, row.kind, row.reason, row.raw })
                csv.field(cell);
            csv.endRow();
        }
        if (!m_out.empty())
            CB_CHECK(writeFileAtomically(m_out, bytes));
        outcome.text = table.empty() ? "No row is in quarantine.\n" : table.text();
        return outcome;
    }

private:
    /// Nobody can say which piece of a broken row is personal, so all of it is.
    Result<void> maskRows(const Context::Session& session, std::vector<QuarantinedRow>& rows) const
    {
        CB_TRY(const Schema schema, CaseStore(session.project).schema());
        if (!schema.firstOf(FieldRole::Personal))
            return {};
        if (m_reveal)
            CB_CHECK(revealPersonal(session.project, session.actor, { {}, {}, m_reason }));
        for (QuarantinedRow& row : rows) {
            if (!m_reveal)
                row.raw = maskedRow(row.raw);
        }
        return {};
    }

    std::string m_source;
    std::string m_out;
    bool m_reveal = false;
    std::string m_reason;
};

class CasesCommand : public Command
{
public:
    std::string name() const override { return "cases"; }

    std::string help() const override { return "Looks at cases, filters, sorts and exports them"; }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench cases --where \"Money_Asked > 1000 AND label = 'scam'\" "
               "--order score --limit 20";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("--where", m_where, "Filter expression over field names");
        app.add_option("--order", m_order,
                       "Field to sort by (also case, label, score); -FIELD for descending");
        app.add_option("--limit", m_limit, "At most this many (0 = all)");
        app.add_option("--after", m_after, "Go on after this case id");
        app.add_option("--out", m_out, "Write them to a CSV file, safe for spreadsheets");
        addRepeatable(app, "--reveal", m_reveal, "Show this personal field; takes --reason and is recorded");
        app.add_option("--reason", m_reason, "Why personal values are to be seen");
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        std::vector<std::string> revealed;
        if (!m_reveal.empty()) {
            CB_TRY(revealed, revealPersonal(session.project, session.actor, { m_reveal, {}, m_reason }));
        }
        CB_TRY(const auto view, loadCaseView(session.project, context.progress(), revealed));
        CB_TRY(auto positions, filterCases(*view, m_where));
        if (!m_order.empty()) {
            const bool descending = m_order.starts_with('-');
            CB_TRY(
                positions,
                sortCases(*view, std::move(positions), descending ? m_order.substr(1) : m_order, descending));
        }
        Outcome outcome;
        outcome.result["total"] = positions.size();
        if (!m_out.empty()) {
            CB_TRY(const std::int64_t written, exportCases(*view, positions, m_out));
            outcome.text = fmt::format("Wrote {} cases to {}.\n", countText(written), m_out);
        }
        skipAndLimit(*view, positions);
        outcome.result["cases"] = Json::array();
        for (const std::uint32_t row : positions)
            outcome.result["cases"].push_back(caseJson(*view, row));
        if (m_out.empty())
            outcome.text = tableOf(*view, positions);
        return outcome;
    }

private:
    void skipAndLimit(const CaseView& view, std::vector<std::uint32_t>& positions) const
    {
        if (!m_after.empty()) {
            const auto at = std::ranges::find_if(
                positions, [&](std::uint32_t row) { return view.table->ids[row] == m_after; });
            positions.erase(positions.begin(), at == positions.end() ? positions.begin() : at + 1);
        }
        if (m_limit > 0 && positions.size() > m_limit)
            positions.resize(m_limit);
    }

    static Json caseJson(const CaseView& view, std::uint32_t row)
    {
        Json fields = Json::object();
        for (std::size_t i = 0; i < view.table->schema.size(); ++i) {
            const Column& column = view.table->columns[i];
            fields[view.table->schema[i].name] =
                column.isMissing(row) ? Json(nullptr) : Json(column.text(row));
        }
        return { { "case", view.table->ids[row] },
                 { "label", casebench::name(view.labels[row].state) },
                 { "score", jsonNumber(view.score[row]) },
                 { "fields", fields } };
    }

    static std::string tableOf(const CaseView& view, const std::vector<std::uint32_t>& positions)
    {
        std::vector<std::string> headers { "case", "label", ">score" };
        for (const Field& field : view.table->schema.fields()) {
            if (field.role != FieldRole::Id)
                headers.push_back((field.kind == FieldKind::Number ? ">" : "") + field.name);
        }
        TextTable table(headers);
        for (const std::uint32_t row : positions) {
            std::vector<std::string> cells { view.table->ids[row],
                                             std::string(casebench::name(view.labels[row].state)),
                                             std::isnan(view.score[row]) ? "–"
                                                                         : fixedNumber(view.score[row], 3) };
            for (std::size_t i = 0; i < view.table->schema.size(); ++i) {
                const Field& field = view.table->schema[i];
                if (field.role != FieldRole::Id)
                    cells.push_back(view.table->columns[i].isMissing(row) ? "–"
                                                                          : view.table->columns[i].text(row));
            }
            table.add(std::move(cells));
        }
        return table.empty() ? "No case matches.\n" : table.text();
    }

    std::string m_where;
    std::string m_order;
    std::size_t m_limit = 50;
    std::string m_after;
    std::string m_out;
    std::vector<std::string> m_reveal;
    std::string m_reason;
};

class CaseCommand : public Command
{
public:
    std::string name() const override { return "case"; }

    std::string help() const override
    {
        return "Corrects one value of a case; the old one stays in its history";
    }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench case set C2601-0007 Money_Asked=1200 --reason \"typing "
               "error\"";
    }

    void declare(CLI::App& app) override
    {
        app.require_subcommand(1);
        CLI::App* set = app.add_subcommand("set", "Sets FIELD=VALUE");
        set->fallthrough();
        set->add_option("ID", m_id, "The case")->required();
        set->add_option("ASSIGNMENT", m_assignment, "FIELD=VALUE")->required();
        set->add_option("--reason", m_reason, "Why")->required();
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Intake));
        CB_TRY(const auto assignment, splitAssignment(m_assignment));
        CB_CHECK(correctCell(session.project, session.actor,
                             { m_id, assignment.first, assignment.second, m_reason }));
        const CaseStore cases(session.project);
        CB_TRY(const CaseRow row, cases.rowOf(m_id));
        CB_TRY(const auto history, cases.caseHistory(row));
        CB_TRY(const Schema schema, cases.schema());
        Outcome outcome;
        outcome.result = { { "case", m_id }, { "changes", Json::array() } };
        TextTable table({ "when", "who", "field", "before", "after", "reason" });
        for (const CellChange& change : history) {
            const auto at = schema.indexOf(change.field);
            const FieldRole role = at ? schema[*at].role : FieldRole::Feature;
            const std::string before = shownText(role, cellText(change.before, ValueType::Text));
            const std::string after = shownText(role, cellText(change.after, ValueType::Text));
            outcome.result["changes"].push_back({ { "field", change.field },
                                                  { "before", before },
                                                  { "after", after },
                                                  { "person", change.person },
                                                  { "at", formatInstant(change.at) },
                                                  { "reason", change.reason } });
            table.add(
                { formatInstant(change.at), change.person, change.field, before, after, change.reason });
        }
        outcome.text = table.text();
        return outcome;
    }

private:
    std::string m_id;
    std::string m_assignment;
    std::string m_reason;
};

} // namespace

CommandPtr makeFieldsCommand()
{
    return std::make_unique<FieldsCommand>();
}

CommandPtr makeQuarantineCommand()
{
    return std::make_unique<QuarantineCommand>();
}

CommandPtr makeCasesCommand()
{
    return std::make_unique<CasesCommand>();
}

CommandPtr makeCaseCommand()
{
    return std::make_unique<CaseCommand>();
}

} // namespace casebench::cli
