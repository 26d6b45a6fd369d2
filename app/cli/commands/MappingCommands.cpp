// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/importing/CsvWriter.h"
#include "core/workflow/CoercedCells.h"
#include "core/workflow/Mappings.h"
#include "core/workflow/RevealPersonal.h"

#include <fmt/format.h>

namespace casebench::cli {

namespace {

class CoercedCommand : public Command
{
public:
    std::string name() const override { return "coerced"; }

    std::string help() const override
    {
        return "Every cell whose value is not what its text says: unreadable, coded as missing, not asked, "
               "respelled";
    }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench coerced --field Number_Masked --limit 20";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("--source", m_request.source, "Only of this import (its number or file name)");
        app.add_option("--field", m_request.field, "Only of this field");
        app.add_option("--limit", m_request.limit,
                       "List at most this many (0 = all); the counts are always complete");
        app.add_option("--out", m_out, "Write the list to a CSV file");
        addRepeatable(app, "--reveal", m_reveal, "Show this personal field; takes --reason and is recorded");
        app.add_option("--reason", m_reason, "Why personal values are to be seen");
    }

    Result<Outcome> run(Context& context) override
    {
        if (!m_reveal.empty())
            CB_CHECK(context.project()); // the asking is recorded, so the project is opened to write
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        if (!m_reveal.empty()) {
            CB_TRY(m_request.revealed,
                   revealPersonal(session.project, session.actor, { m_reveal, {}, m_reason }));
        }
        CB_TRY(const CoercedList list, listCoerced(session.project, m_request, context.progress()));
        Outcome outcome;
        outcome.result = { { "total", list.total }, { "counts", Json::array() }, { "cells", Json::array() } };
        TextTable counts({ "field", "why", ">cells" });
        for (const CoercedCount& count : list.counts) {
            outcome.result["counts"].push_back({ { "field", count.field },
                                                 { "why", casebench::name(count.why) },
                                                 { "cells", count.cells } });
            counts.add({ count.field, std::string(casebench::name(count.why)), countText(count.cells) });
        }
        TextTable cells({ "source", "case", "field", "why", "old", "new" });
        std::string bytes;
        CsvWriter csv(bytes);
        const auto addRow = [&](const std::vector<std::string>& row) {
            for (const std::string& text : row)
                csv.field(text);
            csv.endRow();
        };
        addRow({ "source", "case", "field", "why", "old", "new" });
        for (const CoercedCellOfCase& cell : list.cells) {
            const std::string why(casebench::name(cell.why));
            outcome.result["cells"].push_back(
                { { "source", cell.source },
                  { "case", cell.caseId },
                  { "field", cell.field },
                  { "why", why },
                  { "old", cell.oldText },
                  { "new", cell.newText.empty() ? Json(nullptr) : Json(cell.newText) } });
            const bool notAsked = cell.why == ChangeReason::NotAsked;
            cells.add({ cell.source, cell.caseId, cell.field, why,
                        cell.oldText.empty() ? "blank" : cell.oldText,
                        notAsked                   ? "Not asked"
                            : cell.newText.empty() ? "missing"
                                                   : cell.newText });
            addRow({ cell.source, cell.caseId, cell.field, why, cell.oldText, cell.newText });
        }
        if (!m_out.empty())
            CB_CHECK(writeFileAtomically(m_out, bytes));
        outcome.text = list.total == 0 ? std::string("No cell was changed.\n") : counts.text();
        if (list.total > 0 && m_out.empty())
            outcome.text += "\n" + cells.text();
        if (static_cast<std::size_t>(list.total) > list.cells.size())
            outcome.text +=
                fmt::format("{} of {} listed; --limit 0 lists all.\n",
                            countText(static_cast<long long>(list.cells.size())), countText(list.total));
        return outcome;
    }

private:
    CoercedRequest m_request;
    std::vector<std::string> m_reveal;
    std::string m_reason;
    std::string m_out;
};

class MappingCommand : public Command
{
public:
    std::string name() const override { return "mapping"; }

    std::string help() const override
    {
        return "Saved mappings: how files are read and what their columns mean; import --save-mapping makes "
               "one";
    }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench mapping export calls --out calls.json";
    }

    void declare(CLI::App& app) override
    {
        app.require_subcommand(1);
        m_list = app.add_subcommand("list", "Names, digests, who saved them and when");
        m_list->fallthrough();
        m_export = app.add_subcommand("export", "Writes one as M.json");
        m_export->fallthrough();
        m_export->add_option("NAME", m_name, "The mapping")->required();
        m_export->add_option("--out", m_out, "The file")->required();
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        Outcome outcome;
        if (m_export->parsed()) {
            CB_TRY(const SavedMapping saved, findMapping(session.project, m_name));
            CB_CHECK(writeMappingFile(m_out, saved));
            outcome.result = { { "name", saved.mapping.name },
                               { "file", m_out },
                               { "sha256", saved.sha256 } };
            outcome.text = fmt::format("Wrote the mapping \"{}\" to {}.\n",
                                       escapedForTerminal(saved.mapping.name), escapedForTerminal(m_out));
            return outcome;
        }
        CB_TRY(const auto mappings, savedMappings(session.project));
        outcome.result["mappings"] = Json::array();
        TextTable table({ "name", ">fields", "sha256", "saved", "by" });
        for (const SavedMapping& saved : mappings) {
            outcome.result["mappings"].push_back({ { "name", saved.mapping.name },
                                                   { "fields", saved.mapping.fields.size() },
                                                   { "sha256", saved.sha256 },
                                                   { "saved_at", formatInstant(saved.createdAt) },
                                                   { "saved_by", saved.createdBy } });
            table.add({ saved.mapping.name, std::to_string(saved.mapping.fields.size()),
                        saved.sha256.substr(0, 12), formatInstant(saved.createdAt), saved.createdBy });
        }
        outcome.text =
            table.empty() ? "No mapping is saved yet; import with --save-mapping.\n" : table.text();
        return outcome;
    }

private:
    CLI::App* m_list = nullptr;
    CLI::App* m_export = nullptr;
    std::string m_name;
    std::string m_out;
};

} // namespace

CommandPtr makeCoercedCommand()
{
    return std::make_unique<CoercedCommand>();
}

CommandPtr makeMappingCommand()
{
    return std::make_unique<MappingCommand>();
}

} // namespace casebench::cli
