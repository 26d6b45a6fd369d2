// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/ImportCases.h"

#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

namespace casebench::ui {

/// One line of the file as it will be read.
struct PreviewRow
{
    qint64 line = 0;
    QStringList cells {};
    QSet<int> odd {}; ///< cells whose text is no value of their field: they become missing
};

/// A look at a file before anything is decided.
struct ImportPreview
{
    ImportSummary summary;
    QStringList header {};
    QList<PreviewRow> first {}; ///< the first rows
    QList<PreviewRow> odd {}; ///< rows with a cell that cannot be read, of those looked at
    qint64 looked = 0; ///< rows looked at for odd cells
    qint64 bytes = 0;
};

inline constexpr qsizetype kPreviewRows = 100;

/// previewImport and the first batch of rows. Changes nothing.
[[nodiscard]] Result<ImportPreview>
loadPreview(Project& project, const ImportRequest& request, Progress& progress);

} // namespace casebench::ui
