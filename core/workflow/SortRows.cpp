// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/SortRows.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace casebench {

namespace {

constexpr std::uint32_t kLookedAt = 64; // ids at once: their places in the set are fetched together

std::vector<std::string> textsOf(const Column& column)
{
    std::vector<std::string> texts;
    texts.reserve(column.size());
    for (std::size_t row = 0; row < column.size(); ++row)
        texts.push_back(column.text(row));
    return texts;
}

} // namespace

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
    sorter.m_firstNewRow = static_cast<CaseRow>(known);
    if (sorter.m_id) {
        CB_TRY(sorter.m_known, cases.idIndex());
        sorter.m_ids.reserve(rows);
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
    const auto rows = static_cast<std::uint32_t>(batch.lines.size());
    if (!m_id) {
        sorted.fresh.resize(rows);
        std::iota(sorted.fresh.begin(), sorted.fresh.end(), 0U);
        return sorted;
    }
    std::vector<std::string> ids = textsOf(batch.columns[*m_id]);
    std::span<const IdSet::Hash> hashes;
    for (std::uint32_t row = 0; row < rows; ++row) {
        if (row % kLookedAt == 0)
            hashes = m_ids.look(std::span(ids).subspan(row, std::min<std::size_t>(kLookedAt, rows - row)));
        std::string& id = ids[row];
        if (id.empty()) {
            refuse(row, "missing-id", "The case has no id.");
        } else if (!m_ids.add(hashes[row % kLookedAt])) {
            refuse(row, "duplicate-id", fmt::format("The id \"{}\" stands twice in this file.", id));
        } else if (const auto at = m_known.find(id)) {
            sorted.known.push_back(row);
            sorted.knownRows.push_back(*at);
        } else {
            sorted.fresh.push_back(row);
            sorted.ids.push_back(std::move(id));
        }
    }
    return sorted;
}

} // namespace casebench
