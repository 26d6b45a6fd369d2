// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/Text.h"
#include "core/workflow/SettleLabels.h"

#include <fmt/format.h>

namespace casebench::cli {

namespace {

Outcome labelsOutcome(const CaseLabels& labels)
{
    Outcome outcome;
    outcome.result = { { "case", labels.caseId },
                       { "state", name(labels.settled.state) },
                       { "events", Json::array() } };
    TextTable table({ ">seq", "decided", "person", "verdict", "reason" });
    for (const LabelEvent& event : labels.events) {
        outcome.result["events"].push_back(
            { { "seq", event.seq },
              { "verdict", name(event.verdict) },
              { "person", event.person },
              { "reason", event.reason },
              { "note", event.note },
              { "confidence", jsonNumber(event.confidence) },
              { "decided_at", formatInstant(event.decidedAt) },
              { "decided_assumed", event.decidedAssumed },
              { "recorded_at", formatInstant(event.recordedAt) },
              { "retracts", event.retracts == 0 ? Json(nullptr) : Json(event.retracts) } });
        const std::string verdict = event.retracts == 0 ? std::string(name(event.verdict))
                                                        : fmt::format("takes back {}", event.retracts);
        table.add({ std::to_string(event.seq), formatInstant(event.decidedAt), event.person, verdict,
                    event.reason });
    }
    outcome.text = fmt::format("{} is {}.\n", escapedForTerminal(labels.caseId), name(labels.settled.state))
        + table.text();
    return outcome;
}

/// `label CASE VERDICT`, and the sub-verbs undo, import, export, history: told apart by the first word.
class LabelCommand : public Command
{
public:
    std::string name() const override { return "label"; }

    std::string help() const override
    {
        return "Gives a verdict: label CASE VERDICT; or undo, import FILE, export FILE, history CASE";
    }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench label C2604-0007 scam --reason \"called back\"";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("WORDS", m_words,
                       "CASE VERDICT | undo [CASE] | import FILE... | export FILE | history CASE")
            ->required();
        app.add_option("--reason", m_reason, "Why");
        app.add_option("--confidence", m_confidence, "0 to 1")->check(CLI::Range(0.0, 1.0));
        app.add_option("--note", m_note, "Anything else");
    }

    Result<Outcome> run(Context& context) override
    {
        const std::string& first = m_words.front();
        if (first == "undo" && m_words.size() <= 2)
            return undo(context);
        if (first == "import" && m_words.size() >= 2)
            return importFiles(context);
        if (first == "export" && m_words.size() == 2)
            return exportFile(context);
        if (first == "history" && m_words.size() == 2) {
            CB_TRY(const auto session, context.session(VerbGroup::Look));
            CB_TRY(const CaseLabels labels, caseLabels(session.project, m_words[1]));
            return labelsOutcome(labels);
        }
        if (m_words.size() != 2)
            return usageError("A verdict is CASE VERDICT.",
                              "Verdicts: scam, not-scam, disputed, unresolvable.");
        return give(context);
    }

private:
    Result<Outcome> give(Context& context)
    {
        const auto verdict = valueIn(kVerdictNames, m_words[1]);
        if (!verdict)
            return usageError(verdict.error().what, verdict.error().advice);
        CB_TRY(const auto session, context.session(VerbGroup::Intake));
        VerdictRequest request { m_words[0], *verdict, m_reason, m_note };
        request.confidence = m_confidence;
        CB_TRY(const CaseLabels labels, giveVerdict(session.project, session.actor, request));
        return labelsOutcome(labels);
    }

    Result<Outcome> undo(Context& context)
    {
        CB_TRY(const auto session, context.session(VerbGroup::Intake));
        CB_TRY(const CaseLabels labels,
               undoVerdict(session.project, session.actor, m_words.size() == 2 ? m_words[1] : std::string()));
        return labelsOutcome(labels);
    }

    Result<Outcome> importFiles(Context& context)
    {
        CB_TRY(const auto session, context.session(VerbGroup::Intake));
        Outcome outcome;
        outcome.result["sources"] = Json::array();
        for (std::size_t i = 1; i < m_words.size(); ++i) {
            CB_TRY(const LabelImportSummary summary,
                   importLabels(session.project, session.actor, m_words[i], context.progress()));
            Json issues = Json::array();
            for (const LabelIssue& issue : summary.issues)
                issues.push_back(
                    { { "line", issue.line }, { "kind", issue.kind }, { "reason", issue.reason } });
            outcome.result["sources"].push_back({ { "source", m_words[i] },
                                                  { "sha256", summary.sha256 },
                                                  { "rows_read", summary.rowsRead },
                                                  { "accepted", summary.accepted },
                                                  { "repeated", summary.repeated },
                                                  { "persons_added", summary.personsAdded },
                                                  { "issues", issues } });
            outcome.text += fmt::format("{}: {} verdicts read, {} new, {} known already, {} refused.\n",
                                        escapedForTerminal(m_words[i]), summary.rowsRead, summary.accepted,
                                        summary.repeated, summary.issues.size());
        }
        return outcome;
    }

    Result<Outcome> exportFile(Context& context)
    {
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        CB_TRY(const std::int64_t rows, exportLabels(session.project, m_words[1]));
        Outcome outcome;
        outcome.result = { { "file", m_words[1] }, { "rows", rows } };
        outcome.text = fmt::format("Wrote {} verdicts to {}.\n", rows, m_words[1]);
        return outcome;
    }

    std::vector<std::string> m_words;
    std::string m_reason;
    std::string m_note;
    double m_confidence = std::numeric_limits<double>::quiet_NaN();
};

class QueueCommand : public Command
{
public:
    std::string name() const override { return "queue"; }

    std::string help() const override { return "What to look at next, and why"; }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench queue --kind audit --limit 20";
    }

    void declare(CLI::App& app) override
    {
        addRepeatable(app, "--kind", m_kinds, "flagged, disputed or audit");
        app.add_option("--limit", m_limit, "At most this many (0 = all)");
    }

    Result<Outcome> run(Context& context) override
    {
        std::vector<QueueKind> kinds;
        for (const std::string& text : m_kinds) {
            const auto kind = valueIn(kQueueKindNames, text);
            if (!kind)
                return usageError(kind.error().what, kind.error().advice);
            kinds.push_back(*kind);
        }
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        CB_TRY(const auto queue, labelQueue(session.project, kinds, m_limit));
        Outcome outcome;
        outcome.result["queue"] = Json::array();
        TextTable table({ "case", "received", "why" });
        // The kind is told only when it was asked for: an audit case must look like any other.
        for (const QueueItem& item : queue) {
            const std::string kind = m_kinds.empty() && item.entry.kind != QueueKind::Disputed
                ? "routine"
                : std::string(casebench::name(item.entry.kind));
            outcome.result["queue"].push_back({ { "case", item.caseId },
                                                { "kind", kind },
                                                { "reason", item.entry.reason },
                                                { "priority", item.entry.priority } });
            table.add({ item.caseId, formatInstant(item.received), item.entry.reason });
        }
        outcome.text = table.empty() ? "Nothing waits.\n" : table.text();
        return outcome;
    }

private:
    std::vector<std::string> m_kinds;
    std::size_t m_limit = 50;
};

} // namespace

CommandPtr makeLabelCommand()
{
    return std::make_unique<LabelCommand>();
}

CommandPtr makeQueueCommand()
{
    return std::make_unique<QueueCommand>();
}

} // namespace casebench::cli
