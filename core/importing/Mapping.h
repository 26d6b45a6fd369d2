// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/importing/ImportPlan.h"

namespace casebench {

/// What a mapping knows of one field. Values of personal, id and text fields are never kept.
struct MappedField
{
    Field field;
    std::vector<std::string> columns; ///< names in files that mean this field; never empty
    ColumnReading reading; ///< how its cells were read
    std::vector<std::string> levels; ///< categories of few levels, for comparing; else empty
    double low = 0; ///< numbers: smallest and largest value; equal when not known
    double high = 0;

    bool operator==(const MappedField&) const = default;
};

/// How a kind of file is read and what its columns mean: what next month's file must match, or say how it
/// differs.
struct Mapping
{
    std::string name;
    ReadOptions read; ///< of the file as a whole; `columns` and `digest` stay empty
    std::string positive; ///< the label value that means scam, or ""
    std::vector<MappedField> fields;

    /// Position by a column's name in a file, ignoring case and outer white space.
    [[nodiscard]] std::optional<std::size_t> fieldOfColumn(std::string_view column) const;
};

/// The JSON body of a mapping; its canonical bytes are what is hashed.
[[nodiscard]] Json toJson(const Mapping& mapping);
/// Fails: Corrupt, kind "bad-mapping", when a member is missing or not known.
[[nodiscard]] Result<Mapping> mappingFromJson(const Json& body);

/// What was decided about a file that was looked at.
[[nodiscard]] Mapping mappingOf(const FileProfile& profile,
                                std::span<const FieldPlan> plan,
                                std::string name,
                                std::string positive);

/// Options with what the mapping knows of reading; what a person said stays.
[[nodiscard]] ReadOptions withMapping(ReadOptions options, const Mapping& mapping);
/// Kinds, roles and renames of the mapping for the columns of this file; what a person said stays. Fields
/// that the project knows keep what the project decided.
[[nodiscard]] FieldChoices
withMapping(FieldChoices choices, const Mapping& mapping, const FileProfile& profile, const Schema& known);

} // namespace casebench
