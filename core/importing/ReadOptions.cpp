// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/ReadOptions.h"

#include "core/base/Text.h"

#include <algorithm>
#include <array>

namespace casebench {

namespace {

Error unknownValue(std::string_view word, std::string_view value, std::string advice)
{
    return { ErrorCode::InvalidInput,
             "\"" + std::string(value) + "\" is not a value of the option " + std::string(word) + ".",
             {},
             "bad-option",
             std::move(advice) };
}

Result<void> setCharacter(std::string& option, std::string_view word, std::string_view value)
{
    if (value == "tab" || value == "\\t")
        value = "\t";
    // Thousands may be a no-break space, which is more than one byte.
    const bool single = value.size() == 1 && static_cast<unsigned char>(value[0]) < 0x80;
    const bool space = word == "thousands" && (value == "\u00a0" || value == "\u202f" || value == "\u2009");
    if ((!single && !space) || value == "\"" || value == "\n" || value == "\r")
        return unknownValue(word, value, "Give one character.");
    option = value;
    return {};
}

Result<void> setForcedType(ReadOptions& options, std::string_view column, std::string_view value)
{
    if (value == "number") {
        options.forcedTypes[std::string(column)] = ValueType::Decimal;
        return {};
    }
    CB_TRY(const ValueType type, valueIn(kValueTypeNames, value));
    options.forcedTypes[std::string(column)] = type;
    return {};
}

Result<void> setDateOrder(std::string& option, std::string_view word, std::string_view value)
{
    if (value != "dmy" && value != "mdy" && value != "ymd")
        return unknownValue(word, value, "Choose one of: dmy, mdy, ymd.");
    option = value;
    return {};
}

/// WORD.COLUMN, for what may differ from column to column; false when the word is none of these.
Result<bool> setColumnOption(ReadOptions& options, std::string_view word, std::string_view value)
{
    static constexpr std::array<std::string_view, 4> kWords { "date_order.", "decimal.", "thousands.",
                                                              "missing." };
    const auto known =
        std::ranges::find_if(kWords, [&](std::string_view start) { return word.starts_with(start); });
    if (known == kWords.end())
        return false;
    ColumnReading& reading = ownReading(options, word.substr(known->size()));
    const std::string_view own = known->substr(0, known->size() - 1);
    if (own == "date_order") {
        CB_CHECK(setDateOrder(reading.dateOrder, word, value));
    } else if (own == "missing") {
        if (std::ranges::find(reading.missing, value) == reading.missing.end())
            reading.missing.emplace_back(value);
    } else {
        CB_CHECK(setCharacter(own == "decimal" ? reading.decimal : reading.thousands, own, value));
    }
    return true;
}

template<typename Readings>
auto findReading(Readings& readings, std::string_view column)
{
    const std::string key = caseFold(trimmed(column));
    return std::ranges::find_if(readings,
                                [&](const auto& entry) { return caseFold(trimmed(entry.first)) == key; });
}

} // namespace

ColumnReading readingFor(const ReadOptions& options, std::string_view column)
{
    ColumnReading reading;
    if (!options.columns.empty()) {
        if (const auto own = findReading(options.columns, column); own != options.columns.end())
            reading = own->second;
    }
    if (reading.dateOrder.empty())
        reading.dateOrder = options.dateOrder;
    if (reading.decimal.empty() && reading.thousands.empty()) { // one manner of writing: never mixed
        reading.decimal = options.decimal;
        reading.thousands = options.thousands;
    }
    return reading;
}

ColumnReading& ownReading(ReadOptions& options, std::string_view column)
{
    const auto own = findReading(options.columns, column);
    return own != options.columns.end() ? own->second : options.columns[std::string(column)];
}

Result<void> setReadOption(ReadOptions& options, std::string_view word, std::string_view value)
{
    if (word == "encoding") {
        options.encoding = toLowerAscii(value);
    } else if (word == "sheet") {
        options.sheet = value;
    } else if (word == "table") {
        options.table = value;
    } else if (word == "delimiter") {
        return setCharacter(options.delimiter, word, value);
    } else if (word == "decimal") {
        return setCharacter(options.decimal, word, value);
    } else if (word == "thousands") {
        return setCharacter(options.thousands, word, value);
    } else if (word == "date_order") {
        return setDateOrder(options.dateOrder, word, value);
    } else if (word == "skip") {
        const auto count = parseInteger(value);
        if (!count || *count < 0)
            return unknownValue(word, value, "Give the number of lines before the header.");
        options.skip = static_cast<std::size_t>(*count);
    } else if (word == "guard") {
        if (value != "on" && value != "off")
            return unknownValue(word, value, "Choose one of: on, off.");
        options.guard = value == "on";
    } else if (word.starts_with("type.")) {
        return setForcedType(options, word.substr(5), value);
    } else {
        CB_TRY(const bool isColumn, setColumnOption(options, word, value));
        if (isColumn)
            return {};
        return Error {
            ErrorCode::InvalidInput,
            "There is no reading option \"" + std::string(word) + "\".",
            {},
            "bad-option",
            "Known: encoding, delimiter, date_order, decimal, thousands, skip, guard, sheet, "
            "table, type.COLUMN, date_order.COLUMN, decimal.COLUMN, thousands.COLUMN, missing.COLUMN."
        };
    }
    return {};
}

} // namespace casebench
