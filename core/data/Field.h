// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace casebench {

/// How the values of a field behave.
enum class FieldKind
{
    Number,
    Category,
    YesNo,
    Time,
    Text
};

/// What a field is for. Only features (and sensitive or group fields that a recipe names) reach a model.
enum class FieldRole
{
    Feature,
    Id,
    Time,
    Label,
    Sensitive,
    Personal,
    Group,
    Ignore
};

/// What the texts of a column look like, before anybody decides what the field is.
enum class ValueType
{
    Missing,
    Integer,
    Decimal,
    Boolean,
    Date,
    DateTime,
    Text
};

// The words of the command line and of files, one table an enum.
inline constexpr std::array<std::pair<FieldKind, std::string_view>, 5> kFieldKindNames { {
    { FieldKind::Number, "number" },
    { FieldKind::Category, "category" },
    { FieldKind::YesNo, "yes-no" },
    { FieldKind::Time, "time" },
    { FieldKind::Text, "text" },
} };
inline constexpr std::array<std::pair<FieldRole, std::string_view>, 8> kFieldRoleNames { {
    { FieldRole::Feature, "feature" },
    { FieldRole::Id, "id" },
    { FieldRole::Time, "time" },
    { FieldRole::Label, "label" },
    { FieldRole::Sensitive, "sensitive" },
    { FieldRole::Personal, "personal" },
    { FieldRole::Group, "group" },
    { FieldRole::Ignore, "ignore" },
} };
inline constexpr std::array<std::pair<ValueType, std::string_view>, 7> kValueTypeNames { {
    { ValueType::Missing, "missing" },
    { ValueType::Integer, "integer" },
    { ValueType::Decimal, "decimal" },
    { ValueType::Boolean, "boolean" },
    { ValueType::Date, "date" },
    { ValueType::DateTime, "datetime" },
    { ValueType::Text, "text" },
} };

/// The word of an enum value in its table. Cost: O(size of the table).
template<typename E, std::size_t N>
[[nodiscard]] constexpr std::string_view nameIn(const std::array<std::pair<E, std::string_view>, N>& table,
                                                E value)
{
    for (const auto& [entry, name] : table) {
        if (entry == value)
            return name;
    }
    return {};
}

/// The enum value of a word. Fails: InvalidInput naming the known words.
template<typename E, std::size_t N>
[[nodiscard]] Result<E> valueIn(const std::array<std::pair<E, std::string_view>, N>& table,
                                std::string_view name)
{
    std::string known;
    for (const auto& [entry, text] : table) {
        if (text == name)
            return entry;
        known += (known.empty() ? "" : ", ") + std::string(text);
    }
    return Error { ErrorCode::InvalidInput,
                   "\"" + std::string(name) + "\" is not known here.",
                   {},
                   {},
                   "Choose one of: " + known + "." };
}

[[nodiscard]] inline std::string_view name(FieldKind kind)
{
    return nameIn(kFieldKindNames, kind);
}

[[nodiscard]] inline std::string_view name(FieldRole role)
{
    return nameIn(kFieldRoleNames, role);
}

[[nodiscard]] inline std::string_view name(ValueType type)
{
    return nameIn(kValueTypeNames, type);
}

/// A column of cases.
struct Field
{
    std::string name;
    FieldKind kind = FieldKind::Text;
    FieldRole role = FieldRole::Feature;
    ValueType type = ValueType::Text;
    bool controllable = false; ///< the scammer can choose its value

    bool operator==(const Field&) const = default;
};

} // namespace casebench
