// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/monitoring/Watch.h"
#include "ui/itemmodels/CellTable.h"
#include "ui/pages/drift/DriftPresenter.h"

namespace casebench::ui {

struct DriftTable
{
    QList<CellColumn> columns {};
    QList<CellRow> rows {};
};

/// All fields of the table: new ones first, then by impact in the last window.
[[nodiscard]] QStringList driftFields(const WatchReport& report);
/// Fields x windows; the row id is the field's place in driftFields + 1.
[[nodiscard]] DriftTable heatTable(const WatchReport& report);
/// One field over the windows; the row id is the window's place + 1.
[[nodiscard]] DriftTable windowsTable(const WatchReport& report, const QString& field);
/// The inbox; the row id is the alert's.
[[nodiscard]] DriftTable alertsTable(const DriftInbox& inbox);

/// nullptr when the window says nothing about it.
[[nodiscard]] const FieldDrift* driftOf(const WatchWindow& window, const QString& field);
/// The share of rows in which a new field is filled; NaN when it is not new there.
[[nodiscard]] double newShare(const WatchWindow& window, const QString& field);
[[nodiscard]] double jsDistance(const FieldDrift& field);

} // namespace casebench::ui
