// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Label.h"

#include <QList>
#include <QPointF>

#include <optional>
#include <span>

namespace casebench::ui {

/// The three curves of one model on some decided cases, ready to be drawn.
struct RunCurves
{
    QList<QPointF> roc {}; ///< false alarm rate, recall; empty when a class is absent
    QList<QPointF> precisionRecall {};
    QList<QPointF> calibration {}; ///< mean probability, share of scams; one a bin
    QList<QPointF> calibrationIntervals {}; ///< low, high
    QList<qint64> calibrationCounts {};
    qint64 cases = 0;
    qint64 scams = 0;
};

struct CurveMarks
{
    std::optional<QPointF> roc {}; ///< none where the rate is undefined
    std::optional<QPointF> precisionRecall {};
};

/// Takes:  truth and probability of the same length; undecided cases are left out.
/// Cost:   O(n log n).
[[nodiscard]] RunCurves curvesOf(std::span<const Truth> truth, std::span<const double> probability);
/// Where a threshold stands on the curves. Cost: O(n).
[[nodiscard]] CurveMarks
marksAt(std::span<const Truth> truth, std::span<const double> probability, double threshold);

} // namespace casebench::ui
