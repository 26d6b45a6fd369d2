// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/measures/CategoryMeasure.h"

#include "core/drift/LevelCounts.h"
#include "core/stats/Contingency.h"
#include "core/stats/Distribution.h"

#include <cmath>

namespace casebench {

bool CategoryMeasure::applies(const FieldSamples& samples) const
{
    return samples.reference.kind() == FieldKind::Category;
}

void CategoryMeasure::compare(const FieldSamples& samples,
                              const DriftOptions& options,
                              FieldDrift& drift) const
{
    LevelCounts counts = countLevels(samples.reference, samples.window);
    const Homogeneity test = homogeneity(counts.reference, counts.window, options.seed);
    drift.test = test.name;
    drift.p = test.p;
    drift.effect = test.cramersV;
    drift.effectName = "Cramer's V";

    // The shares shown are those of the level that moved most: one number a person can check.
    std::size_t most = 0;
    double furthest = -1;
    const auto share = [](std::int64_t k, std::int64_t n) {
        return static_cast<double>(k) / static_cast<double>(n);
    };
    for (std::size_t i = 0; i < counts.levels.size(); ++i) {
        const double moved =
            std::abs(share(counts.window[i], drift.nCurrent) - share(counts.reference[i], drift.nReference));
        if (moved > furthest) {
            furthest = moved;
            most = i;
        }
    }
    drift.level = counts.levels[most];
    drift.reference = share(counts.reference[most], drift.nReference);
    drift.current = share(counts.window[most], drift.nCurrent);
    const Interval difference = differenceOfProportions(counts.window[most], drift.nCurrent,
                                                        counts.reference[most], drift.nReference);
    drift.low = difference.low;
    drift.high = difference.high;
    drift.direction = drift.current > drift.reference ? "rising"
        : drift.current < drift.reference             ? "falling"
                                                      : "";
    drift.psi = populationStabilityIndex(counts.reference, counts.window).value;
    drift.measures.push_back(
        { "js_distance", jensenShannonDistance(counts.reference, counts.window), std::nan("") });
    drift.measures.push_back(
        { "hellinger", hellingerDistance(counts.reference, counts.window), std::nan("") });
    drift.measures.push_back(
        { "total_variation", totalVariation(counts.reference, counts.window), std::nan("") });
    drift.binNames = std::move(counts.levels);
    drift.referenceCounts = std::move(counts.reference);
    drift.currentCounts = std::move(counts.window);
}

bool CategoryMeasure::isMaterial(const FieldDrift& drift, const DriftOptions& options) const
{
    return drift.effect >= options.smallCramersV;
}

} // namespace casebench
