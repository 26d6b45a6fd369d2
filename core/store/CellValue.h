// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/data/Column.h"

#include <optional>
#include <variant>

namespace casebench {

/// The value of one cell away from its column, as changes keep it.
struct CellValue
{
    std::variant<std::monostate, double, Instant, std::string>
        value; ///< monostate: missing; text of categories, yes/no and texts
    std::optional<std::string> raw; ///< the source's text where printing the value would not give it back

    bool operator==(const CellValue&) const = default;
};

/// The cell of a column.
[[nodiscard]] CellValue cellOf(const Column& column, std::size_t row);
/// What a person typed, seen under a kind. A text that does not fit a number or a time is missing with its
/// raw text kept; "" is missing.
[[nodiscard]] CellValue cellFromText(const Field& field, std::string_view text);
/// The same cell seen under another kind (through its text). from: how times print before.
[[nodiscard]] CellValue castCell(const CellValue& cell, const Field& field, ValueType from);
/// Whether the times of a column print as Date or DateTime.
[[nodiscard]] ValueType timeTypeOf(const Column& column);
/// yes y true t 1 / no n false f 0, whatever the case.
[[nodiscard]] std::optional<Code> yesNoOf(std::string_view text);
/// The text that column.text() would give.
[[nodiscard]] std::string cellText(const CellValue& cell, ValueType type);

/// Canonical JSON: null | {"n":"1.5"} | {"i":micros} | {"s":"text"}, each with "t" when there is a raw text.
[[nodiscard]] Json toJson(const CellValue& cell);
/// Fails: Corrupt.
[[nodiscard]] Result<CellValue> cellFromJson(const Json& json);

} // namespace casebench
