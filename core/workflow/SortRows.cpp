// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/SortRows.h"

#include <fmt/format.h>

namespace casebench {

Result<RowSorter> RowSorter::begin(const Project& project, std::span<const FieldPlan> plan, std::size_t rows)
{
    RowSorter sorter;
    for (std::size_t i = 0; i < plan.size(); ++i) {
        if (plan[i].field.role == FieldRole::Id) {
            sorter.m_id = i;
            sorter.m_idColumn = plan[i].column;
        }
    }
    const CaseStore cases(project);
    CB_TRY(const std::size_t known, cases.rowCount());
    sorter.m_firstNewRow = sorter.m_nextRow = static_cast<CaseRow>(known);
    if (sorter.m_id) {
        CB_TRY(sorter.m_index, cases.idIndex());
        sorter.m_index.reserve(known + rows);
    }
    return sorter;
}

RowIssue
RowSorter::issueOf(const TypedBatch& batch, std::size_t row, std::string kind, std::string reason) const
{
    std::string raw;
    for (const Column& column : batch.columns)
        raw += (raw.empty() ? "" : ",") + column.text(row);
    return { batch.lines[row], m_idColumn + 1, std::move(kind), std::move(reason), std::move(raw) };
}

SortedRows RowSorter::sort(const TypedBatch& batch)
{
    SortedRows sorted;
    const auto refuse = [&](std::uint32_t row, std::string kind, std::string reason) {
        sorted.refused.push_back(issueOf(batch, row, std::move(kind), std::move(reason)));
        sorted.refusedRows.push_back(row);
    };
    for (std::uint32_t row = 0; row < batch.lines.size(); ++row) {
        if (!m_id) {
            sorted.fresh.push_back(row);
            ++m_nextRow;
            continue;
        }
        std::string id = batch.columns[*m_id].text(row);
        if (id.empty()) {
            refuse(row, "missing-id", "The case has no id.");
        } else if (const auto at = m_index.find(id); !at) {
            m_index.add(id, m_nextRow++);
            sorted.fresh.push_back(row);
            sorted.ids.push_back(std::move(id));
        } else if (*at >= m_firstNewRow || !m_seen.insert(*at).second) {
            refuse(row, "duplicate-id", fmt::format("The id \"{}\" stands twice in this file.", id));
        } else {
            sorted.known.push_back(row);
            sorted.knownRows.push_back(*at);
        }
    }
    return sorted;
}

} // namespace casebench
