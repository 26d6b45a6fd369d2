// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/WatchText.h"

#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/Text.h"
#include "core/workflow/ModelCard.h"

#include <cmath>
#include <fmt/format.h>

namespace casebench::cli {

namespace {

Json spanJson(const SpanOfRows& span)
{
    return { { "from", formatInstant(span.from) }, { "to", formatInstant(span.to) }, { "rows", span.rows } };
}

Json fieldJson(const FieldDrift& field)
{
    Json measures = Json::object();
    for (const MeasureValue& measure : field.measures)
        measures[measure.name] = { { "value", jsonNumber(measure.statistic) },
                                   { "p", jsonNumber(measure.p) } };
    return { { "name", field.name },
             { "kind", name(field.kind) },
             { "verdict", name(field.verdict) },
             { "direction", field.direction },
             { "level", field.level },
             { "reference", jsonNumber(field.reference) },
             { "current", jsonNumber(field.current) },
             { "difference", jsonNumber(field.current - field.reference) },
             { "low", jsonNumber(field.low) },
             { "high", jsonNumber(field.high) },
             { "n_reference", field.nReference },
             { "n_current", field.nCurrent },
             { "missing_reference", field.missingReference },
             { "missing_current", field.missingCurrent },
             { "test", field.test },
             { "p", jsonNumber(field.p) },
             { "p_adjusted", jsonNumber(field.pAdjusted) },
             { "effect", jsonNumber(field.effect) },
             { "effect_name", field.effectName },
             { "psi", jsonNumber(field.psi) },
             { "impact", jsonNumber(field.impact) },
             { "measures", measures },
             { "why_skipped", field.whySkipped.empty() ? Json(nullptr) : Json(field.whySkipped) } };
}

Json suspectsJson(const std::vector<Suspect>& suspects)
{
    Json list = Json::array();
    for (const Suspect& suspect : suspects)
        list.push_back({ { "rank", suspect.rank },
                         { "field", suspect.field },
                         { "kind", suspect.kind },
                         { "why", suspect.why },
                         { "score", jsonNumber(suspect.score) },
                         { "p_adjusted", jsonNumber(suspect.pAdjusted) },
                         { "n", suspect.n },
                         { "text", suspect.text } });
    return list;
}

Json eventsJson(const std::vector<SchemaEvent>& events)
{
    Json list = Json::array();
    for (const SchemaEvent& event : events)
        list.push_back({ { "field", event.field },
                         { "event", event.event },
                         { "share", event.share },
                         { "rows", event.rows },
                         { "seen_by_model", event.seenByModel },
                         { "text", event.text } });
    return list;
}

/// The band is where the estimate of a calm window lies; it is not an interval around the value.
std::string estimateText(const Interval& estimate)
{
    if (std::isnan(estimate.value))
        return "–";
    return fmt::format("{:.2f} (calm: {:.2f}–{:.2f})", estimate.value, estimate.low, estimate.high);
}

std::string suspectsText(const std::vector<Suspect>& suspects)
{
    std::string text = suspects.empty() ? "" : "Suspects\n";
    for (const Suspect& suspect : suspects) {
        if (suspect.rank <= 5)
            text += fmt::format("  {}. {} ({}): {}\n", suspect.rank, escapedForTerminal(suspect.field),
                                suspect.why, escapedForTerminal(suspect.text));
    }
    return text;
}

} // namespace

Json driftJson(const DriftReport& report)
{
    Json fields = Json::array();
    for (const FieldDrift& field : report.fields)
        fields.push_back(fieldJson(field));
    return { { "reference", spanJson(report.reference) },
             { "window", spanJson(report.window) },
             { "features", fields },
             { "schema_events", eventsJson(report.events) },
             { "domain_auc", intervalJson(report.domainAuc) },
             { "suspects", suspectsJson(report.suspects) } };
}

std::string driftText(const DriftReport& report)
{
    TextTable table({ "field", "verdict", ">reference", ">window", ">effect", ">corrected p", ">n" });
    for (const FieldDrift& field : report.fields) {
        const bool share = field.kind != FieldKind::Number;
        const auto value = [&](double x) {
            return std::isnan(x) ? std::string("–") : share ? percentText(x) : fixedNumber(x, 1);
        };
        table.add({ field.name,
                    field.whySkipped.empty() ? std::string(name(field.verdict)) : field.whySkipped,
                    value(field.reference), value(field.current),
                    std::isnan(field.effect) ? "–" : fixedNumber(field.effect, 3) + " " + field.effectName,
                    std::isnan(field.pAdjusted) ? "–" : pValueText(field.pAdjusted),
                    countText(field.nReference) + " / " + countText(field.nCurrent) });
    }
    std::string text = table.text();
    for (const SchemaEvent& event : report.events)
        text += escapedForTerminal(event.text) + "\n";
    if (!std::isnan(report.domainAuc.value))
        text += fmt::format("Reference and window can be told apart with AUC {}.\n",
                            intervalText(report.domainAuc, 2));
    return text + suspectsText(report.suspects);
}

Json alertJson(const Alert& alert)
{
    return { { "id", alert.id },
             { "run", alert.runId },
             { "kind", alert.kind },
             { "severity", alert.severity },
             { "fields", alert.fields },
             { "text", alert.text },
             { "window",
               { { "from", formatInstant(alert.windowFrom) }, { "to", formatInstant(alert.windowTo) } } },
             { "state", name(alert.state) },
             { "owner", alert.owner.empty() ? Json(nullptr) : Json(alert.owner) },
             { "raised_at", formatInstant(alert.raisedAt) },
             { "answer", alert.answer } };
}

Json watchJson(const WatchReport& report)
{
    Json windows = Json::array();
    for (const WatchWindow& window : report.windows) {
        windows.push_back({ { "from", formatInstant(window.from) },
                            { "to", formatInstant(window.to) },
                            { "rows", window.rows },
                            { "flagged", window.flagged },
                            { "audited", window.audited.audited },
                            { "recall", intervalJson(window.audited.recall) },
                            { "pooled_recall", intervalJson(window.pooled.recall) },
                            { "estimate",
                              { { "recall", intervalJson(window.estimate) },
                                { "trusted", window.trusted },
                                { "why", window.whyNot } } },
                            { "schema_events", eventsJson(window.drift.events) },
                            { "domain_auc", intervalJson(window.drift.domainAuc) } });
    }
    Json slices = Json::array();
    for (const ErrorSlice& slice : report.slices)
        slices.push_back({ { "field", slice.field },
                           { "value", slice.value },
                           { "missed", slice.missed },
                           { "caught", slice.caught },
                           { "p", jsonNumber(slice.p) },
                           { "p_adjusted", jsonNumber(slice.pAdjusted) },
                           { "used_by_model", slice.usedByModel } });
    Json alerts = Json::array();
    for (const Alert& alert : report.alerts)
        alerts.push_back(alertJson(alert));
    Json result = { { "run", report.runName },
                    { "reference", { { "recall", intervalJson(report.referenceRecall) } } },
                    { "windows", windows },
                    { "slices", slices },
                    { "alerts", alerts },
                    { "raised", report.raised.size() },
                    { "suspects", suspectsJson(report.suspects) } };
    if (!report.windows.empty()) {
        const WatchWindow& last = report.windows.back();
        result["estimate"] = { { "recall", intervalJson(last.estimate) },
                               { "trusted", last.trusted },
                               { "why", last.whyNot } };
        result["realised"] = { { "recall", intervalJson(last.pooled.recall) },
                               { "audited", last.pooled.audited } };
    }
    return result;
}

std::string watchText(const WatchReport& report)
{
    std::string text = fmt::format("{}: reference recall {} (n = {}).\n", escapedForTerminal(report.runName),
                                   intervalText(report.referenceRecall), report.referenceRecall.n);
    TextTable table(
        { "window", ">cases", ">flagged", ">audited", ">realised recall", ">estimate", "trusted" });
    for (const WatchWindow& window : report.windows) {
        table.add({ window.first == window.last
                        ? formatMonth(window.first)
                        : formatMonth(window.first) + " – " + formatMonth(window.last),
                    countText(window.rows), countText(window.flagged), countText(window.audited.audited),
                    intervalText(window.audited.recall, 2), estimateText(window.estimate),
                    window.trusted ? "yes" : "no: " + join(window.whyNot, "; ") });
    }
    text += table.empty() ? "No case came after the reference.\n" : table.text();
    TextTable slices({ "field", "value", ">missed", ">caught", ">corrected p", "used by the model" });
    for (const ErrorSlice& slice : report.slices) {
        if (slice.pAdjusted < 0.05)
            slices.add({ slice.field, slice.value, fmt::format("{} of {}", slice.missed, slice.missedAll),
                         fmt::format("{} of {}", slice.caught, slice.caughtAll), pValueText(slice.pAdjusted),
                         slice.usedByModel ? "yes" : "no" });
    }
    text += slices.empty() ? "" : "Where scams are missed\n" + slices.text();
    text += suspectsText(report.suspects);
    for (const Alert& alert : report.alerts)
        text += fmt::format("Alert {} ({}, {}): {}\n", alert.id, alert.kind, name(alert.state),
                            escapedForTerminal(alert.text));
    return text;
}

Json proposalJson(const RetrainingProposal& proposal)
{
    const auto fields = [](const std::vector<FieldProposal>& list) {
        Json json = Json::array();
        for (const FieldProposal& field : list)
            json.push_back({ { "field", field.field }, { "why", field.why } });
        return json;
    };
    Json months = Json::array();
    for (const MonthIndex month : proposal.months)
        months.push_back(formatMonth(month));
    return { { "parent_run", proposal.parentRun },
             { "alert", proposal.alert == 0 ? Json(nullptr) : Json(proposal.alert) },
             { "months", months },
             { "labels",
               { { "available", proposal.labelsAvailable },
                 { "missing", proposal.labelsMissing },
                 { "needed", proposal.labelsNeeded } } },
             { "add_fields", fields(proposal.addFields) },
             { "drop_fields", fields(proposal.dropFields) },
             { "quiet_fields", fields(proposal.quietFields) },
             { "expected_gain", jsonNumber(proposal.expectedRecall.value - proposal.currentRecall.value) },
             { "expected_recall", intervalJson(proposal.expectedRecall) },
             { "current_recall", intervalJson(proposal.currentRecall) },
             { "recipe", toJson(proposal.recipe) } };
}

std::string proposalText(const RetrainingProposal& proposal)
{
    std::string text = fmt::format(
        "Retrain run {}{}.\n", proposal.parentRun,
        proposal.alert == 0 ? std::string() : fmt::format(", because of alert {}", proposal.alert));
    text += fmt::format("Labels since then: {} available, {} missing{}.\n",
                        countText(proposal.labelsAvailable), countText(proposal.labelsMissing),
                        proposal.labelsNeeded > 0 ? fmt::format(", {} more needed", proposal.labelsNeeded)
                                                  : std::string());
    for (const FieldProposal& field : proposal.addFields)
        text += "  add  " + escapedForTerminal(field.field) + ": " + escapedForTerminal(field.why) + "\n";
    for (const FieldProposal& field : proposal.dropFields)
        text += "  drop " + escapedForTerminal(field.field) + ": " + escapedForTerminal(field.why) + "\n";
    for (const FieldProposal& field : proposal.quietFields)
        text += "  leave out " + escapedForTerminal(field.field) + "\n";
    text += fmt::format("Recall now {} (audited, n = {}); expected {} (n = {}).\n",
                        intervalText(proposal.currentRecall, 2), proposal.currentRecall.n,
                        intervalText(proposal.expectedRecall, 2), proposal.expectedRecall.n);
    return text + "Nothing is replaced without approval.\n";
}

} // namespace casebench::cli
