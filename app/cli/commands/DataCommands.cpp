// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/importing/CsvWriter.h"
#include "core/privacy/Masking.h"
#include "core/store/CaseStore.h"
#include "core/store/SourceStore.h"
#include "core/workflow/BrowseCases.h"
#include "core/workflow/LookAtCases.h"
#include "core/workflow/RevealPersonal.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace casebench::cli {

namespace {

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
        if (m_reveal)
            CB_CHECK(context.project()); // the asking is recorded, so the project is opened to write
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
        addRepeatable(
            app, "--reveal", m_reveal,
            "Show this personal field, and let --where and --order use it; takes --reason and is recorded");
        app.add_option("--reason", m_reason, "Why personal values are to be seen");
    }

    Result<Outcome> run(Context& context) override
    {
        if (!m_reveal.empty())
            CB_CHECK(context.project()); // the asking is recorded, so the project is opened to write
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        std::vector<std::string> revealed;
        if (!m_reveal.empty()) {
            CB_TRY(revealed, revealPersonal(session.project, session.actor, { m_reveal, {}, m_reason }));
        }
        CB_TRY(const CaseListerPtr lister, openCaseLister(session.project, session.actor));
        const bool descending = m_order.starts_with('-');
        const CaseQuery query { .where = m_where,
                                .sort = descending ? m_order.substr(1) : m_order,
                                .descending = descending,
                                .revealed = revealed };
        CB_TRY(std::vector<CaseRow> rows, lister->list(session.project, query, context.progress()));
        Outcome outcome;
        CB_CHECK(warnOfSealed(session.project, outcome));
        outcome.result["total"] = rows.size();
        if (!m_out.empty()) {
            CB_TRY(
                const std::int64_t written,
                exportCases(session.project, revealed, lister->browser(), rows, m_out, context.progress()));
            outcome.text = fmt::format("Wrote {} cases to {}.\n", countText(written), m_out);
        }
        skipAndLimit(session.project, rows);
        CB_TRY(const std::vector<CaseLine> cases, linesOf(session.project, *lister, rows, revealed));
        outcome.result["cases"] = Json::array();
        for (const CaseLine& line : cases)
            outcome.result["cases"].push_back(caseJson(lister->browser().schema(), line));
        if (m_out.empty())
            outcome.text = tableOf(lister->browser().schema(), cases);
        return outcome;
    }

private:
    struct CaseLine
    {
        std::string id;
        CaseState state = CaseState::Alleged;
        double score = 0;
        std::vector<std::optional<std::string>> fields; ///< one per field; missing is nothing
    };

    void skipAndLimit(Project& project, std::vector<CaseRow>& rows) const
    {
        if (!m_after.empty()) {
            const auto after = CaseStore(project).rowOf(m_after);
            const auto at = after ? std::ranges::find(rows, *after) : rows.end();
            rows.erase(rows.begin(), at == rows.end() ? rows.begin() : at + 1);
        }
        if (m_limit > 0 && rows.size() > m_limit)
            rows.resize(m_limit);
    }

    /// The rows in their order, as the source had them.
    static Result<std::vector<CaseLine>> linesOf(Project& project,
                                                 const CaseLister& lister,
                                                 const std::vector<CaseRow>& rows,
                                                 const std::vector<std::string>& revealed)
    {
        const auto shown = [&](const Field& field, std::string text) {
            return std::ranges::find(revealed, field.name) != revealed.end() ? text
                                                                             : shownText(field.role, text);
        };
        constexpr std::size_t kBlock = 65536; // --limit 0 of a large project goes block by block
        std::vector<std::size_t> fields(lister.browser().schema().size());
        std::iota(fields.begin(), fields.end(), std::size_t { 0 });
        std::vector<CaseLine> lines;
        for (std::size_t from = 0; from < rows.size(); from += kBlock) {
            const auto block = std::span(rows).subspan(from, std::min(kBlock, rows.size() - from));
            std::vector<CaseRow> ascending(block.begin(), block.end());
            std::ranges::sort(ascending);
            CB_TRY(const CaseTablePtr table,
                   lister.browser().page(project, ascending, fields, CaseBrowser::Texts::AsTheSourceHadThem));
            for (const CaseRow row : block) {
                const auto at =
                    static_cast<std::size_t>(std::ranges::lower_bound(ascending, row) - ascending.begin());
                CaseLine line {
                    table->ids[at], lister.marks().label(row).state, lister.marks().scoreOf(row), {}
                };
                for (std::size_t i = 0; i < table->columns.size(); ++i)
                    line.fields.push_back(
                        table->columns[i].isMissing(at)
                            ? std::nullopt
                            : std::optional(shown(table->schema[i], table->columns[i].text(at))));
                lines.push_back(std::move(line));
            }
        }
        return lines;
    }

    static Json caseJson(const Schema& schema, const CaseLine& line)
    {
        Json fields = Json::object();
        for (std::size_t i = 0; i < schema.size(); ++i) {
            fields[schema[i].name] = line.fields[i] ? Json(*line.fields[i]) : Json(nullptr);
        }
        return { { "case", line.id },
                 { "label", casebench::name(line.state) },
                 { "score", jsonNumber(line.score) },
                 { "fields", fields } };
    }

    static std::string tableOf(const Schema& schema, const std::vector<CaseLine>& lines)
    {
        std::vector<std::string> headers { "case", "label", ">score" };
        for (const Field& field : schema.fields()) {
            if (field.role != FieldRole::Id)
                headers.push_back((field.kind == FieldKind::Number ? ">" : "") + field.name);
        }
        TextTable table(headers);
        for (const CaseLine& line : lines) {
            std::vector<std::string> cells { line.id, std::string(casebench::name(line.state)),
                                             std::isnan(line.score) ? "–" : fixedNumber(line.score, 3) };
            for (std::size_t i = 0; i < schema.size(); ++i) {
                if (schema[i].role != FieldRole::Id)
                    cells.push_back(line.fields[i].value_or("–"));
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
        m_undo = app.add_subcommand("undo", "Takes back the newest correction, by a change of its own");
        m_undo->fallthrough();
        m_undo->add_option("ID", m_id, "The case")->required();
        m_undo->add_option("--reason", m_reason, "Why");
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Intake));
        if (m_undo->parsed()) {
            CB_CHECK(takeBackCorrection(session.project, session.actor, m_id, m_reason));
        } else {
            CB_TRY(const auto assignment, splitAssignment(m_assignment));
            CB_CHECK(correctCell(session.project, session.actor,
                                 { m_id, assignment.first, assignment.second, m_reason }));
        }
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
    CLI::App* m_undo = nullptr;
    std::string m_id;
    std::string m_assignment;
    std::string m_reason;
};

} // namespace

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
