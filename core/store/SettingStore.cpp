// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/SettingStore.h"

#include "core/store/Sqlite.h"

namespace casebench {

SettingStore::SettingStore(const Project& project)
    : m_project(&project)
{
}

Result<Json> SettingStore::value(std::string_view key) const
{
    CB_TRY(Statement row, m_project->database().query("SELECT value FROM setting WHERE key = ?1", key));
    CB_TRY(const bool found, row.step());
    return found ? parseJson(row.text(0)) : Result<Json>(Json(nullptr));
}

Result<std::map<std::string, Json>> SettingStore::all() const
{
    CB_TRY(Statement rows, m_project->database().query("SELECT key, value FROM setting ORDER BY key"));
    std::map<std::string, Json> settings;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return settings;
        CB_TRY(settings[rows.string(0)], parseJson(rows.text(1)));
    }
}

Result<void> SettingStore::set(WriteTransaction& tx, std::string_view key, const Json& value) const
{
    return tx.database().run("INSERT INTO setting(key, value) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET "
                             "value = excluded.value",
                             key, canonicalJson(value));
}

} // namespace casebench
