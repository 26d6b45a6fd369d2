// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/FindLabelErrors.h"
#include "ui/charts/LearningCurve.h"
#include "ui/itemmodels/CellTable.h"

namespace casebench::ui {

[[nodiscard]] QList<CellColumn> noiseColumns();
/// The most doubtful first: all suspected ones and as many more as make 200.
[[nodiscard]] QList<CellRow> noiseRows(const RunLabelNoise& found);

[[nodiscard]] QList<CellColumn> matrixColumns();
/// Given x likely, in cases and as a share of the given label.
[[nodiscard]] QList<CellRow> matrixRows(const LabelNoise& noise);

/// Share of the expected errors found over cases looked at, against looking in any order.
[[nodiscard]] LearningCurve::Data budgetData(const LabelNoise& noise);

} // namespace casebench::ui
