// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/AuditLog.h"
#include "core/store/CaseStore.h"
#include "core/store/SchemaStore.h"
#include "core/workflow/SchemaCard.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::int64_t kPage = 5000; // records held at once

std::string shown(const Json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    return value.is_boolean() ? (value.get<bool>() ? "yes" : "no") : value.dump();
}

/// "kind number -> category, role feature -> ignore"
std::string changeWords(const Json& before, const Json& after)
{
    std::string words;
    for (const auto& [key, value] : after.items()) {
        if (before.contains(key) && before[key] != value)
            words += fmt::format("{}{} {} -> {}", words.empty() ? "" : ", ", key, shown(before[key]),
                                 shown(value));
    }
    return words;
}

const Json& member(const Json& body, const char* key)
{
    static const Json kNothing;
    const auto at = body.find(key);
    return at == body.end() ? kNothing : *at;
}

/// The import that brought the field, as the log names it; "" when none did.
Result<std::string> broughtBy(Project& project, std::string_view field)
{
    CB_TRY(const auto stored, SchemaStore(project).fields());
    const auto at =
        std::ranges::find_if(stored, [&](const StoredField& entry) { return entry.field.name == field; });
    return at == stored.end() || at->firstSource == 0 ? std::string() : std::to_string(at->firstSource);
}

} // namespace

Result<std::vector<FieldEvent>> fieldHistory(Project& project, std::string_view name)
{
    CB_TRY(const Schema schema, CaseStore(project).schema());
    CB_TRY(const std::size_t at, schema.find(name));
    const std::string& field = schema[at].name;
    CB_TRY(const std::string source, broughtBy(project, field));
    const AuditLog log(project);
    std::vector<FieldEvent> events;
    for (std::int64_t from = 1;;) {
        CB_TRY(const auto records, log.list(from, kPage));
        for (const AuditRecord& record : records) {
            std::string what;
            if (record.act == "field.set" && record.objId == field)
                what = changeWords(member(record.body, "before"), member(record.body, "after"));
            else if (record.act == "import.cases" && record.objId == source) {
                const Json& file = member(member(record.body, "input"), "name");
                what = "came with " + (file.is_string() ? file.get<std::string>() : "import " + record.objId);
            }
            if (!what.empty())
                events.push_back({ record.wall, record.person, std::move(what), record.reason, record.seq });
        }
        if (static_cast<std::int64_t>(records.size()) < kPage)
            return events;
        from = records.back().seq + 1;
    }
}

} // namespace casebench
