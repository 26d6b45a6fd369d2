// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/Text.h"
#include "core/workflow/CaseEvidence.h"
#include "core/workflow/CaseNotes.h"

#include <fmt/format.h>

namespace casebench::cli {

namespace {

Json evidenceJson(const Evidence& evidence)
{
    return { { "id", evidence.id },
             { "name", evidence.name },
             { "bytes", evidence.bytes },
             { "sha256", evidence.sha256 },
             { "added_by", evidence.addedBy },
             { "added_at", formatInstant(evidence.addedAt) },
             { "note", evidence.note } };
}

class EvidenceCommand : public Command
{
public:
    std::string name() const override { return "evidence"; }

    std::string help() const override
    {
        return "Files that belong to a case: copied beside the project, kept by their SHA-256";
    }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench evidence add C2604-0007 receipt.png --note \"from the "
               "bank\"";
    }

    void declare(CLI::App& app) override
    {
        app.require_subcommand(1);
        m_add = app.add_subcommand("add", "Adds a file");
        m_add->fallthrough();
        m_add->add_option("CASE", m_case, "Its id")->required();
        m_add->add_option("FILE", m_file, "What to keep; it is copied")->required();
        m_add->add_option("--note", m_note, "What it shows");
        m_list = app.add_subcommand("list", "Lists those of a case");
        m_list->fallthrough();
        m_list->add_option("CASE", m_case, "Its id")->required();
        m_check = app.add_subcommand("check", "Holds every file against its SHA-256");
        m_check->fallthrough();
        m_path = app.add_subcommand("path", "Verifies one file and says where it lies");
        m_path->fallthrough();
        m_path->add_option("ID", m_id, "Its number in the list")->required();
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(m_add->parsed() ? VerbGroup::Intake : VerbGroup::Look));
        Outcome outcome;
        if (m_check->parsed()) {
            CB_TRY(const auto faults, checkEvidence(session.project, context.progress()));
            outcome.result = { { "ok", faults.empty() }, { "problems", faults } };
            outcome.text = faults.empty() ? "Every evidence file is as it was added.\n" : std::string();
            for (const std::string& fault : faults)
                outcome.text += escapedForTerminal(fault) + "\n";
            outcome.exitCode = faults.empty() ? kDone : kRefused;
            return outcome;
        }
        if (m_path->parsed()) {
            CB_TRY(const auto path, verifiedEvidence(session.project, m_id, context.progress()));
            outcome.result = { { "file", path.string() } };
            outcome.text = path.string() + "\n";
            return outcome;
        }
        if (m_add->parsed())
            CB_CHECK(addEvidence(session.project, session.actor, m_case, m_file, m_note, context.progress()));
        CB_TRY(const auto list, caseEvidence(session.project, m_case));
        outcome.result = { { "case", m_case }, { "evidence", Json::array() } };
        TextTable table({ ">id", "file", ">bytes", "sha256", "added", "by", "note" });
        for (const Evidence& evidence : list) {
            outcome.result["evidence"].push_back(evidenceJson(evidence));
            table.add({ std::to_string(evidence.id), evidence.name, countText(evidence.bytes),
                        evidence.sha256.substr(0, 12), formatInstant(evidence.addedAt), evidence.addedBy,
                        evidence.note });
        }
        outcome.text = table.empty() ? "The case has no evidence file.\n" : table.text();
        return outcome;
    }

private:
    CLI::App* m_add = nullptr;
    CLI::App* m_list = nullptr;
    CLI::App* m_check = nullptr;
    CLI::App* m_path = nullptr;
    std::string m_case;
    std::string m_file;
    std::string m_note;
    std::int64_t m_id = 0;
};

class NoteCommand : public Command
{
public:
    std::string name() const override { return "note"; }

    std::string help() const override
    {
        return "Lists the notes of a case, or adds one for everybody; --differs says why your verdict is not "
               "the "
               "model's and stays sealed with it";
    }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench note C2604-0007 --text \"the caller rang again\"";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("CASE", m_case, "Its id")->required();
        app.add_option("--text", m_text, "The note");
        app.add_option("--differs", m_differs, "Why your verdict is not the model's, in one line");
    }

    Result<Outcome> run(Context& context) override
    {
        if (!m_text.empty() && !m_differs.empty())
            return usageError("One note at a time: --text or --differs.");
        const bool adds = !m_text.empty() || !m_differs.empty();
        CB_TRY(const auto session, context.session(adds ? VerbGroup::Intake : VerbGroup::Look));
        CB_TRY(const auto notes,
               !m_differs.empty() ? explainDifference(session.project, session.actor, m_case, m_differs)
                   : adds         ? addCaseNote(session.project, session.actor, m_case, m_text)
                                  : caseNotes(session.project, session.actor.name, m_case));
        Outcome outcome;
        outcome.result = { { "case", m_case }, { "notes", Json::array() } };
        TextTable table({ "when", "who", "kind", "text" });
        for (const CaseNote& note : notes) {
            const std::string kind(nameIn(kCaseNoteKindNames, note.kind));
            outcome.result["notes"].push_back({ { "at", formatInstant(note.at) },
                                                { "person", note.person },
                                                { "kind", kind },
                                                { "sealed", note.sealed },
                                                { "text", note.text } });
            table.add({ formatInstant(note.at), note.person, kind, note.text });
        }
        outcome.text = table.empty() ? "The case has no note.\n" : table.text();
        return outcome;
    }

private:
    std::string m_case;
    std::string m_text;
    std::string m_differs;
};

} // namespace

CommandPtr makeEvidenceCommand()
{
    return std::make_unique<EvidenceCommand>();
}

CommandPtr makeNoteCommand()
{
    return std::make_unique<NoteCommand>();
}

} // namespace casebench::cli
