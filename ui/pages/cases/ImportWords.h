// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/cases/ImportPresenter.h"

/// What the import says in words.
namespace casebench::ui::importwords {

/// "600 of 604 rows can be taken. One new field, 4 rows set aside."
[[nodiscard]] QString sentence(const ImportPreview& preview, bool firstImport);
/// "48 kB, csv, utf-8, 11 columns"
[[nodiscard]] QString fileFacts(const ImportPreview& preview);
[[nodiscard]] QList<ImportFinding> findings(const ImportPreview& preview, bool firstImport);
[[nodiscard]] QStringList notes(const FileProfile& profile);
[[nodiscard]] QList<QuarantineLine> quarantine(const ImportSummary& summary);
/// The level that says scam in its own words; "" when none does.
[[nodiscard]] QString likelyPositive(const QStringList& levels);
/// How an import ended.
[[nodiscard]] QString result(const ImportSummary& summary, const QString& file);

} // namespace casebench::ui::importwords
