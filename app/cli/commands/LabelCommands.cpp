// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/Text.h"
#include "core/workflow/BulkVerdict.h"
#include "core/workflow/LabelReasons.h"
#include "core/workflow/MyWork.h"
#include "core/workflow/SettleLabels.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace casebench::cli {

namespace {

Outcome labelsOutcome(const CaseLabels& labels, const CaseMaturity& maturity)
{
    Outcome outcome;
    outcome.result = { { "case", labels.caseId },
                       { "state", name(labels.settled.state) },
                       { "confidence", jsonNumber(labels.settled.confidence) },
                       { "matures", maturity.at == kNoTime ? Json(nullptr) : Json(formatDate(maturity.at)) },
                       { "matures_assumed", maturity.lag.assumed },
                       { "sealed", labels.hidden },
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
              { "origin", nameIn(kLabelOriginNames, event.origin) },
              { "sealed", labels.sealed.contains(event.seq) },
              { "retracts", event.retracts == 0 ? Json(nullptr) : Json(event.retracts) } });
        const std::string verdict = event.retracts == 0 ? std::string(name(event.verdict))
                                                        : fmt::format("takes back {}", event.retracts);
        table.add({ std::to_string(event.seq), formatInstant(event.decidedAt), event.person, verdict,
                    event.reason });
    }
    outcome.text = fmt::format("{} is {}", escapedForTerminal(labels.caseId), name(labels.settled.state));
    if (!std::isnan(labels.settled.confidence))
        outcome.text += fmt::format(", sure to {}", percentText(labels.settled.confidence, 0));
    outcome.text += ".\n";
    if (maturity.at != kNoTime)
        outcome.text += fmt::format("Its label matures on {}{}.\n", formatDate(maturity.at),
                                    maturity.lag.assumed ? " (30 days, assumed: too few decided cases)" : "");
    if (labels.hidden > 0)
        outcome.text +=
            fmt::format("{} sealed events of others are hidden until you have decided too.\n", labels.hidden);
    outcome.text += table.text();
    return outcome;
}

/// The case, when it matures, and the warning that sealed verdicts cannot be read.
Result<Outcome> told(Project& project, const CaseLabels& labels)
{
    CB_TRY(const CaseMaturity maturity, caseMaturity(project, labels.row));
    Outcome outcome = labelsOutcome(labels, maturity);
    CB_CHECK(warnOfSealed(project, outcome));
    return outcome;
}

Result<Outcome> toldOfUndo(Project& project, const TakenBack& taken)
{
    CB_TRY(Outcome outcome, told(project, taken.first));
    outcome.result["cases"] = taken.caseIds;
    if (taken.caseIds.size() > 1)
        outcome.text =
            fmt::format("{} verdicts, given together, among them:\n", taken.caseIds.size()) + outcome.text;
    return outcome;
}

Outcome toldOfReasons(const std::vector<std::string>& reasons)
{
    Outcome outcome;
    outcome.result = { { "reasons", reasons }, { "chosen", !reasons.empty() } };
    if (reasons.empty()) {
        outcome.text = "This project chose no reasons; the desktop program offers its own.\n";
        return outcome;
    }
    TextTable table({ ">key", "reason" });
    for (std::size_t i = 0; i < reasons.size(); ++i)
        table.add({ std::to_string(i + 1), reasons[i] });
    outcome.text = table.text();
    return outcome;
}

/// `label CASE VERDICT`, and the sub-verbs undo, redo, bulk, import, export, history, reasons: told apart by
/// the first word.
class LabelCommand : public Command
{
public:
    std::string name() const override { return "label"; }

    std::string help() const override
    {
        return "Gives a verdict: label CASE VERDICT; or undo, redo, bulk VERDICT, import FILE, export FILE, "
               "history "
               "CASE, reasons. \"reasons\" lists what the project offers as reasons of a verdict, one digit "
               "key each; \"reasons set TEXT...\" chooses them for everybody, \"reasons reset\" goes back to "
               "the "
               "program's own. Files are .csv or .jsonl with case, verdict, person and any of reason, time, "
               "confidence, note, "
               "origin, recorded. A verdict is sealed until a second person has decided the case: until then "
               "only its "
               "author sees "
               "it, and a look into the project file shows nothing. The key lies beside it "
               "(PROJECT.casekeys); who "
               "holds both files can read everything, and counts of a snapshot can tell about single cases.";
    }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench label C2604-0007 scam --reason \"called back\"";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("WORDS", m_words,
                       "CASE VERDICT | undo [CASE] | redo | bulk VERDICT | import FILE... | export FILE | "
                       "history CASE | reasons [set TEXT... | reset]")
            ->required();
        app.add_option("--reason", m_reason, "Why");
        app.add_option("--confidence", m_confidence, "0 to 1")->check(CLI::Range(0.0, 1.0));
        app.add_option("--note", m_note, "Anything else");
        app.add_option("--where", m_where, "bulk: the cases, as a filter expression");
        app.add_flag("--dry-run", m_dryRun, "bulk: say which cases it would be, and change nothing");
    }

    Result<Outcome> run(Context& context) override
    {
        const std::string& first = m_words.front();
        if (first == "undo" && m_words.size() <= 2)
            return undo(context);
        if (first == "redo" && m_words.size() == 1) {
            CB_TRY(const auto session, context.session(VerbGroup::Intake));
            CB_TRY(const TakenBack restored, redoVerdict(session.project, session.actor));
            return toldOfUndo(session.project, restored);
        }
        if (first == "bulk" && m_words.size() == 2)
            return bulk(context);
        if (first == "import" && m_words.size() >= 2)
            return importFiles(context);
        if (first == "export" && m_words.size() == 2)
            return exportFile(context);
        if (first == "history" && m_words.size() == 2) {
            CB_TRY(const auto session, context.session(VerbGroup::Look));
            CB_TRY(const CaseLabels labels, caseLabelsFor(session.project, session.actor.name, m_words[1]));
            return told(session.project, labels);
        }
        if (first == "reasons" && (m_words.size() == 1 || m_words[1] == "set" || m_words[1] == "reset"))
            return reasons(context);
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
        return told(session.project, labels);
    }

    Result<Outcome> undo(Context& context)
    {
        CB_TRY(const auto session, context.session(VerbGroup::Intake));
        CB_TRY(const TakenBack taken,
               undoVerdict(session.project, session.actor, m_words.size() == 2 ? m_words[1] : std::string()));
        return toldOfUndo(session.project, taken);
    }

    /// The same verdict on every case of an expression, as one deed.
    Result<Outcome> bulk(Context& context)
    {
        const auto verdict = valueIn(kVerdictNames, m_words[1]);
        if (!verdict)
            return usageError(verdict.error().what, verdict.error().advice);
        if (m_where.empty())
            return usageError("A bulk verdict needs --where: which cases.");
        CB_TRY(const auto session, context.session(VerbGroup::Intake));
        CB_TRY(const BulkPreview preview,
               previewBulk(session.project, session.actor, m_where, *verdict, context.progress()));
        Outcome outcome;
        outcome.result = { { "cases", preview.caseIds },
                           { "count", preview.caseIds.size() },
                           { "same", preview.same },
                           { "changed", preview.changed },
                           { "dry_run", m_dryRun } };
        outcome.text =
            fmt::format("{} cases {} {}: {} have that verdict of yours already, {} another one.\n",
                        countText(static_cast<long long>(preview.caseIds.size())),
                        m_dryRun ? "would become" : "are now", m_words[1], preview.same, preview.changed);
        if (m_dryRun || preview.caseIds.empty())
            return outcome;
        VerdictRequest pattern { {}, *verdict, m_reason, m_note };
        pattern.confidence = m_confidence;
        std::vector<VerdictRequest> requests;
        for (const std::string& caseId : preview.caseIds) {
            pattern.caseId = caseId;
            requests.push_back(pattern);
        }
        CB_CHECK(giveVerdicts(session.project, session.actor, requests));
        outcome.text += "\"label undo\" takes all of them back at once.\n";
        return outcome;
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
            constexpr std::size_t kListed = 20; // --json has all of them
            for (std::size_t at = 0; at < std::min(kListed, summary.issues.size()); ++at)
                outcome.text += fmt::format("  line {}: {}\n", summary.issues[at].line,
                                            escapedForTerminal(summary.issues[at].reason));
            if (summary.issues.size() > kListed)
                outcome.text += fmt::format("  and {} more\n", summary.issues.size() - kListed);
        }
        return outcome;
    }

    Result<Outcome> exportFile(Context& context)
    {
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        CB_TRY(const std::int64_t rows, exportLabels(session.project, session.actor, m_words[1]));
        Outcome outcome;
        outcome.result = { { "file", m_words[1] }, { "rows", rows } };
        outcome.text = fmt::format("Wrote {} verdicts to {}.\n", rows, m_words[1]);
        CB_CHECK(warnOfSealed(session.project, outcome));
        return outcome;
    }

    /// The reasons of the project: listed, chosen, or given up for the program's own.
    Result<Outcome> reasons(Context& context)
    {
        if (m_words.size() == 1) {
            CB_TRY(const auto session, context.session(VerbGroup::Look));
            CB_TRY(const auto known, labelReasons(session.project));
            return toldOfReasons(known);
        }
        const bool resets = m_words[1] == "reset";
        if (resets == (m_words.size() > 2))
            return usageError(resets ? "\"label reasons reset\" takes no more words."
                                     : "\"label reasons set\" names no reason.",
                              "Write label reasons set \"Money sent\" \"Gave the OTP\", or label reasons "
                              "reset.");
        CB_TRY(const auto session, context.session(VerbGroup::Intake));
        CB_TRY(const auto chosen,
               chooseLabelReasons(session.project, session.actor, { m_words.begin() + 2, m_words.end() }));
        return toldOfReasons(chosen);
    }

    std::vector<std::string> m_words;
    std::string m_reason;
    std::string m_note;
    double m_confidence = std::numeric_limits<double>::quiet_NaN();
    std::string m_where;
    bool m_dryRun = false;
};

class AdjudicateCommand : public Command
{
public:
    std::string name() const override { return "adjudicate"; }

    std::string help() const override
    {
        return "Settles a conflict as a third person: both verdicts stay in the history";
    }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench --as inga adjudicate C2604-0007 scam --reason \"receipt "
               "attached\"";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("CASE", m_case, "Its id")->required();
        app.add_option("VERDICT", m_verdict, "scam, not-scam or unresolvable")->required();
        app.add_option("--reason", m_reason, "Why")->required();
        app.add_option("--note", m_note, "Why one of the two was not followed");
        app.add_option("--confidence", m_confidence, "0 to 1")->check(CLI::Range(0.0, 1.0));
    }

    Result<Outcome> run(Context& context) override
    {
        const auto verdict = valueIn(kVerdictNames, m_verdict);
        if (!verdict)
            return usageError(verdict.error().what, verdict.error().advice);
        CB_TRY(const auto session, context.session(VerbGroup::Intake));
        VerdictRequest request { m_case, *verdict, m_reason, m_note };
        request.confidence = m_confidence;
        CB_TRY(const CaseLabels labels, adjudicate(session.project, session.actor, request));
        return told(session.project, labels);
    }

private:
    std::string m_case;
    std::string m_verdict;
    std::string m_reason;
    std::string m_note;
    double m_confidence = std::numeric_limits<double>::quiet_NaN();
};

} // namespace

Result<void> warnOfSealed(Project& project, Outcome& outcome)
{
    CB_TRY(std::string warning, sealWarning(project));
    if (!warning.empty())
        outcome.warnings.push_back(std::move(warning));
    return {};
}

CommandPtr makeLabelCommand()
{
    return std::make_unique<LabelCommand>();
}

CommandPtr makeAdjudicateCommand()
{
    return std::make_unique<AdjudicateCommand>();
}

} // namespace casebench::cli
