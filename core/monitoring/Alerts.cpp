// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitoring/Alerts.h"

#include "core/base/Text.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

/// A difference of shares is told in points of a hundred, as everywhere else.
std::string effectText(const FieldDrift& field)
{
    return field.effectName == "points"
        ? fixedNumber(100 * field.effect, 1) + " points"
        : fmt::format("{} = {}", field.effectName, fixedNumber(field.effect, 2));
}

std::string spanText(const WatchWindow& window)
{
    return window.first == window.last ? monthName(window.first)
                                       : monthName(window.first) + " to " + monthName(window.last);
}

Alert alertFor(const WatchWindow& window, const WatchReport& report, std::string kind, std::string severity)
{
    Alert alert;
    alert.runId = report.runId;
    alert.kind = std::move(kind);
    alert.severity = std::move(severity);
    alert.windowFrom = window.from;
    alert.windowTo = window.to;
    return alert;
}

std::size_t rankOf(std::span<const Suspect> suspects, const std::string& field)
{
    return static_cast<std::size_t>(std::ranges::find(suspects, field, &Suspect::field) - suspects.begin());
}

/// An earlier window gave the alert already; somebody has to answer that one, not the same again every
/// month.
bool wasToldBefore(const std::string& field, const WatchReport& report)
{
    return std::ranges::any_of(report.windows, [&](const WatchWindow& earlier) {
        return std::ranges::any_of(earlier.drift.events, [&](const SchemaEvent& event) {
            return event.event == "new" && event.field == field && !event.seenByModel;
        });
    });
}

/// Names a model-blind new field and what falls beside it: together they are the change of tactics.
void addSchemaAlert(std::vector<Alert>& alerts,
                    const WatchWindow& window,
                    const WatchReport& report,
                    std::span<const Suspect> suspects)
{
    std::vector<const SchemaEvent*> unseen;
    for (const SchemaEvent& event : window.drift.events) {
        if (event.event == "new" && !event.seenByModel && !wasToldBefore(event.field, report))
            unseen.push_back(&event);
    }
    if (unseen.empty())
        return;
    std::ranges::stable_sort(unseen, {},
                             [&](const SchemaEvent* event) { return rankOf(suspects, event->field); });
    Alert alert = alertFor(window, report, "schema", "alarm");
    for (const SchemaEvent* event : unseen)
        alert.fields.push_back(event->field);
    alert.text = fmt::format("{}: {} is a new column the model cannot see (filled in {} of {} cases)",
                             spanText(window), unseen.front()->field, percentText(unseen.front()->share),
                             countText(window.rows));
    if (unseen.size() > 1)
        alert.text += fmt::format(", and {} more new columns", unseen.size() - 1);
    for (const FieldDrift& field : window.drift.fields) {
        if (field.verdict != DriftVerdict::Drift || field.direction != "falling"
            || field.kind == FieldKind::Number)
            continue;
        alert.fields.push_back(field.name);
        alert.text += fmt::format("; {} is falling ({} to {}, difference {} to {} points, corrected {})",
                                  field.name, percentText(field.reference), percentText(field.current),
                                  fixedNumber(field.low * 100, 1), fixedNumber(field.high * 100, 1),
                                  pValueText(field.pAdjusted));
    }
    alert.text += ".";
    alerts.push_back(std::move(alert));
}

void addDriftAlert(std::vector<Alert>& alerts, const WatchWindow& window, const WatchReport& report)
{
    Alert alert = alertFor(window, report, "drift", "watch");
    std::string moved;
    for (const FieldDrift& field : window.drift.fields) {
        if (field.verdict != DriftVerdict::Drift)
            continue;
        alert.fields.push_back(field.name);
        moved += fmt::format("{}{} ({}, corrected {})", moved.empty() ? "" : ", ", field.name,
                             effectText(field), pValueText(field.pAdjusted));
    }
    if (alert.fields.empty())
        return;
    alert.text = fmt::format("{}: drift against the reference in {}.", spanText(window), moved);
    alerts.push_back(std::move(alert));
}

void addHarmAlert(std::vector<Alert>& alerts,
                  const WatchWindow& window,
                  const WatchReport& report,
                  std::span<const Suspect> suspects)
{
    const bool alone = isHarmful(window.audited, report);
    if (!alone && !isHarmful(window.pooled, report))
        return;
    const AuditedRecall& audited = alone ? window.audited : window.pooled;
    Alert alert = alertFor(window, report, "harm", "alarm");
    if (!suspects.empty())
        alert.fields.push_back(suspects.front().field);
    alert.text = fmt::format(
        "{}: realised recall {} ({}–{}, {} audited scams{}) lies below the reference {}.", spanText(window),
        percentText(audited.recall.value), percentText(audited.recall.low), percentText(audited.recall.high),
        audited.recall.n, alone ? "" : " since the change began", percentText(report.referenceRecall.value));
    alerts.push_back(std::move(alert));
}

} // namespace

bool isHarmful(const AuditedRecall& audited, const WatchReport& report)
{
    return audited.recall.n > 0
        && audited.recall.high < report.referenceRecall.value - report.options.harmMargin;
}

std::vector<Alert>
alertsOf(const WatchWindow& window, const WatchReport& report, std::span<const Suspect> suspects)
{
    std::vector<Alert> alerts;
    addSchemaAlert(alerts, window, report, suspects);
    addDriftAlert(alerts, window, report);
    addHarmAlert(alerts, window, report, suspects);
    return alerts;
}

} // namespace casebench
