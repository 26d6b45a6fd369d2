// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/itemmodels/CellTable.h"
#include "ui/pages/release/ReleasePresenter.h"

namespace casebench::ui {

struct ReleaseTable
{
    QList<CellColumn> columns {};
    QList<CellRow> rows {};
};

[[nodiscard]] ReleaseTable versionsTable(const std::vector<ReleaseVersion>& versions);
[[nodiscard]] ReleaseTable gatesTable(const std::vector<GateResult>& gates);
[[nodiscard]] ReleaseTable problemsTable(const VerifyReport& report);
/// "run 2, boosted, trained by ana on 3 September 2026"
[[nodiscard]] QString versionSentence(const ReleaseVersion& version);
/// The newest decision of this kind, or nullptr.
[[nodiscard]] const RunDecision* newest(const ReleaseVersion& version, Decision decision);
/// Hex in groups of four, for reading aloud.
[[nodiscard]] QString grouped(const std::string& hex);

} // namespace casebench::ui
