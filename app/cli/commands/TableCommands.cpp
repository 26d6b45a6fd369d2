// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/Text.h"
#include "core/workflow/ExportTables.h"

#include <fmt/format.h>

namespace casebench::cli {

namespace {

class TablesCommand : public Command
{
public:
    std::string name() const override { return "tables"; }

    std::string help() const override { return "Writes the project as plain typed SQLite tables"; }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench tables --out calls.sqlite";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("--out", m_out, "The file, written complete or not at all")->required();
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        CB_TRY(const auto tables, exportProjectTables(session.project, m_out, context.progress()));
        Outcome outcome;
        outcome.result = { { "file", m_out }, { "tables", Json::array() } };
        TextTable text({ "table", ">rows", ">columns" });
        for (const ExportedTable& table : tables) {
            outcome.result["tables"].push_back(
                { { "name", table.name }, { "rows", table.rows }, { "columns", table.columns } });
            text.add({ table.name, countText(table.rows),
                       countText(static_cast<std::int64_t>(table.columns.size())) });
        }
        outcome.text = text.text() + "Wrote " + m_out + ".\n";
        return outcome;
    }

private:
    std::string m_out;
};

} // namespace

CommandPtr makeTablesCommand()
{
    return std::make_unique<TablesCommand>();
}

} // namespace casebench::cli
