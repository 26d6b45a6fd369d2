// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/PreviewImport.h"

#include "core/privacy/Masking.h"
#include "core/workflow/LookAtFile.h"
#include "core/workflow/SortRows.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>

namespace casebench {

namespace {

constexpr std::size_t kOddPerReason = 20; // of one field and reason: a screenful of examples is enough (ours)

class Preview
{
public:
    Preview(ImportPreview& preview, RowSorter& sorter)
        : m_preview(preview)
        , m_sorter(sorter)
        , m_shown(preview.summary.plan.size())
    {
    }

    /// Cells come before the rows they belong to.
    void note(ChangedCell&& cell)
    {
        std::size_t& shown = m_shown[cell.field][static_cast<std::size_t>(cell.why)];
        const bool listed = m_preview.changes.size() < kPreviewChanges;
        if (!listed && shown >= kOddPerReason)
            return;
        cell = maskedCell(std::move(cell), m_preview.summary.plan);
        m_pending[cell.line].push_back({ cell.field, cell.why, cell.newText });
        if (shown < kOddPerReason) {
            ++shown;
            m_oddLines.insert(cell.line);
        }
        if (listed)
            m_preview.changes.push_back(std::move(cell));
    }

    void take(TypedBatch&& batch)
    {
        ImportSummary& summary = m_preview.summary;
        for (RowIssue& issue : batch.issues) {
            refuse({ issue.line, {}, {}, issue.reason });
            summary.quarantine.push_back(std::move(issue));
        }
        SortedRows rows = m_sorter.sort(batch);
        m_preview.rowsKnown += static_cast<std::int64_t>(rows.known.size());
        for (std::size_t i = 0; i < rows.refused.size(); ++i) {
            PreviewRow row = rowOf(batch, rows.refusedRows[i]);
            row.refused = rows.refused[i].reason;
            refuse(std::move(row));
            summary.quarantine.push_back(std::move(rows.refused[i]));
        }
        for (std::size_t row = 0; row < batch.lines.size(); ++row) {
            const bool early = m_preview.first.size() < kPreviewRows;
            const bool odd = m_oddLines.contains(batch.lines[row]);
            if (odd)
                m_preview.odd.push_back(rowOf(batch, row));
            if (early)
                m_preview.first.push_back(rowOf(batch, row));
        }
        m_pending.clear();
        m_oddLines.clear();
    }

    void finish()
    {
        std::ranges::stable_sort(m_preview.odd, {}, &PreviewRow::line);
        // A row that is refused and has a changed cell is one row.
        const auto twice = std::ranges::unique(m_preview.odd, {}, &PreviewRow::line);
        m_preview.odd.erase(twice.begin(), twice.end());
    }

private:
    void refuse(PreviewRow row)
    {
        if (m_refused++ < kOddPerReason)
            m_preview.odd.push_back(std::move(row));
    }

    [[nodiscard]] PreviewRow rowOf(const TypedBatch& batch, std::size_t row) const
    {
        PreviewRow line;
        line.line = batch.lines[row];
        for (std::size_t i = 0; i < batch.columns.size(); ++i)
            line.cells.push_back(shownText(m_preview.summary.plan[i].field.role, batch.columns[i].text(row)));
        if (const auto changed = m_pending.find(line.line); changed != m_pending.end())
            line.changed = changed->second;
        return line;
    }

    ImportPreview& m_preview;
    RowSorter& m_sorter;
    std::map<std::uint64_t, std::vector<PreviewCell>> m_pending; ///< of the batch at work, by line
    std::set<std::uint64_t> m_oddLines;
    std::vector<std::array<std::size_t, kChangeReasons>> m_shown;
    std::size_t m_refused = 0;
};

} // namespace

Result<ImportPreview> previewImport(Project& project, const ImportRequest& request, Progress& progress)
{
    ImportPreview preview;
    Progress looking = progress.part(0, 0.5);
    CB_TRY(preview.summary, lookAtFile(project, request, looking));
    std::error_code ignored;
    preview.bytes = static_cast<std::int64_t>(std::filesystem::file_size(request.path, ignored));
    CB_TRY(RowSorter sorter, RowSorter::begin(project, preview.summary.plan, 0));
    preview.firstImport = sorter.firstNewRow() == 0;
    Preview collector(preview, sorter);
    Progress reading = progress.part(0.5, 1);
    CB_TRY(TableRead read,
           readTable(
               preview.summary.profile, preview.summary.plan,
               [&](TypedBatch&& batch) -> Result<void> {
                   collector.take(std::move(batch));
                   return {};
               },
               [&](ChangedCell&& cell) { collector.note(std::move(cell)); }, reading));
    collector.finish();
    ImportSummary& summary = preview.summary;
    summary.coerced = std::move(read.coerced);
    summary.changed = std::move(read.changed);
    maskExamples(summary);
    summary.rowsQuarantined = static_cast<std::int64_t>(summary.quarantine.size());
    summary.rowsAccepted = summary.profile.rowsRead() - summary.rowsQuarantined;
    summary.rowsNew = summary.rowsAccepted - preview.rowsKnown;
    return preview;
}

} // namespace casebench
