// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/CaseReader.h"
#include "core/store/CaseStore.h"
#include "core/store/ColumnAssembler.h"
#include "core/store/SchemaStore.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <numeric>
#include <set>

namespace casebench {

namespace {

constexpr std::string_view kInsertChange =
    "INSERT INTO cell_change(case_row, field, old, new, source, audit_seq, at, person, reason) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

/// Missing though it has a text that would be a value of that kind: a mapping, or the file itself, told so.
bool isToldMissing(const CellValue& cell, FieldKind kind)
{
    const bool readsAsValue = kind == FieldKind::Category || kind == FieldKind::Text
        || (kind == FieldKind::YesNo && cell.raw && yesNoOf(*cell.raw));
    return std::holds_alternative<std::monostate>(cell.value) && cell.raw && readsAsValue;
}

Result<std::string> cellText(const CellValue& cell, FieldKind kind)
{
    try {
        Json json = toJson(cell);
        if (isToldMissing(cell, kind))
            json[kToldMissing] = true;
        return canonicalJson(json);
    } catch (const nlohmann::json::exception&) {
        return Error { ErrorCode::InvalidInput, "The value is not UTF-8 text." };
    }
}

Result<StoredField> storedField(const Project& project, std::string_view name)
{
    CB_TRY(const auto fields, SchemaStore(project).fields());
    const auto at = std::ranges::find(
        fields, name, [](const StoredField& field) -> const std::string& { return field.field.name; });
    if (at == fields.end())
        return Error { ErrorCode::NotFound,
                       fmt::format("There is no field \"{}\".", name),
                       {},
                       {},
                       "List the fields with \"fields\"." };
    return *at;
}

/// Equal in value and in text.
bool sameCell(const Column& a, std::size_t i, const Column& b, std::size_t j)
{
    if (a.rawTexts() == nullptr && b.rawTexts() == nullptr && a.kind() == b.kind()) {
        if (a.kind() == FieldKind::Number)
            return std::bit_cast<std::uint64_t>(a.numbers()[i])
                == std::bit_cast<std::uint64_t>(b.numbers()[j])
                || (a.isMissing(i) && b.isMissing(j));
        if (a.kind() == FieldKind::Time)
            return a.times()[i] == b.times()[j];
    }
    return a.isMissing(i) == b.isMissing(j) && a.text(i) == b.text(j);
}

/// The columns of one update, held against what is stored.
class Updater
{
public:
    Updater(const Project& project,
            WriteTransaction& tx,
            std::int64_t sourceId,
            std::span<const CaseRow> rows)
        : m_project(project)
        , m_tx(tx)
        , m_sourceId(sourceId)
        , m_rows(rows)
        , m_order(rows.size())
    {
        std::iota(m_order.begin(), m_order.end(), std::uint32_t { 0 });
        std::ranges::stable_sort(m_order, {}, [&](std::uint32_t position) { return m_rows[position]; });
        for (const std::uint32_t position : m_order)
            m_ascending.push_back(m_rows[position]);
    }

    [[nodiscard]] Result<void> update(const StoredField& field, const Column& incoming)
    {
        CaseReader reader(m_project.state());
        CB_TRY(const auto selection, reader.select(m_ascending));
        CB_TRY(const Column stored, reader.column(field.id, field.field, selection, {}));
        ColumnAssembler assembler(field.field, nullptr, incoming.size());
        assembler.append(incoming);
        const Column wanted = assembler.finish();
        CB_TRY(Statement insert, m_tx.database().prepare(kInsertChange));
        for (std::size_t i = 0; i < m_order.size(); ++i) {
            if (sameCell(stored, i, wanted, m_order[i]))
                continue;
            CB_TRY(const std::string before, cellText(cellOf(stored, i), field.field.kind));
            CB_TRY(const std::string after, cellText(cellOf(wanted, m_order[i]), field.field.kind));
            CB_CHECK(insert.run(m_ascending[i], field.id, before, after, m_sourceId, m_tx.auditSeq(),
                                m_tx.time(), m_tx.actor().name, ""));
            m_changedRows.insert(m_ascending[i]);
            ++m_cells;
        }
        return {};
    }

    [[nodiscard]] UpdateSummary summary() const
    {
        return { static_cast<std::int64_t>(m_changedRows.size()), m_cells };
    }

private:
    const Project& m_project;
    WriteTransaction& m_tx;
    std::int64_t m_sourceId;
    std::span<const CaseRow> m_rows;
    std::vector<std::uint32_t> m_order; ///< positions by ascending row
    std::vector<CaseRow> m_ascending;
    std::set<CaseRow> m_changedRows;
    std::int64_t m_cells = 0;
};

Result<std::vector<CellChange>> readChanges(Statement rows)
{
    std::vector<CellChange> changes;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return changes;
        CellChange change;
        change.seq = rows.integer(0);
        change.row = static_cast<CaseRow>(rows.integer(1));
        change.field = rows.string(2);
        CB_TRY(const Json before, parseJson(rows.text(3)));
        CB_TRY(const Json after, parseJson(rows.text(4)));
        CB_TRY(change.before, cellFromJson(before));
        CB_TRY(change.after, cellFromJson(after));
        change.sourceId = rows.integer(5);
        change.auditSeq = rows.integer(6);
        change.at = rows.integer(7);
        change.person = rows.string(8);
        change.reason = rows.string(9);
        changes.push_back(std::move(change));
    }
}

constexpr std::string_view kSelectChanges =
    "SELECT c.seq, c.case_row, f.name, c.old, c.new, c.source, c.audit_seq, c.at, c.person, c.reason "
    "FROM cell_change c JOIN field f ON f.id = c.field WHERE ";

} // namespace

Result<std::int64_t> CaseStore::lastChangeSeq() const
{
    return m_project->database().integer("SELECT max(seq) FROM cell_change");
}

Result<bool> CaseStore::applyChange(WriteTransaction& tx, const CellEdit& edit) const
{
    CB_TRY(const StoredField field, storedField(*m_project, edit.field));
    if (field.field.role == FieldRole::Id)
        return Error { ErrorCode::Refused,
                       "The id of a case is never changed.",
                       {},
                       {},
                       "Import the case under its right id." };
    CaseReader reader(m_project->state());
    CB_TRY(const auto selection, reader.select(std::vector<CaseRow> { edit.row }));
    CB_TRY(const Column stored, reader.column(field.id, field.field, selection, {}));
    CB_TRY(const std::string before, cellText(cellOf(stored, 0), field.field.kind));
    CB_TRY(const std::string after, cellText(edit.value, field.field.kind));
    if (before == after)
        return false;
    CB_CHECK(tx.database().run(kInsertChange, edit.row, field.id, before, after, nullptr, tx.auditSeq(),
                               tx.time(), tx.actor().name, edit.reason));
    return true;
}

Result<UpdateSummary> CaseStore::updateRows(WriteTransaction& tx,
                                            std::int64_t sourceId,
                                            std::span<const CaseRow> rows,
                                            std::span<const std::string> fields,
                                            std::span<const Column> columns) const
{
    if (fields.size() != columns.size())
        return Error { ErrorCode::InvalidInput,
                       "An update names another number of fields than it has columns." };
    Updater updater(*m_project, tx, sourceId, rows);
    for (std::size_t i = 0; i < fields.size() && !rows.empty(); ++i) {
        if (columns[i].size() != rows.size())
            return Error { ErrorCode::InvalidInput, "The columns of an update are not as long as its rows.",
                           "field " + fields[i] };
        CB_TRY(const StoredField field, storedField(*m_project, fields[i]));
        if (field.field.role != FieldRole::Id)
            CB_CHECK(updater.update(field, columns[i]));
    }
    return updater.summary();
}

Result<std::vector<CellChange>> CaseStore::caseHistory(CaseRow row) const
{
    CB_TRY(Statement rows,
           m_project->database().query(std::string(kSelectChanges) + "c.case_row = ?1 ORDER BY c.seq", row));
    return readChanges(std::move(rows));
}

Result<std::vector<CellChange>> CaseStore::changesBetween(std::int64_t fromSeq, std::int64_t toSeq) const
{
    CB_TRY(Statement rows,
           m_project->database().query(
               std::string(kSelectChanges) + "c.seq > ?1 AND c.seq <= ?2 ORDER BY c.seq", fromSeq, toSeq));
    return readChanges(std::move(rows));
}

} // namespace casebench
