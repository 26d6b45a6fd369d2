// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitoring/Suspects.h"

#include "core/base/Text.h"
#include "core/stats/Contingency.h"
#include "core/stats/Multiple.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace casebench {

namespace {

/// Evidence of harm outranks shape, shape outranks drift (ours); within a kind the p-value or the impact
/// orders.
constexpr double kSliceScore = 100;
constexpr double kSchemaScore = 10;
constexpr double kAlpha = 0.05;

double evidence(double p)
{
    return std::isnan(p) ? 0 : std::min(50.0, -std::log10(std::max(p, 1e-300)));
}

/// One line a field: the best reason leads, the others are told behind it.
void put(std::vector<Suspect>& suspects, Suspect suspect)
{
    const auto known = std::ranges::find(suspects, suspect.field, &Suspect::field);
    if (known == suspects.end()) {
        suspects.push_back(std::move(suspect));
        return;
    }
    if (known->why.find(suspect.why) != std::string::npos)
        return;
    if (known->kind != "positive-rate"
        || suspect.why != "drift") // the halved share was told with its figures
        known->text += " " + suspect.text;
    known->why += ", " + suspect.why;
    known->score = std::max(known->score, suspect.score);
}

void addSlices(std::vector<Suspect>& suspects, std::span<const ErrorSlice> slices)
{
    for (const ErrorSlice& slice : slices) {
        if (slice.pAdjusted >= kAlpha)
            continue;
        // A field the model uses is the symptom; one it does not use may be the cause.
        const double score =
            kSliceScore + evidence(slice.pAdjusted) - (slice.usedByModel ? kSliceScore / 2 : 0);
        put(suspects,
            { 0, slice.field, "missed scams", "error-slice", score, slice.pAdjusted,
              slice.missed + slice.caught,
              fmt::format("{} of {} missed scams have {} = {}, but only {} of {} caught ones ({}).",
                          slice.missed, slice.missedAll, slice.field, slice.value, slice.caught,
                          slice.caughtAll, pValueText(slice.pAdjusted)) });
    }
}

void addEvents(std::vector<Suspect>& suspects,
               std::span<const SchemaEvent> events,
               std::span<const ScoreAssociation> associations)
{
    for (const SchemaEvent& event : events) {
        Suspect suspect {
            0,          event.field, event.event, "schema", kSchemaScore + event.share, std::nan(""),
            event.rows, event.text
        };
        const auto linked = std::ranges::find(associations, event.field, &ScoreAssociation::field);
        if (linked != associations.end() && linked->pAdjusted < kAlpha
            && linked->flaggedFilled < linked->flaggedOther) {
            suspect.score = kSchemaScore + 1 + evidence(linked->pAdjusted) / 2;
            suspect.pAdjusted = linked->pAdjusted;
            suspect.text +=
                fmt::format(" Where it is filled, the model flags {} of cases; elsewhere {} ({}).",
                            percentText(linked->flaggedFilled), percentText(linked->flaggedOther),
                            pValueText(linked->pAdjusted));
        }
        put(suspects, std::move(suspect));
    }
}

void addDrift(std::vector<Suspect>& suspects, std::span<const FieldDrift> fields)
{
    for (const FieldDrift& field : fields) {
        if (field.verdict != DriftVerdict::Drift)
            continue;
        const bool number = field.kind == FieldKind::Number;
        put(suspects,
            { 0, field.name, field.direction, "drift", std::isnan(field.impact) ? 0 : field.impact,
              field.pAdjusted, field.nCurrent,
              fmt::format("{} moved from {} to {} ({}).", field.name,
                          number ? fixedNumber(field.reference, 1) : percentText(field.reference),
                          number ? fixedNumber(field.current, 1) : percentText(field.current),
                          pValueText(field.pAdjusted)) });
    }
}

} // namespace

std::vector<std::string> newFieldsOf(const DriftReport& report)
{
    std::vector<std::string> fields;
    for (const SchemaEvent& event : report.events) {
        if (event.event == "new" && !event.seenByModel)
            fields.push_back(event.field);
    }
    return fields;
}

std::vector<ScoreAssociation> associateWithScore(const CaseTable& window,
                                                 std::span<const std::uint8_t> flagged,
                                                 std::span<const std::string> fields)
{
    std::vector<ScoreAssociation> associations;
    std::vector<double> p;
    for (const std::string& name : fields) {
        const Column* column = window.column(name);
        if (column == nullptr)
            continue;
        std::int64_t counts[2][2] = { { 0, 0 }, { 0, 0 } }; // [filled][flagged]
        for (std::size_t row = 0; row < flagged.size(); ++row)
            ++counts[column->isFilled(row) ? 1 : 0][flagged[row] != 0 ? 1 : 0];
        const std::int64_t filled = counts[1][0] + counts[1][1];
        const std::int64_t other = counts[0][0] + counts[0][1];
        if (filled == 0 || other == 0)
            continue;
        ScoreAssociation link { name, static_cast<double>(counts[1][1]) / static_cast<double>(filled),
                                static_cast<double>(counts[0][1]) / static_cast<double>(other) };
        link.p = compareProportions(counts[1][1], filled, counts[0][1], other).p;
        link.n = filled;
        p.push_back(link.p);
        associations.push_back(std::move(link));
    }
    const auto adjusted = benjaminiHochberg(p);
    for (std::size_t i = 0; i < associations.size(); ++i)
        associations[i].pAdjusted = adjusted[i];
    return associations;
}

std::vector<Suspect> rankSuspects(const DriftReport& drift,
                                  std::span<const ErrorSlice> slices,
                                  std::span<const ScoreAssociation> associations)
{
    std::vector<Suspect> suspects;
    addSlices(suspects, slices);
    addEvents(suspects, drift.events, associations);
    addDrift(suspects, drift.fields);
    std::ranges::stable_sort(suspects, std::ranges::greater(), &Suspect::score);
    for (std::size_t i = 0; i < suspects.size(); ++i)
        suspects[i].rank = static_cast<int>(i + 1);
    return suspects;
}

} // namespace casebench
