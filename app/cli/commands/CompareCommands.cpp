// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/Text.h"
#include "core/workflow/Blinding.h"
#include "core/workflow/CompareRuns.h"
#include "core/workflow/ExplainCases.h"
#include "core/workflow/ModelCard.h"

#include <cmath>
#include <fmt/format.h>

namespace casebench::cli {

namespace {

Json modelsJson(const Comparison& comparison)
{
    Json models = Json::array();
    for (const ModelFigures& model : comparison.models) {
        Json calibration = Json::array();
        for (const CalibrationBin& bin : model.calibration)
            calibration.push_back({ { "low", bin.low },
                                    { "high", bin.high },
                                    { "predicted", bin.predicted },
                                    { "observed", intervalJson(bin.observed) } });
        models.push_back({ { "run", model.name },
                           { "id", model.runId },
                           { "metrics", metricsObject(model.metrics) },
                           { "confusion",
                             { { "tp", model.confusion.tp },
                               { "fp", model.confusion.fp },
                               { "fn", model.confusion.fn },
                               { "tn", model.confusion.tn } } },
                           { "calibration", calibration } });
    }
    return models;
}

std::string nameOf(const Comparison& comparison, std::int64_t run)
{
    for (const ModelFigures& model : comparison.models) {
        if (model.runId == run)
            return model.name;
    }
    return std::to_string(run);
}

class CompareCommand : public Command
{
public:
    std::string name() const override { return "compare"; }

    std::string help() const override
    {
        return "Runs on the same cases, with intervals and tests; the first is what the others are held "
               "against";
    }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench compare champion-1 challenger-1 --on july";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("RUN", m_request.runs, "One to five runs")->required();
        app.add_option("--on", m_request.snapshot,
                       "Snapshot to compare on; else decided cases none of them was trained on");
        addRepeatable(app, "--slice", m_request.sliceBy, "Field to slice by");
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        CB_TRY(const Comparison comparison, compareRuns(session.project, m_request, context.progress()));
        Outcome outcome;
        outcome.result = { { "cases", comparison.cases },
                           { "models", modelsJson(comparison) },
                           { "pairs", Json::array() },
                           { "slices", Json::array() },
                           { "sentence", comparison.sentence } };
        outcome.text =
            fmt::format("{} decided cases. {}\n", countText(comparison.cases), comparison.sentence);
        TextTable pairs({ "metric", "run", ">difference (95 % interval)", ">p" });
        for (const PairedDifference& pair : comparison.pairs) {
            outcome.result["pairs"].push_back({ { "a", nameOf(comparison, pair.runA) },
                                                { "b", nameOf(comparison, pair.runB) },
                                                { "metric", pair.metric },
                                                { "delta", jsonNumber(pair.delta.value) },
                                                { "low", jsonNumber(pair.delta.low) },
                                                { "high", jsonNumber(pair.delta.high) },
                                                { "n", pair.delta.n },
                                                { "p", jsonNumber(pair.p) },
                                                { "mcnemar",
                                                  { { "b", pair.mcnemar.b },
                                                    { "c", pair.mcnemar.c },
                                                    { "p", jsonNumber(pair.mcnemar.p) } } } });
            pairs.add({ pair.metric, nameOf(comparison, pair.runB), intervalText(pair.delta),
                        std::isnan(pair.p) ? "–" : pValueText(pair.p) });
        }
        outcome.text += pairs.empty() ? "" : pairs.text();
        if (!comparison.pairs.empty()) {
            const McNemarTest& test = comparison.pairs.front().mcnemar;
            outcome.text += fmt::format("McNemar: only the first right {}, only the second right {}, {}.\n",
                                        test.b, test.c, pValueText(test.p));
        }
        TextTable slices({ "field", "value", "run", "metric", ">value (95 % interval)", ">n" });
        for (const SliceFigure& slice : comparison.slices) {
            outcome.result["slices"].push_back({ { "field", slice.field },
                                                 { "value", slice.level },
                                                 { "n", slice.value.n },
                                                 { "run", nameOf(comparison, slice.runId) },
                                                 { "metric", slice.metric },
                                                 { "metric_value", jsonNumber(slice.value.value) },
                                                 { "low", jsonNumber(slice.value.low) },
                                                 { "high", jsonNumber(slice.value.high) } });
            slices.add({ slice.field, slice.level, nameOf(comparison, slice.runId), slice.metric,
                         intervalText(slice.value), std::to_string(slice.value.n) });
        }
        outcome.text += slices.empty() ? "" : slices.text();
        return outcome;
    }

private:
    CompareRequest m_request;
};

class ExplainCommand : public Command
{
public:
    std::string name() const override { return "explain"; }

    std::string help() const override { return "Why a run thinks what it does about a case, or in general"; }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench explain champion-1 --case C2604-0007";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("RUN", m_run, "Name or number")->required();
        addRepeatable(app, "--case", m_cases, "A case");
        app.add_flag("--global", m_global, "What the run looks at in general");
    }

    Result<Outcome> run(Context& context) override
    {
        if (m_cases.empty() && !m_global)
            return usageError("Nothing to explain is named.", "Name a case with --case, or use --global.");
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        Outcome outcome;
        if (m_global) {
            CB_TRY(const GlobalExplanation global, explainModel(session.project, m_run, context.progress()));
            addGlobal(global, outcome);
        }
        CB_CHECK(requireOwnVerdicts(session.project, session.actor, m_cases));
        CB_TRY(const auto explanations, explainCases(session.project, m_run, m_cases, context.progress()));
        outcome.result["explanations"] = Json::array();
        Json unseen = Json::array();
        for (const Explanation& explanation : explanations) {
            addExplanation(explanation, outcome);
            for (const std::string& field : explanation.unseenFields) {
                if (std::ranges::find(unseen, Json(field)) == unseen.end())
                    unseen.push_back(field);
            }
        }
        outcome.result["unseen_fields"] = unseen;
        return outcome;
    }

private:
    static void addGlobal(const GlobalExplanation& global, Outcome& outcome)
    {
        Json fields = Json::array();
        TextTable table({ "field", ">mean |contribution|", ">sd" });
        for (const FieldImportance& field : global.contribution) {
            fields.push_back(
                { { "field", field.field }, { "mean_contribution", field.drop }, { "sd", field.sd } });
            table.add({ field.field, fixedNumber(field.drop, 3), fixedNumber(field.sd, 3) });
        }
        outcome.result["global"] = { { "rows", global.rows }, { "fields", fields } };
        outcome.text += table.text();
    }

    static void addExplanation(const Explanation& explanation, Outcome& outcome)
    {
        Json contributions = Json::array();
        TextTable table({ "field", "value", ">contribution" });
        for (const Contribution& part : explanation.contributions) {
            contributions.push_back({ { "field", part.field },
                                      { "value", part.missing ? Json(nullptr) : Json(part.value) },
                                      { "contribution", part.amount } });
            table.add(
                { part.field, part.missing ? "not asked" : part.value, fmt::format("{:+.3f}", part.amount) });
        }
        outcome.result["explanations"].push_back({ { "case", explanation.caseId },
                                                   { "base", explanation.base },
                                                   { "margin", explanation.margin },
                                                   { "probability", explanation.probability },
                                                   { "unit", explanation.unit },
                                                   { "method", explanation.method },
                                                   { "contributions", contributions },
                                                   { "unseen_fields", explanation.unseenFields },
                                                   { "text", explanation.text } });
        outcome.text += fmt::format("{}: probability {:.3f} (base {:+.3f}, margin {:+.3f} {})\n",
                                    escapedForTerminal(explanation.caseId), explanation.probability,
                                    explanation.base, explanation.margin, explanation.unit);
        outcome.text += table.text() + escapedForTerminal(explanation.text) + "\n";
        for (const std::string& field : explanation.unseenFields)
            outcome.text += "The model cannot see " + escapedForTerminal(field) + ".\n";
    }

    std::string m_run;
    std::vector<std::string> m_cases;
    bool m_global = false;
};

} // namespace

CommandPtr makeCompareCommand()
{
    return std::make_unique<CompareCommand>();
}

CommandPtr makeExplainCommand()
{
    return std::make_unique<ExplainCommand>();
}

} // namespace casebench::cli
