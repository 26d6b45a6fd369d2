// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/CaseStore.h"

#include "core/store/CaseReader.h"
#include "core/store/FieldsReader.h"
#include "core/store/SchemaStore.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

struct WantedField
{
    std::int64_t id = 0;
    Field field;
};

/// The fields of a request under the kinds it asks for.
Result<std::vector<WantedField>> wantedFields(const Project& project, const TableRequest& request)
{
    CB_TRY(const auto stored, SchemaStore(project).fields());
    std::vector<std::string> names = request.fields;
    if (names.empty() && request.schema) {
        for (const Field& field : request.schema->fields())
            names.push_back(field.name);
    } else if (names.empty()) {
        for (const StoredField& field : stored)
            names.push_back(field.field.name);
    }
    std::vector<WantedField> wanted;
    for (const std::string& name : names) {
        const auto at = std::ranges::find(
            stored, name, [](const StoredField& field) -> const std::string& { return field.field.name; });
        const auto override = request.schema ? request.schema->indexOf(name) : std::nullopt;
        if (at == stored.end() || (request.schema && !override))
            return Error { ErrorCode::NotFound, fmt::format("There is no field \"{}\".", name) };
        wanted.push_back({ at->id, override ? (*request.schema)[*override] : at->field });
    }
    return wanted;
}

} // namespace

CaseStore::CaseStore(const Project& project)
    : m_project(&project)
{
}

Result<std::size_t> CaseStore::rowCount() const
{
    CB_TRY(
        const std::int64_t rows,
        m_project->database().integer("SELECT first_row + rows FROM part ORDER BY first_row DESC LIMIT 1"));
    return static_cast<std::size_t>(rows);
}

Result<Schema> CaseStore::schema() const
{
    return SchemaStore(*m_project).schema();
}

Result<CaseTablePtr> CaseStore::loadTable(const TableRequest& request, Progress& progress) const
{
    CB_TRY(const ReadScope scope, ReadScope::begin(m_project->database()));
    CB_TRY(const auto wanted, wantedFields(*m_project, request));
    CaseReader reader(m_project->state());
    CB_TRY(const auto selection, reader.select(request.rows));
    auto table = std::make_shared<CaseTable>();
    std::vector<Field> fields;
    FieldsReader reading(reader, selection, request.maxChangeSeq);
    for (const WantedField& field : wanted) {
        CB_CHECK(progress.checkpoint());
        progress.report(static_cast<double>(fields.size()) / static_cast<double>(wanted.size()),
                        "reading cases");
        reading.add(field.id, field.field);
        fields.push_back(field.field);
        if (reading.failed())
            break;
    }
    reading.addIds();
    auto columns = reading.finish();
    if (!columns)
        return reading.failedAt() < fields.size()
            ? columns.error().in("field " + fields[reading.failedAt()].name)
            : columns.error();
    table->columns = std::move(*columns);
    table->ids = reading.takeIds();
    table->schema = Schema(std::move(fields));
    table->rows.reserve(table->ids.size());
    for (const PartSelection& part : selection) {
        for (std::size_t i = 0; i < part.size(); ++i)
            table->rows.push_back(part.part.firstRow
                                  + (part.whole ? static_cast<CaseRow>(i) : part.positions[i]));
    }
    return CaseTablePtr(std::move(table));
}

Result<Column> CaseStore::loadColumn(std::string_view field) const
{
    CB_TRY(const ReadScope scope, ReadScope::begin(m_project->database()));
    TableRequest request;
    request.fields = { std::string(field) };
    CB_TRY(const auto wanted, wantedFields(*m_project, request));
    CaseReader reader(m_project->state());
    CB_TRY(const auto selection, reader.select({}));
    return reader.column(wanted.front().id, wanted.front().field, selection, {});
}

Result<std::vector<std::string>> CaseStore::ids() const
{
    CB_TRY(const ReadScope scope, ReadScope::begin(m_project->database()));
    CaseReader reader(m_project->state());
    CB_TRY(const auto selection, reader.select({}));
    return reader.ids(selection);
}

Result<std::string> CaseStore::idOf(CaseRow row) const
{
    CB_TRY(const ReadScope scope, ReadScope::begin(m_project->database()));
    CaseReader reader(m_project->state());
    CB_TRY(const auto selection, reader.select(std::vector<CaseRow> { row }));
    CB_TRY(auto ids, reader.ids(selection));
    return std::move(ids.front());
}

Result<IdIndex> CaseStore::idIndex() const
{
    CB_TRY(auto all, ids());
    return IdIndex(all);
}

Result<CaseRow> CaseStore::rowOf(std::string_view id) const
{
    CB_TRY(const ReadScope scope, ReadScope::begin(m_project->database()));
    CaseReader reader(m_project->state());
    CB_TRY(const auto selection, reader.select({}));
    // More parts each time: few texts in memory for an early case, few looks at the dictionary for a late
    // one.
    for (std::size_t from = 0, count = 1; from < selection.size(); from += count, count *= 2) {
        const auto parts = std::span(selection).subspan(from, std::min(count, selection.size() - from));
        CB_TRY(const auto some, reader.ids(parts));
        const auto at = std::ranges::find(some, id);
        if (at != some.end())
            return parts.front().part.firstRow + static_cast<CaseRow>(at - some.begin());
    }
    return Error { ErrorCode::NotFound,
                   fmt::format("There is no case \"{}\".", id),
                   {},
                   {},
                   "List the cases with \"cases\"." };
}

Result<std::int64_t> CaseStore::sourceOf(CaseRow row) const
{
    CB_TRY(const std::int64_t source,
           m_project->database().integer(
               "SELECT source FROM part WHERE first_row <= ?1 AND first_row + rows > ?1", row));
    if (source == 0)
        return Error { ErrorCode::InvalidInput, fmt::format("The project has no case in row {}.", row) };
    return source;
}

} // namespace casebench
