// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/Schema.h"

#include "core/base/Text.h"
#include "core/data/EditDistance.h"

#include <algorithm>

namespace casebench {

Schema::Schema(std::vector<Field> fields)
    : m_fields(std::move(fields))
{
}

std::optional<std::size_t> Schema::indexOf(std::string_view name) const
{
    const auto at = std::ranges::find(m_fields, name, &Field::name);
    return at == m_fields.end() ? std::nullopt
                                : std::optional(static_cast<std::size_t>(at - m_fields.begin()));
}

Result<std::size_t> Schema::find(std::string_view name) const
{
    if (const auto exact = indexOf(name))
        return *exact;
    const std::string wanted = caseFold(trimmed(name));
    std::size_t nearest = 0;
    std::size_t distance = std::string::npos;
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        const std::string candidate = caseFold(trimmed(m_fields[i].name));
        if (candidate == wanted)
            return i;
        if (const auto d = editDistance(candidate, wanted); d < distance) {
            distance = d;
            nearest = i;
        }
    }
    Error error { ErrorCode::NotFound, "There is no field \"" + std::string(name) + "\"." };
    if (distance <= wanted.size() / 2)
        error.advice = "Did you mean \"" + m_fields[nearest].name + "\"?";
    return error;
}

std::optional<std::size_t> Schema::firstOf(FieldRole role) const
{
    const auto at = std::ranges::find(m_fields, role, &Field::role);
    return at == m_fields.end() ? std::nullopt
                                : std::optional(static_cast<std::size_t>(at - m_fields.begin()));
}

std::vector<std::size_t> Schema::modelFields() const
{
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        const Field& field = m_fields[i];
        if (field.role == FieldRole::Feature && field.kind != FieldKind::Time
            && field.kind != FieldKind::Text)
            positions.push_back(i);
    }
    return positions;
}

Json Schema::toJson() const
{
    Json list = Json::array();
    for (const Field& field : m_fields) {
        list.push_back({ { "name", field.name },
                         { "kind", name(field.kind) },
                         { "role", name(field.role) },
                         { "type", name(field.type) },
                         { "controllable", field.controllable } });
    }
    return list;
}

Result<Schema> Schema::fromJson(const Json& json)
{
    if (!json.is_array())
        return Error { ErrorCode::Corrupt, "A schema is a list of fields." };
    std::vector<Field> fields;
    for (const Json& entry : json) {
        Field field;
        CB_TRY(field.name, jsonText(entry, "name"));
        CB_TRY(const std::string kind, jsonText(entry, "kind"));
        CB_TRY(const std::string role, jsonText(entry, "role"));
        CB_TRY(const std::string type, jsonText(entry, "type"));
        CB_TRY(field.kind, valueIn(kFieldKindNames, kind));
        CB_TRY(field.role, valueIn(kFieldRoleNames, role));
        CB_TRY(field.type, valueIn(kValueTypeNames, type));
        field.controllable = entry.value("controllable", false);
        fields.push_back(std::move(field));
    }
    return Schema(std::move(fields));
}

} // namespace casebench
