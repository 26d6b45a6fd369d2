// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/MappingStore.h"

#include "core/base/Text.h"
#include "core/store/Sqlite.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

MappingStore::MappingStore(const Project& project)
    : m_project(&project)
{
}

Result<std::int64_t> MappingStore::add(WriteTransaction& tx,
                                       const std::string& name,
                                       const Json& body,
                                       const std::string& sha256) const
{
    Database& database = tx.database();
    CB_TRY(const std::int64_t known,
           database.integer("SELECT id FROM mapping WHERE name = ?1 AND sha256 = ?2", name, sha256));
    if (known != 0)
        return known;
    CB_CHECK(database.run(
        "INSERT INTO mapping(name, body, sha256, created_at, created_by) VALUES(?1, ?2, ?3, ?4, ?5)", name,
        canonicalJson(body), sha256, tx.time(), tx.actor().name));
    return database.lastInsertedId();
}

Result<std::vector<StoredMapping>> MappingStore::list() const
{
    CB_TRY(Statement rows,
           m_project->database().query(
               "SELECT id, name, body, sha256, created_at, created_by FROM mapping WHERE id IN "
               "(SELECT max(id) FROM mapping GROUP BY name) ORDER BY id DESC"));
    std::vector<StoredMapping> mappings;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return mappings;
        StoredMapping mapping;
        mapping.id = rows.integer(0);
        mapping.name = rows.string(1);
        CB_TRY(mapping.body, parseJson(rows.text(2)));
        mapping.sha256 = rows.string(3);
        mapping.createdAt = rows.integer(4);
        mapping.createdBy = rows.string(5);
        mappings.push_back(std::move(mapping));
    }
}

Result<StoredMapping> MappingStore::find(std::string_view name) const
{
    CB_TRY(std::vector<StoredMapping> all, list());
    std::vector<std::string> names;
    for (StoredMapping& mapping : all) {
        if (mapping.name == name)
            return std::move(mapping);
        names.push_back(mapping.name);
    }
    return Error { ErrorCode::NotFound,
                   fmt::format("There is no mapping \"{}\".", name),
                   {},
                   "mapping-not-found",
                   names.empty() ? std::string("None is saved yet; import with --save-mapping.")
                                 : "Saved are: " + join(names, ", ") + "." };
}

} // namespace casebench
