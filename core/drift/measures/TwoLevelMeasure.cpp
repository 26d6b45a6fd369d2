// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/measures/TwoLevelMeasure.h"

#include "core/drift/LevelCounts.h"
#include "core/stats/Contingency.h"
#include "core/stats/Distribution.h"

#include <cmath>

namespace casebench {

bool TwoLevelMeasure::applies(const FieldSamples& samples) const
{
    if (samples.reference.kind() == FieldKind::YesNo)
        return true;
    return samples.reference.kind() == FieldKind::Category
        && countLevels(samples.reference, samples.window).levels.size() <= 2;
}

void TwoLevelMeasure::compare(const FieldSamples& samples, const DriftOptions&, FieldDrift& drift) const
{
    const LevelCounts counts = countLevels(samples.reference, samples.window);
    drift.binNames = counts.levels;
    drift.referenceCounts = counts.reference;
    drift.currentCounts = counts.window;
    if (counts.levels.size() < 2) {
        drift.test = "none";
        drift.p = 1; // one level on both sides: nothing can differ
        drift.effect = 0;
        drift.effectName = "points";
        drift.level = counts.levels.empty() ? "" : counts.levels.front();
        drift.reference = drift.current = 1;
        return;
    }
    const std::int64_t before = counts.reference[1];
    const std::int64_t now = counts.window[1];
    const std::int64_t nBefore = counts.reference[0] + before;
    const std::int64_t nNow = counts.window[0] + now;
    const TestResult test = compareProportions(now, nNow, before, nBefore);
    drift.test = test.name;
    drift.p = test.p;
    const Interval difference = differenceOfProportions(now, nNow, before, nBefore);
    drift.level = counts.levels[1];
    drift.reference = static_cast<double>(before) / static_cast<double>(nBefore);
    drift.current = static_cast<double>(now) / static_cast<double>(nNow);
    drift.low = difference.low;
    drift.high = difference.high;
    drift.effect = std::abs(drift.current - drift.reference);
    drift.effectName = "points";
    drift.direction = drift.current > drift.reference ? "rising"
        : drift.current < drift.reference             ? "falling"
                                                      : "";
    drift.measures.push_back(
        { "js_distance", jensenShannonDistance(counts.reference, counts.window), std::nan("") });
}

bool TwoLevelMeasure::isMaterial(const FieldDrift& drift, const DriftOptions& options) const
{
    return drift.effect >= options.smallPoints;
}

} // namespace casebench
