// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/measures/NumberMeasure.h"

#include "core/base/Text.h"
#include "core/stats/Contingency.h"
#include "core/stats/Descriptive.h"
#include "core/stats/Distribution.h"
#include "core/stats/Samples.h"

#include <algorithm>
#include <cmath>

namespace casebench {

namespace {

constexpr int kBins = 10;

std::vector<double> presentValues(const Column& column)
{
    std::vector<double> values;
    values.reserve(column.size());
    for (const double x : column.numbers()) {
        if (!std::isnan(x))
            values.push_back(x);
    }
    return values;
}

double measureNamed(const FieldDrift& drift, std::string_view name)
{
    const auto at = std::ranges::find(drift.measures, name, &MeasureValue::name);
    return at == drift.measures.end() ? std::nan("") : at->statistic;
}

std::vector<std::string> binNames(std::span<const double> edges)
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i <= edges.size(); ++i) {
        const std::string low = i == 0 ? "" : shortestNumber(edges[i - 1]);
        const std::string high = i == edges.size() ? "" : shortestNumber(edges[i]);
        names.push_back(low.empty() ? "up to " + high : high.empty() ? "over " + low : low + " – " + high);
    }
    return names;
}

} // namespace

bool NumberMeasure::applies(const FieldSamples& samples) const
{
    return samples.reference.kind() == FieldKind::Number;
}

void NumberMeasure::compare(const FieldSamples& samples, const DriftOptions&, FieldDrift& drift) const
{
    const std::vector<double> before = presentValues(samples.reference);
    const std::vector<double> now = presentValues(samples.window);
    const TwoSample test = compareSamples(before, now);
    drift.test = "Kolmogorov-Smirnov";
    drift.p = test.ksP;
    drift.reference = mean(before);
    drift.current = mean(now);
    const double sdBefore = populationSd(before);
    const double sdNow = populationSd(now);
    const double error = std::sqrt(sdBefore * sdBefore / static_cast<double>(before.size())
                                   + sdNow * sdNow / static_cast<double>(now.size()));
    drift.low = drift.current - drift.reference - 1.959963985 * error;
    drift.high = drift.current - drift.reference + 1.959963985 * error;
    drift.measures.push_back({ "ks", test.ks, test.ksP });
    drift.measures.push_back(
        { "w1_over_sd", sdBefore > 0 ? test.wasserstein / sdBefore : std::nan(""), std::nan("") });
    if (!(sdBefore > 0)) {
        drift.whySkipped = "constant in the reference";
        return;
    }
    const std::vector<double> edges = quantileEdges(before, kBins);
    drift.referenceCounts = countInBins(before, edges);
    drift.currentCounts = countInBins(now, edges);
    drift.binNames = binNames(edges);
    const Psi psi = populationStabilityIndex(drift.referenceCounts, drift.currentCounts);
    drift.psi = psi.value;
    drift.measures.push_back({ "psi", psi.value, std::nan("") });
    drift.measures.push_back({ "psi_critical", psi.critical, std::nan("") });
    drift.measures.push_back(
        { "js_distance", jensenShannonDistance(drift.referenceCounts, drift.currentCounts), std::nan("") });
    const auto [low, high] = std::ranges::minmax(before);
    const auto outside =
        std::ranges::count_if(now, [&, l = low, h = high](double x) { return x < l || x > h; });
    const TestResult range = compareProportions(outside, static_cast<std::int64_t>(now.size()), 0,
                                                static_cast<std::int64_t>(before.size()));
    drift.measures.push_back(
        { "out_of_range_share", static_cast<double>(outside) / static_cast<double>(now.size()), range.p });
    // PSI decides where it speaks; the shift of a distribution that keeps its bins shows in Wasserstein.
    const bool psiLarger = psi.value >= measureNamed(drift, "w1_over_sd");
    drift.effect = psiLarger ? psi.value : measureNamed(drift, "w1_over_sd");
    drift.effectName = psiLarger ? "PSI" : "W1/sd";
    drift.direction = quantile(now, .5) > quantile(before, .5) ? "rising"
        : quantile(now, .5) < quantile(before, .5)             ? "falling"
                                                               : "changed";
}

bool NumberMeasure::isMaterial(const FieldDrift& drift, const DriftOptions& options) const
{
    const double psi = measureNamed(drift, "psi");
    const bool psiSpeaks = psi >= options.smallPsi && psi > measureNamed(drift, "psi_critical");
    return psiSpeaks || measureNamed(drift, "w1_over_sd") >= options.smallShift;
}

} // namespace casebench
