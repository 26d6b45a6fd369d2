// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labelling/Agreement.h"
#include "ui/charts/LineWithIntervals.h"
#include "ui/itemmodels/CellTable.h"

namespace casebench::ui {

struct LabelTable
{
    QList<CellColumn> columns {};
    QList<CellRow> rows {};
};

/// More people than this do not fit a matrix; then the weakest pairs are listed.
inline constexpr std::size_t kMatrixPeople = 8;

/// People x people: kappa, darker is better; alarm glyph below 0.6.
[[nodiscard]] LabelTable pairMatrix(const AgreementReport& report);
/// The weakest pairs, one a row.
[[nodiscard]] LabelTable pairList(const AgreementReport& report);
[[nodiscard]] LabelTable reasonRows(const AgreementReport& report);
/// The row id is the place in the report's people + 1.
[[nodiscard]] LabelTable peopleRows(const AgreementReport& report);
/// One person: what the truth likely is x what the person says.
[[nodiscard]] LabelTable confusionRows(const AgreementReport& report, std::size_t person);

[[nodiscard]] LineWithIntervals::Data monthsData(const AgreementReport& report);
/// "Agreement falls in March", or that it holds.
[[nodiscard]] QString monthsFinding(const AgreementReport& report);

} // namespace casebench::ui
