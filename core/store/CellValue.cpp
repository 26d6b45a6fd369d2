// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/CellValue.h"

#include "core/base/Text.h"

#include <algorithm>

namespace casebench {

namespace {

Error damagedCell()
{
    return { ErrorCode::Corrupt,
             "A stored change of a value cannot be read.",
             {},
             "E_DAMAGED",
             "Run \"check\" and restore the newest backup." };
}

Result<std::optional<std::string>> rawOf(const Json& json)
{
    const auto at = json.find("t");
    if (at == json.end())
        return std::optional<std::string>();
    if (!at->is_string())
        return damagedCell();
    return std::optional(at->get<std::string>());
}

Result<decltype(CellValue::value)> valueOf(const Json& json)
{
    using Value = decltype(CellValue::value);
    if (const auto at = json.find("n"); at != json.end() && at->is_string()) {
        const auto number = parseFiniteNumber(at->get<std::string>());
        return number ? Result<Value>(Value(*number)) : Result<Value>(damagedCell());
    }
    if (const auto at = json.find("i"); at != json.end() && at->is_number_integer())
        return Value(at->get<Instant>());
    if (const auto at = json.find("s"); at != json.end() && at->is_string())
        return Value(at->get<std::string>());
    if (json.contains("t"))
        return Value(std::monostate());
    return damagedCell();
}

} // namespace

ValueType timeTypeOf(const Column& column)
{
    // A column does not tell its type, but what it prints does: "2026-03-01" or longer.
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (!column.isMissing(row))
            return column.printed(row).find('T') == std::string::npos ? ValueType::Date : ValueType::DateTime;
    }
    return ValueType::DateTime;
}

std::optional<Code> yesNoOf(std::string_view text)
{
    constexpr std::array<std::string_view, 5> kYes { "yes", "y", "true", "t", "1" };
    constexpr std::array<std::string_view, 5> kNo { "no", "n", "false", "f", "0" };
    const std::string word = toLowerAscii(text);
    if (std::ranges::find(kYes, word) != kYes.end())
        return kYesCode;
    if (std::ranges::find(kNo, word) != kNo.end())
        return kNoCode;
    return std::nullopt;
}

CellValue cellOf(const Column& column, std::size_t row)
{
    CellValue cell;
    if (!column.isMissing(row)) {
        if (column.kind() == FieldKind::Number)
            cell.value = column.numbers()[row];
        else if (column.kind() == FieldKind::Time)
            cell.value = column.times()[row];
        else
            cell.value = column.printed(row);
    }
    if (const RawTexts* raw = column.rawTexts()) {
        const auto at = std::ranges::lower_bound(raw->rows, static_cast<std::uint32_t>(row));
        if (at != raw->rows.end() && *at == row)
            cell.raw = raw->texts[static_cast<std::size_t>(at - raw->rows.begin())];
    }
    return cell;
}

CellValue cellFromText(const Field& field, std::string_view text)
{
    CellValue cell;
    if (text.empty())
        return cell;
    cell.raw = std::string(text);
    if (field.kind == FieldKind::Number) {
        if (const auto number = parseFiniteNumber(text))
            cell.value = *number;
    } else if (field.kind == FieldKind::Time) {
        if (const auto time = parseIso(text))
            cell.value = time->instant;
    } else if (field.kind != FieldKind::YesNo || yesNoOf(text)) {
        cell.value = std::string(text);
    }
    const bool prints = !std::holds_alternative<std::monostate>(cell.value)
        && cellText({ cell.value, {} }, field.type) == text;
    if (prints)
        cell.raw.reset();
    return cell;
}

CellValue castCell(const CellValue& cell, const Field& field, ValueType from)
{
    return cellFromText(field, cellText(cell, from));
}

std::string cellText(const CellValue& cell, ValueType type)
{
    if (cell.raw)
        return *cell.raw;
    if (const auto* number = std::get_if<double>(&cell.value))
        return printNumber(*number);
    if (const auto* time = std::get_if<Instant>(&cell.value))
        return printTime(*time, type);
    const auto* text = std::get_if<std::string>(&cell.value);
    return text == nullptr ? std::string() : *text;
}

Json toJson(const CellValue& cell)
{
    Json json = Json::object();
    if (const auto* number = std::get_if<double>(&cell.value))
        json["n"] = shortestNumber(*number);
    else if (const auto* time = std::get_if<Instant>(&cell.value))
        json["i"] = *time;
    else if (const auto* text = std::get_if<std::string>(&cell.value))
        json["s"] = *text;
    else if (!cell.raw)
        return nullptr;
    if (cell.raw)
        json["t"] = *cell.raw;
    return json;
}

Result<CellValue> cellFromJson(const Json& json)
{
    CellValue cell;
    if (json.is_null())
        return cell;
    if (!json.is_object())
        return damagedCell();
    CB_TRY(cell.value, valueOf(json));
    CB_TRY(cell.raw, rawOf(json));
    return cell;
}

} // namespace casebench
