// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/Evaluate.h"

#include "core/evaluation/Figures.h"
#include "core/stats/Contingency.h"

#include <algorithm>

namespace casebench {

namespace {

Interval rate(double hits, double misses)
{
    return wilsonInterval(static_cast<std::int64_t>(hits), static_cast<std::int64_t>(hits + misses));
}

} // namespace

std::vector<Metric> evaluateBinary(std::span<const Truth> allTruth,
                                   std::span<const double> allProbability,
                                   double threshold,
                                   const EvaluationOptions& options)
{
    expects(allTruth.size() == allProbability.size(), "evaluateBinary: lengths differ");
    std::vector<Truth> truth;
    std::vector<double> probability;
    for (std::size_t i = 0; i < allTruth.size(); ++i) {
        if (allTruth[i] != kUndecided) {
            truth.push_back(allTruth[i]);
            probability.push_back(allProbability[i]);
        }
    }
    const Figures plain = plainFigures(truth, probability, threshold);
    std::array<std::vector<double>, kMetricNames.size()> draws;
    const ResampledFigures resampled(truth, probability, threshold);
    CountResampler resampler(truth, options.seed);
    for (int b = 0; b < options.bootstraps && !truth.empty(); ++b) {
        const Figures figures = resampled.of(resampler.next());
        for (std::size_t m = 0; m < figures.size(); ++m)
            draws[m].push_back(figures[m]);
    }
    std::vector<Metric> metrics;
    for (std::size_t m = 0; m < kMetricNames.size(); ++m)
        metrics.push_back(
            { std::string(kMetricNames[m]),
              percentileInterval(plain[m], std::move(draws[m]), static_cast<std::int64_t>(truth.size())) });
    const Confusion counts = confusionAt(truth, probability, threshold);
    metrics[metricIndex("roc_auc")].value = rocAucInterval(truth, probability);
    metrics[metricIndex("recall")].value = rate(counts.tp, counts.fn);
    metrics[metricIndex("precision")].value = rate(counts.tp, counts.fp);
    metrics[metricIndex("specificity")].value = rate(counts.tn, counts.fp);
    return metrics;
}

Interval metricOf(std::span<const Metric> metrics, std::string_view name)
{
    const auto at = std::ranges::find(metrics, name, &Metric::name);
    return at == metrics.end() ? Interval {} : at->value;
}

std::vector<CalibrationBin>
calibrationBins(std::span<const Truth> truth, std::span<const double> probability, int bins)
{
    std::vector<CalibrationBin> result;
    for (const ReliabilityBin& bin : reliabilityBins(truth, probability, bins))
        result.push_back({ bin.low, bin.high, bin.predicted, wilsonInterval(bin.positives, bin.n) });
    return result;
}

} // namespace casebench
