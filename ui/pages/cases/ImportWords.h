// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/Mappings.h"
#include "core/workflow/PreviewImport.h"
#include "ui/pages/cases/ImportState.h"
#include "ui/pages/cases/QuarantineModel.h"

/// What the import says in words.
namespace casebench::ui::importwords {

/// "600 of 604 rows can be taken. One new field, 37 changed cells and 4 rows set aside."
[[nodiscard]] QString sentence(const ImportPreview& preview);
/// "48 kB, csv, utf-8, 11 columns"
[[nodiscard]] QString fileFacts(const ImportPreview& preview);
[[nodiscard]] QList<ImportFinding> findings(const ImportPreview& preview);
/// New fields: how often they are filled, and that the champion cannot see them. champion: its name, or "".
[[nodiscard]] QList<ImportCard> cards(const ImportPreview& preview, const QString& champion);
[[nodiscard]] QList<ImportRename> renames(const ImportPreview& preview);
[[nodiscard]] QList<ImportAsk> asks(const ImportPreview& preview);
[[nodiscard]] QList<ImportMissing> missing(const ImportPreview& preview);
[[nodiscard]] QList<ImportChange> changes(const ImportPreview& preview);
[[nodiscard]] qint64 changedCells(const ImportSummary& summary);
[[nodiscard]] QList<ImportFinding> refused(const ImportSummary& summary);
[[nodiscard]] QStringList notes(const FileProfile& profile);
/// Raw rows are masked where the file has personal fields.
[[nodiscard]] QList<QuarantineLine> quarantine(const ImportSummary& summary);
/// "“Monthly calls”, saved 4 May 2026 by ana"
[[nodiscard]] QString comparedWith(const SavedMapping& mapping);
/// The level that says scam in its own words; "" when none does.
[[nodiscard]] QString likelyPositive(const QStringList& levels);
/// How an import ended.
[[nodiscard]] QString result(const ImportSummary& summary, const QString& file);
/// What the import's expectations found; "" when there are none or all hold.
[[nodiscard]] QString expectations(const ImportSummary& summary);

/// A cell before and after, and why: "blank", "Not asked", "blank is not No".
[[nodiscard]] QString before(const QString& text);
[[nodiscard]] QString after(ChangeReason why, const QString& text);
[[nodiscard]] QString why(ChangeReason why);
/// "read as 1,440", "Not asked", "missing"
[[nodiscard]] QString becomes(ChangeReason why, const QString& text);

} // namespace casebench::ui::importwords
