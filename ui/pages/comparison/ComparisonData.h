// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/Thresholds.h"
#include "core/workflow/CompareRuns.h"
#include "ui/itemmodels/RunCurves.h"

#include <QString>

#include <memory>

namespace casebench::ui {

/// One compared model with what its curves and thresholds need.
struct ComparedRun
{
    qint64 id = 0;
    QString name {};
    double threshold = 0.5;
    bool reference = false; ///< the one the others are held against
    std::vector<double> probability;
    RunCurves curves;
    std::vector<ThresholdPoint> points; ///< empty without a decided case
};

/// A finished comparison; made in a job, never changed after.
struct ComparisonData
{
    Comparison comparison;
    std::vector<Truth> truth; ///< one per row compared
    std::vector<ComparedRun> runs; ///< as comparison.models
};

using ComparisonDataPtr = std::shared_ptr<const ComparisonData>;

/// Compares and scores the same cases, so that curves and thresholds speak of what the figures speak of.
/// Fails: as compareRuns; Internal when the scores do not give the figures' own counts.
[[nodiscard]] Result<ComparisonDataPtr>
loadComparison(Project& project, const CompareRequest& request, Progress& progress);

} // namespace casebench::ui
