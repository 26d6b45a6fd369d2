// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/Scan.h"

#include "core/drift/Measures.h"
#include "core/drift/UnreadableCells.h"
#include "core/stats/Multiple.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

FieldDrift skipped(FieldDrift drift, std::string why)
{
    drift.whySkipped = std::move(why);
    drift.verdict = DriftVerdict::Skipped;
    drift.p = drift.pAdjusted = drift.effect = drift.reference = drift.current = drift.low = drift.high =
        kUndefined;
    return drift;
}

/// Compares one field, or says why it cannot be compared; the others do not care.
FieldDrift
compareField(const std::string& name, const Column* before, const Column* now, const DriftOptions& options)
{
    FieldDrift drift;
    drift.name = name;
    drift.psi = drift.impact = drift.pAdjusted = kUndefined;
    if (before == nullptr)
        return skipped(std::move(drift), "not in the reference");
    drift.kind = before->kind();
    if (now == nullptr)
        return skipped(std::move(drift), "not in the window");
    const auto missingBefore = static_cast<std::int64_t>(before->missingCount());
    const auto missingNow = static_cast<std::int64_t>(now->missingCount());
    drift.nReference = static_cast<std::int64_t>(before->size()) - missingBefore;
    drift.nCurrent = static_cast<std::int64_t>(now->size()) - missingNow;
    drift.missingReference = static_cast<double>(missingBefore) / static_cast<double>(before->size());
    drift.missingCurrent = static_cast<double>(missingNow) / static_cast<double>(now->size());
    if (before->kind() != now->kind())
        return skipped(
            std::move(drift),
            fmt::format("was {}, is {}", casebench::name(before->kind()), casebench::name(now->kind())));
    if (drift.nReference == 0)
        return skipped(std::move(drift), "empty in the reference");
    if (const std::size_t texts = unreadableCells(*now); drift.nCurrent == 0 && texts > 0)
        return skipped(std::move(drift),
                       fmt::format("of another type in the window: {} texts, none of them a {}", texts,
                                   casebench::name(now->kind())));
    if (drift.nCurrent == 0)
        return skipped(std::move(drift), "empty in the window");
    const FieldSamples samples { *before, *now };
    const Measure* measure = measureFor(samples);
    if (measure == nullptr)
        return skipped(std::move(drift),
                       drift.kind == FieldKind::Time ? "a time, not a feature" : "free text");
    measure->compare(samples, options, drift);
    if (!drift.whySkipped.empty())
        return skipped(std::move(drift), drift.whySkipped);
    return drift;
}

void giveVerdicts(std::vector<FieldDrift>& fields,
                  const CaseTable& reference,
                  const CaseTable& window,
                  const DriftOptions& options)
{
    std::vector<double> p;
    for (const FieldDrift& field : fields)
        p.push_back(field.whySkipped.empty() ? field.p : kUndefined);
    const std::vector<double> adjusted = benjaminiHochberg(p);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        FieldDrift& field = fields[i];
        if (!field.whySkipped.empty())
            continue;
        field.pAdjusted = adjusted[i];
        const FieldSamples samples { *reference.column(field.name), *window.column(field.name) };
        const bool material = measureFor(samples)->isMaterial(field, options);
        const bool significant = field.pAdjusted < options.alpha;
        field.verdict = material && significant ? DriftVerdict::Drift
            : material || significant           ? DriftVerdict::Watch
                                                : DriftVerdict::Steady;
        if (field.verdict == DriftVerdict::Steady)
            field.direction.clear();
    }
}

void weighByImportance(std::vector<FieldDrift>& fields, std::span<const FieldImportance> importance)
{
    for (FieldDrift& field : fields) {
        const auto weight = std::ranges::find(importance, field.name, &FieldImportance::field);
        const auto distance =
            std::ranges::find(field.measures, std::string_view("js_distance"), &MeasureValue::name);
        if (weight != importance.end() && distance != field.measures.end())
            field.impact = distance->statistic * std::max(0.0, weight->drop);
    }
}

int severity(DriftVerdict verdict)
{
    return verdict == DriftVerdict::Drift ? 3
        : verdict == DriftVerdict::Watch  ? 2
        : verdict == DriftVerdict::Steady ? 1
                                          : 0;
}

SpanOfRows spanOf(const CaseTable& table)
{
    SpanOfRows span;
    span.rows = static_cast<std::int64_t>(table.rowCount());
    if (const Column* times = table.timeColumn()) {
        for (const Instant time : times->times()) {
            if (time == kNoTime)
                continue;
            span.from = span.from == kNoTime ? time : std::min(span.from, time);
            span.to = span.to == kNoTime ? time : std::max(span.to, time);
        }
    }
    return span;
}

} // namespace

Result<DriftReport> scanDrift(const DriftScan& scan, Progress& progress)
{
    if (scan.reference.rowCount() == 0 || scan.window.rowCount() == 0) {
        return Error { ErrorCode::InvalidInput,
                       scan.reference.rowCount() == 0 ? "The reference has no case."
                                                      : "The window has no case.",
                       {},
                       {},
                       "Choose another span of time." };
    }
    DriftReport report;
    report.reference = spanOf(scan.reference);
    report.window = spanOf(scan.window);
    report.domainAuc.value = kUndefined;
    for (std::size_t i = 0; i < scan.fields.size(); ++i) {
        CB_CHECK(progress.checkpoint());
        const std::string& name = scan.fields[i];
        progress.report(static_cast<double>(i) / static_cast<double>(scan.fields.size()),
                        "comparing " + name);
        report.fields.push_back(
            compareField(name, scan.reference.column(name), scan.window.column(name), scan.options));
    }
    giveVerdicts(report.fields, scan.reference, scan.window, scan.options);
    weighByImportance(report.fields, scan.importance);
    std::ranges::stable_sort(report.fields, [](const FieldDrift& a, const FieldDrift& b) {
        if (a.verdict != b.verdict)
            return severity(a.verdict) > severity(b.verdict);
        const double impactA = std::isnan(a.impact) ? 0 : a.impact;
        const double impactB = std::isnan(b.impact) ? 0 : b.impact;
        if (impactA != impactB)
            return impactA > impactB;
        return (std::isnan(a.effect) ? 0 : a.effect) > (std::isnan(b.effect) ? 0 : b.effect);
    });
    report.events = findSchemaEvents(scan.reference, scan.window, scan.fields);
    return report;
}

} // namespace casebench
