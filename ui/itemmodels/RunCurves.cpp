// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/itemmodels/RunCurves.h"

#include "core/evaluation/Evaluate.h"

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

QList<QPointF> pointsOf(const std::vector<CurvePoint>& curve)
{
    QList<QPointF> points;
    points.reserve(static_cast<qsizetype>(curve.size()));
    for (const CurvePoint& point : curve) {
        if (!std::isnan(point.x) && !std::isnan(point.y))
            points.append({ point.x, point.y });
    }
    return points;
}

std::optional<QPointF> definedPoint(double x, double y)
{
    if (std::isnan(x) || std::isnan(y))
        return std::nullopt;
    return QPointF(x, y);
}

} // namespace

RunCurves curvesOf(std::span<const Truth> truth, std::span<const double> probability)
{
    RunCurves curves;
    curves.scams = std::ranges::count(truth, kPositive);
    curves.cases = curves.scams + std::ranges::count(truth, kNegative);
    curves.roc = pointsOf(rocCurve(truth, probability));
    curves.precisionRecall = pointsOf(precisionRecallCurve(truth, probability));
    for (const CalibrationBin& bin : calibrationBins(truth, probability)) {
        curves.calibration.append({ bin.predicted, bin.observed.value });
        curves.calibrationIntervals.append({ bin.observed.low, bin.observed.high });
        curves.calibrationCounts.append(bin.observed.n);
    }
    return curves;
}

CurveMarks marksAt(std::span<const Truth> truth, std::span<const double> probability, double threshold)
{
    const Confusion confusion = confusionAt(truth, probability, threshold);
    return { definedPoint(1 - confusion.specificity(), confusion.recall()),
             definedPoint(confusion.recall(), confusion.precision()) };
}

} // namespace casebench::ui
