// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/SchemaStore.h"

#include "core/store/Sqlite.h"

#include <fmt/format.h>
#include <unordered_map>

namespace casebench {

SchemaStore::SchemaStore(const Project& project)
    : m_project(&project)
{
}

Result<Schema> SchemaStore::schema() const
{
    CB_TRY(auto stored, fields());
    std::vector<Field> list;
    for (StoredField& field : stored)
        list.push_back(std::move(field.field));
    return Schema(std::move(list));
}

Result<std::vector<StoredField>> SchemaStore::fields() const
{
    CB_TRY(Statement rows,
           m_project->database().query("SELECT id, name, kind, role, type, controllable, first_source, "
                                       "last_source FROM field ORDER BY id"));
    std::vector<StoredField> fields;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return fields;
        StoredField stored;
        stored.id = rows.integer(0);
        stored.field.name = rows.string(1);
        CB_TRY(stored.field.kind, valueIn(kFieldKindNames, rows.text(2)));
        CB_TRY(stored.field.role, valueIn(kFieldRoleNames, rows.text(3)));
        CB_TRY(stored.field.type, valueIn(kValueTypeNames, rows.text(4)));
        stored.field.controllable = rows.integer(5) != 0;
        stored.firstSource = rows.integer(6);
        stored.lastSource = rows.integer(7);
        fields.push_back(std::move(stored));
    }
}

Result<std::vector<std::size_t>>
SchemaStore::merge(WriteTransaction& tx, const Schema& incoming, std::int64_t sourceId) const
{
    CB_TRY(const Schema known, schema());
    Database& database = tx.database();
    CB_TRY(
        Statement insert,
        database.prepare("INSERT INTO field(name, kind, role, type, controllable, first_source, last_source) "
                         "VALUES(?1, ?2, ?3, ?4, ?5, nullif(?6, 0), nullif(?6, 0))"));
    CB_TRY(Statement seen, database.prepare("UPDATE field SET last_source = nullif(?2, 0) WHERE name = ?1"));
    std::unordered_map<std::string_view, std::size_t> positions;
    for (std::size_t i = 0; i < known.size(); ++i)
        positions.emplace(known[i].name, i);
    std::vector<std::size_t> added;
    for (std::size_t i = 0; i < incoming.size(); ++i) {
        const Field& field = incoming[i];
        if (positions.contains(field.name)) {
            CB_CHECK(seen.run(field.name, sourceId));
            continue;
        }
        CB_CHECK(insert.run(field.name, name(field.kind), name(field.role), name(field.type),
                            field.controllable ? 1 : 0, sourceId));
        added.push_back(i);
    }
    return added;
}

Result<void> SchemaStore::update(WriteTransaction& tx, const Field& field) const
{
    CB_TRY(const std::int64_t known,
           tx.database().integer("SELECT count(*) FROM field WHERE name = ?1", field.name));
    if (known == 0)
        return Error { ErrorCode::NotFound,
                       fmt::format("There is no field \"{}\".", field.name),
                       {},
                       {},
                       "List the fields with \"fields\"." };
    return tx.database().run(
        "UPDATE field SET kind = ?2, role = ?3, type = ?4, controllable = ?5 WHERE name = ?1", field.name,
        name(field.kind), name(field.role), name(field.type), field.controllable ? 1 : 0);
}

} // namespace casebench
