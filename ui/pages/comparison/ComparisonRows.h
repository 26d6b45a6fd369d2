// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/LearningCurve.h"
#include "ui/charts/SquareCurves.h"
#include "ui/itemmodels/CellTable.h"
#include "ui/pages/comparison/ComparisonData.h"
#include "ui/theme/Icons.h"

/// What the page says of a comparison, made from its numbers.
namespace casebench::ui {

/// The finding's colour: better recall is good news even when it has a price, worse is a warning.
[[nodiscard]] Glyph findingGlyph(const Comparison& comparison);
/// "run-1 missed 137, run-4 misses 11. The price: 45 false alarms instead of 34 among 162 other cases."
[[nodiscard]] QString priceSentence(const Comparison& comparison);

/// Measures with their differences; the words over the dots stand about their middle, which is no difference.
class DifferenceTable : public CellTable
{
public:
    static constexpr int kDots = 4; ///< the column

    using CellTable::CellTable;

    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        const bool overDots = orientation == Qt::Horizontal && section == kDots;
        return overDots && role == Qt::TextAlignmentRole ? QVariant(int(Qt::AlignCenter))
                                                         : CellTable::headerData(section, orientation, role);
    }
};

[[nodiscard]] QList<CellColumn> differenceColumns(const ComparisonData& data);
/// Every measure of every challenger against the reference.
[[nodiscard]] QList<CellRow> differenceRows(const ComparisonData& data);
/// Half the width of the common range of the dots.
[[nodiscard]] double differenceRange(const ComparisonData& data);

[[nodiscard]] QList<CellColumn> mcnemarColumns(const ComparisonData& data);
/// Right and wrong of the reference and the first challenger.
[[nodiscard]] QList<CellRow> mcnemarRows(const ComparisonData& data);
/// One line for each further challenger.
[[nodiscard]] QString furtherTests(const ComparisonData& data);
[[nodiscard]] double mcnemarP(const ComparisonData& data, std::size_t challenger);

[[nodiscard]] QList<CellColumn> sliceColumns();
/// Recall of reference and first challenger in each slice.
[[nodiscard]] QList<CellRow> sliceRows(const ComparisonData& data);

enum class CurveKind
{
    Roc,
    PrecisionRecall,
    Calibration
};

[[nodiscard]] QList<SquareCurves::Curve> curvesFor(const ComparisonData& data, CurveKind kind);
/// The finding and the caption of a plot.
[[nodiscard]] std::pair<QString, QString> curveTexts(const ComparisonData& data, CurveKind kind);

[[nodiscard]] QList<CellColumn> thresholdColumns();
[[nodiscard]] QList<CellRow> thresholdRows(const ComparisonData& data, double threshold, const Costs& costs);
/// Total cost in thousands over the threshold, one line a run.
[[nodiscard]] LearningCurve::Data costLines(const ComparisonData& data, double threshold, const Costs& costs);

} // namespace casebench::ui
