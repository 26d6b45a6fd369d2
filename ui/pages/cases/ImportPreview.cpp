// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/ImportPreview.h"

#include "ui/text/Format.h"

#include <filesystem>

namespace casebench::ui {

namespace {

PreviewRow rowOf(const TypedBatch& batch, std::size_t row)
{
    PreviewRow line;
    line.line = static_cast<qint64>(batch.lines[row]);
    for (std::size_t i = 0; i < batch.columns.size(); ++i) {
        const std::string text = batch.columns[i].text(row);
        line.cells.append(format::text(text));
        if (batch.columns[i].isMissing(row) && !text.empty())
            line.odd.insert(static_cast<int>(i));
    }
    return line;
}

/// The first batch is enough for a look; the sink's refusal ends the reading.
Error enough()
{
    return { ErrorCode::Cancelled, "The preview has seen enough.", {}, "preview" };
}

} // namespace

Result<ImportPreview> loadPreview(Project& project, const ImportRequest& request, Progress& progress)
{
    ImportPreview preview;
    Progress looking = progress.part(0, 0.8);
    CB_TRY(preview.summary, previewImport(project, request, looking));
    std::error_code ignored;
    preview.bytes = static_cast<qint64>(std::filesystem::file_size(request.path, ignored));
    for (const FieldPlan& plan : preview.summary.plan)
        preview.header.append(format::text(plan.sourceName));
    const auto take = [&preview](TypedBatch&& batch) -> Result<void> {
        preview.looked = static_cast<qint64>(batch.lines.size());
        for (std::size_t row = 0; row < batch.lines.size(); ++row) {
            const bool early = preview.first.size() < kPreviewRows;
            if (!early && preview.odd.size() >= kPreviewRows)
                break;
            PreviewRow line = rowOf(batch, row);
            if (!line.odd.isEmpty() && preview.odd.size() < kPreviewRows)
                preview.odd.append(line);
            if (early)
                preview.first.append(std::move(line));
        }
        return enough();
    };
    Progress reading = progress.part(0.8, 1);
    if (const auto read = readTable(preview.summary.profile, preview.summary.plan, take, reading);
        !read && read.error().kind != "preview")
        return read.error();
    return preview;
}

} // namespace casebench::ui
