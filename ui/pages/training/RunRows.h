// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/itemmodels/CellTable.h"
#include "ui/pages/training/TrainingPresenter.h"
#include "ui/widgets/KeyValueList.h"

/// What the page says about runs, made from their numbers.
namespace casebench::ui {

inline constexpr int kSnapshotColumn = 1;
inline constexpr int kCountColumn = 7;
[[nodiscard]] QList<CellColumn> leaderboardColumns();
/// Newest first; baselines below.
[[nodiscard]] QList<CellRow>
leaderboardRows(const std::vector<Run>& runs, const std::vector<Snapshot>& snapshots, qint64 champion);
/// "5 runs on 2 snapshots. Best: run-4, boosted trees, ROC AUC 0.95 (0.93–0.97)."
[[nodiscard]] QString
listSentence(const std::vector<Snapshot>& snapshots, const std::vector<Run>& runs, qint64 champion);
[[nodiscard]] QString trainedSentence(const Run& run);
[[nodiscard]] QString reproductionSentence(const QString& name, const Reproduction& again);

[[nodiscard]] QList<CellColumn> metricColumns();
[[nodiscard]] QList<CellRow> metricRows(const Run& run);
[[nodiscard]] QList<CellColumn> confusionColumns();
[[nodiscard]] QList<CellRow> confusionRows(const Confusion& confusion);
[[nodiscard]] QList<CellColumn> importanceColumns();
[[nodiscard]] QList<CellRow> importanceRows(const Run& run);
/// What the run was made of: snapshot, recipe, seed, digests, versions.
[[nodiscard]] QList<KeyValueList::Row> lineageRows(const RunDetail& detail);
[[nodiscard]] QList<KeyValueList::Row> decisionRows(const RunDetail& detail);

} // namespace casebench::ui
