// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/ReadOptions.h"

#include "core/base/Text.h"

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

} // namespace

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
        if (value != "dmy" && value != "mdy" && value != "ymd")
            return unknownValue(word, value, "Choose one of: dmy, mdy, ymd.");
        options.dateOrder = value;
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
        return Error { ErrorCode::InvalidInput,
                       "There is no reading option \"" + std::string(word) + "\".",
                       {},
                       "bad-option",
                       "Known: encoding, delimiter, date_order, decimal, thousands, skip, guard, sheet, "
                       "table, type.COLUMN." };
    }
    return {};
}

} // namespace casebench
