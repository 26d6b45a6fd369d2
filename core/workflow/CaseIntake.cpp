// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/CaseIntake.h"

#include "core/workflow/ImportCases.h"

#include <algorithm>
#include <numeric>

namespace casebench {

namespace {

constexpr double kSpare = 1.01; // (ours)

std::vector<Column> chosen(const TypedBatch& batch, std::span<const std::uint32_t> rows)
{
    std::vector<Column> columns;
    for (const Column& column : batch.columns)
        columns.push_back(column.select(rows));
    return columns;
}

/// All rows where the file was looked at whole; else as many as fit in its length if the rest is like the
/// beginning.
std::size_t expectedRows(const ImportSummary& summary)
{
    const auto rows = static_cast<double>(summary.profile.rows);
    const double share = summary.profile.share;
    return static_cast<std::size_t>(share > 0 && share < 1 ? rows / share * kSpare : rows);
}

} // namespace

CaseIntake::CaseIntake(const Project& project, WriteTransaction& tx, ImportSummary& summary)
    : m_project(project)
    , m_cases(project)
    , m_tx(tx)
    , m_summary(summary)
{
}

Result<void> CaseIntake::begin(std::int64_t sourceId, LabelCollector* labels)
{
    m_sourceId = sourceId;
    m_labels = labels;
    for (std::size_t i = 0; i < m_summary.plan.size(); ++i) {
        const Field& field = m_summary.plan[i].field;
        m_fields.push_back(field.name);
        if (field.role == FieldRole::Time)
            m_time = i;
        else if (field.role == FieldRole::Label)
            m_label = i;
    }
    CB_TRY(m_sorter, RowSorter::begin(m_project, m_summary.plan, expectedRows(m_summary)));
    CB_TRY(CaseWriter writer, CaseWriter::begin(m_tx, m_sourceId, m_fields));
    m_writer.emplace(std::move(writer));
    return {};
}

Result<void> CaseIntake::take(TypedBatch&& batch)
{
    for (RowIssue& issue : batch.issues)
        m_summary.quarantine.push_back(std::move(issue));
    SortedRows rows = m_sorter.sort(batch);
    std::ranges::move(rows.refused, std::back_inserter(m_summary.quarantine));
    CB_CHECK(update(batch, rows.known, rows.knownRows));
    CB_CHECK(append(std::move(batch), rows.fresh, rows.ids));
    return storeLabels();
}

Result<void> CaseIntake::finish()
{
    CB_CHECK(m_writer->finish());
    CB_CHECK(storeLabels());
    m_summary.rowsAccepted = m_summary.rowsNew + m_knownRows;
    return {};
}

Result<void>
CaseIntake::append(TypedBatch&& batch, std::span<const std::uint32_t> rows, std::span<const std::string> ids)
{
    if (rows.empty())
        return {};
    const auto first = static_cast<CaseRow>(m_sorter.firstNewRow() + static_cast<CaseRow>(m_summary.rowsNew));
    std::vector<CaseRow> projectRows(rows.size());
    std::iota(projectRows.begin(), projectRows.end(), first);
    takeLabels(batch, rows, projectRows);
    const bool all = rows.size() == batch.lines.size();
    CB_CHECK(m_writer->append(ids, all ? std::move(batch.columns) : chosen(batch, rows)));
    m_summary.rowsNew += static_cast<std::int64_t>(rows.size());
    return {};
}

Result<void> CaseIntake::update(const TypedBatch& batch,
                                std::span<const std::uint32_t> rows,
                                std::span<const CaseRow> projectRows)
{
    if (rows.empty())
        return {};
    m_knownRows += static_cast<std::int64_t>(rows.size());
    CB_TRY(const UpdateSummary updated,
           m_cases.updateRows(m_tx, m_sourceId, projectRows, m_fields, chosen(batch, rows)));
    m_summary.rowsUpdated += updated.rowsChanged;
    m_summary.cellsChanged += updated.cellsChanged;
    takeLabels(batch, rows, projectRows);
    return {};
}

void CaseIntake::takeLabels(const TypedBatch& batch,
                            std::span<const std::uint32_t> rows,
                            std::span<const CaseRow> projectRows)
{
    if (m_labels != nullptr && m_label)
        m_labels->take(batch.columns[*m_label], m_time ? &batch.columns[*m_time] : nullptr, rows,
                       projectRows);
}

Result<void> CaseIntake::storeLabels()
{
    if (m_labels == nullptr)
        return {};
    CB_TRY(const std::size_t stored, m_cases.rowCount());
    return m_labels->storeOf(LabelStore(m_project), m_tx, stored);
}

} // namespace casebench
