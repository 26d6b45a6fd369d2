// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitoring/Performance.h"

#include "core/base/Random.h"
#include "core/stats/Contingency.h"
#include "core/stats/Descriptive.h"
#include "core/stats/Estimation.h"
#include "core/stats/Multiple.h"

#include <algorithm>
#include <cmath>

namespace casebench {

std::vector<JudgedCase> auditSliceOf(std::span<const JudgedCase> cases)
{
    std::vector<JudgedCase> slice;
    std::ranges::copy_if(cases, std::back_inserter(slice), &JudgedCase::auditSlice);
    return slice.empty() ? std::vector<JudgedCase>(cases.begin(), cases.end()) : slice;
}

AuditedRecall auditedRecall(std::span<const JudgedCase> cases)
{
    const std::vector<JudgedCase> slice = auditSliceOf(cases);
    AuditedRecall audited;
    audited.audited = static_cast<std::int64_t>(slice.size());
    audited.randomSlice = std::ranges::any_of(cases, &JudgedCase::auditSlice);
    std::int64_t scams = 0;
    std::int64_t caught = 0;
    for (const JudgedCase& judged : slice) {
        scams += judged.scam ? 1 : 0;
        caught += judged.scam && judged.flagged ? 1 : 0;
    }
    audited.recall = wilsonInterval(caught, scams);
    return audited;
}

Interval estimatedRecall(std::span<const double> probability,
                         double threshold,
                         const Predictions& holdout,
                         const WatchOptions& options)
{
    Interval estimate;
    estimate.n = static_cast<std::int64_t>(probability.size());
    if (probability.empty() || holdout.size() == 0)
        return estimate;
    estimate.value = expectedConfusion(probability, threshold).recall();
    Random random = Random::forPurpose(options.seed, "cbpe-band");
    std::vector<double> recalls;
    std::vector<double> window(probability.size());
    for (int draw = 0; draw < options.bootstrapWindows; ++draw) {
        for (double& p : window)
            p = holdout.probability[static_cast<std::size_t>(random.below(holdout.size()))];
        recalls.push_back(expectedConfusion(window, threshold).recall());
    }
    estimate.low = quantile(recalls, .025);
    estimate.high = quantile(recalls, .975);
    return estimate;
}

namespace {

/// Missed and caught scams by level of one field.
struct SliceCounts
{
    std::vector<std::string> levels;
    std::vector<std::int64_t> missed;
    std::vector<std::int64_t> caught;
};

/// Levels of a column for slicing: codes as they are, numbers in their quartiles, missing apart.
std::vector<std::string> sliceLevels(const Column& column, std::span<const JudgedCase> scams)
{
    std::vector<std::string> levels;
    std::vector<double> edges;
    if (column.kind() == FieldKind::Number) {
        std::vector<double> values;
        for (const JudgedCase& judged : scams) {
            if (!column.isMissing(judged.position))
                values.push_back(column.numbers()[judged.position]);
        }
        if (!values.empty())
            edges = quantileEdges(values, 4);
    }
    for (const JudgedCase& judged : scams) {
        if (column.isMissing(judged.position)) {
            levels.emplace_back("not asked");
        } else if (column.kind() == FieldKind::Number) {
            const double x = column.numbers()[judged.position];
            const auto bin = std::ranges::lower_bound(edges, x) - edges.begin();
            levels.push_back(bin == 0 ? "up to " + printNumber(edges.front())
                                 : static_cast<std::size_t>(bin) == edges.size()
                                 ? "over " + printNumber(edges.back())
                                 : printNumber(edges[static_cast<std::size_t>(bin - 1)]) + " – "
                                     + printNumber(edges[static_cast<std::size_t>(bin)]));
        } else {
            levels.push_back(column.printed(judged.position));
        }
    }
    return levels;
}

SliceCounts countSlices(const Column& column, std::span<const JudgedCase> scams)
{
    SliceCounts counts;
    const auto levels = sliceLevels(column, scams);
    for (std::size_t i = 0; i < scams.size(); ++i) {
        auto at =
            static_cast<std::size_t>(std::ranges::find(counts.levels, levels[i]) - counts.levels.begin());
        if (at == counts.levels.size()) {
            counts.levels.push_back(levels[i]);
            counts.missed.push_back(0);
            counts.caught.push_back(0);
        }
        ++(scams[i].flagged ? counts.caught : counts.missed)[at];
    }
    return counts;
}

bool isSliceable(const Field& field)
{
    return (field.role == FieldRole::Feature || field.role == FieldRole::Group
            || field.role == FieldRole::Sensitive)
        && field.kind != FieldKind::Text && field.kind != FieldKind::Time;
}

} // namespace

std::vector<ErrorSlice> findErrorSlices(const CaseTable& table,
                                        std::span<const JudgedCase> cases,
                                        std::span<const std::string> modelFields)
{
    std::vector<JudgedCase> scams;
    std::ranges::copy_if(cases, std::back_inserter(scams), &JudgedCase::scam);
    const auto missedAll = static_cast<std::int64_t>(std::ranges::count(scams, false, &JudgedCase::flagged));
    const auto caughtAll = static_cast<std::int64_t>(scams.size()) - missedAll;
    std::vector<ErrorSlice> slices;
    if (missedAll == 0 || caughtAll == 0)
        return slices;
    for (std::size_t i = 0; i < table.schema.size(); ++i) {
        const Field& field = table.schema[i];
        if (!isSliceable(field))
            continue;
        const SliceCounts counts = countSlices(table.columns[i], scams);
        if (counts.levels.size() < 2)
            continue;
        for (std::size_t level = 0; level < counts.levels.size(); ++level) {
            ErrorSlice slice {
                field.name, counts.levels[level], counts.missed[level], counts.caught[level], missedAll,
                caughtAll
            };
            slice.p =
                fisherExact(slice.missed, slice.caught, missedAll - slice.missed, caughtAll - slice.caught);
            slice.usedByModel = std::ranges::find(modelFields, field.name) != modelFields.end();
            slices.push_back(std::move(slice));
        }
    }
    std::vector<double> p;
    for (const ErrorSlice& slice : slices)
        p.push_back(slice.p);
    const auto adjusted = benjaminiHochberg(p);
    for (std::size_t i = 0; i < slices.size(); ++i)
        slices[i].pAdjusted = adjusted[i];
    // Only where scams are missed more often than elsewhere: the other side of a yes/no field says the
    // same thing again.
    std::erase_if(slices, [](const ErrorSlice& slice) {
        return slice.missed * slice.caughtAll <= slice.caught * slice.missedAll;
    });
    std::ranges::stable_sort(slices, [](const ErrorSlice& a, const ErrorSlice& b) {
        return a.usedByModel != b.usedByModel ? !a.usedByModel : a.p < b.p;
    });
    return slices;
}

} // namespace casebench
