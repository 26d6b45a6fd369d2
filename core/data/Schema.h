// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/data/Field.h"

#include <optional>
#include <vector>

namespace casebench {

/// The fields of a table, in order. Names are unique.
class Schema
{
public:
    Schema() = default;
    explicit Schema(std::vector<Field> fields);

    [[nodiscard]] const std::vector<Field>& fields() const { return m_fields; }

    [[nodiscard]] std::size_t size() const { return m_fields.size(); }

    [[nodiscard]] const Field& operator[](std::size_t index) const { return m_fields[index]; }

    /// Position by exact name. Cost: O(fields).
    [[nodiscard]] std::optional<std::size_t> indexOf(std::string_view name) const;
    /// Position by name, ignoring case and outer white space; NotFound names the nearest spelling.
    [[nodiscard]] Result<std::size_t> find(std::string_view name) const;
    /// The first field of that role.
    [[nodiscard]] std::optional<std::size_t> firstOf(FieldRole role) const;
    /// Positions of the fields a model may use: role feature, kind number, category or yes/no.
    [[nodiscard]] std::vector<std::size_t> modelFields() const;

    [[nodiscard]] Json toJson() const;
    [[nodiscard]] static Result<Schema> fromJson(const Json& json);

    bool operator==(const Schema&) const = default;

private:
    std::vector<Field> m_fields;
};

} // namespace casebench
