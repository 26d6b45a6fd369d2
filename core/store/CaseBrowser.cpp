// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/CaseBrowser.h"

#include "core/store/BrowserState.h"
#include "core/store/CaseWriter.h"

#include <algorithm>

namespace casebench {

Result<std::shared_ptr<const CaseBrowser>> CaseBrowser::open(const Project& project, std::size_t cacheBytes)
{
    CB_TRY(const ReadScope scope, ReadScope::begin(project.database()));
    CB_TRY(auto state, BrowserState::read(project, cacheBytes));
    return std::shared_ptr<const CaseBrowser>(new CaseBrowser(std::move(state)));
}

CaseBrowser::CaseBrowser(std::unique_ptr<BrowserState> state)
    : m_state(std::move(state))
{
}

CaseBrowser::~CaseBrowser() = default;

const Schema& CaseBrowser::schema() const
{
    return m_state->schema;
}

std::size_t CaseBrowser::rowCount() const
{
    return m_state->parts.empty()
        ? 0
        : std::size_t { m_state->parts.back().firstRow } + m_state->parts.back().rows;
}

std::size_t CaseBrowser::partCount() const
{
    return m_state->parts.size();
}

CaseRow CaseBrowser::firstRow(std::size_t part) const
{
    return m_state->parts[part].firstRow;
}

std::size_t CaseBrowser::rowsOf(std::size_t part) const
{
    return m_state->parts[part].rows;
}

bool CaseBrowser::hasGeneratedIds() const
{
    return std::ranges::all_of(m_state->parts,
                               [](const Part& part) { return part.idField == kGeneratedIds; });
}

Result<ColumnPtr> CaseBrowser::column(const Project& project, std::size_t field, std::size_t part) const
{
    return m_state->column(project, m_state->fields[field].id, m_state->schema[field], m_state->parts[part]);
}

Result<ColumnPtr> CaseBrowser::ids(const Project& project, std::size_t part) const
{
    const Part& wanted = m_state->parts[part];
    if (wanted.idField != kGeneratedIds)
        return m_state->idColumn(project, wanted);
    std::vector<Code> codes(wanted.rows);
    auto texts = std::make_shared<Dictionary>();
    for (std::uint32_t row = 0; row < wanted.rows; ++row) {
        codes[row] = static_cast<Code>(row);
        texts->push_back(generatedCaseId(wanted.firstRow + row));
    }
    return std::make_shared<const Column>(
        Column::codes(FieldKind::Text, { std::move(codes), std::move(texts) }));
}

Result<std::optional<FieldRange>>
CaseBrowser::range(const Project& project, std::size_t field, std::size_t part) const
{
    const Field& wanted = m_state->schema[field];
    if (wanted.kind != FieldKind::Number && wanted.kind != FieldKind::Time)
        return std::optional<FieldRange>();
    return m_state->range(project, m_state->fields[field].id, wanted, m_state->parts[part]);
}

Result<CaseTablePtr> CaseBrowser::page(const Project& project,
                                       std::span<const CaseRow> rows,
                                       std::span<const std::size_t> fields,
                                       Texts texts) const
{
    CB_TRY(const ReadScope scope, ReadScope::begin(project.database()));
    CB_TRY(const auto selection, m_state->select(rows));
    PageReader reader(*m_state, project, texts);
    auto table = std::make_shared<CaseTable>();
    std::vector<Field> chosen;
    for (const std::size_t field : fields) {
        auto column = reader.column(m_state->fields[field].id, m_state->schema[field], selection);
        if (!column)
            return column.error().in("field " + m_state->schema[field].name);
        table->columns.push_back(std::move(*column));
        chosen.push_back(m_state->schema[field]);
    }
    table->schema = Schema(std::move(chosen));
    CB_TRY(table->ids, reader.ids(selection));
    table->rows.assign(rows.begin(), rows.end());
    return CaseTablePtr(std::move(table));
}

Result<void> CaseBrowser::warm(const Project& project, Progress& progress) const
{
    CB_TRY(const ReadScope scope, ReadScope::begin(project.database()));
    for (std::size_t field = 0; field < m_state->fields.size(); ++field) {
        for (std::size_t part = 0; part < partCount(); ++part) {
            CB_CHECK(progress.checkpoint());
            if (!m_state->cache.hasRoomFor(rowsOf(part) * sizeof(double)))
                return {};
            CB_TRY(const ColumnPtr read, column(project, field, part));
        }
    }
    return {};
}

std::size_t CaseBrowser::keptBytes() const
{
    return m_state->cache.bytes();
}

} // namespace casebench
