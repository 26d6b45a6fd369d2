// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Field.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace casebench {

/// Digest of a byte stream. The caller brings the cipher: this folder knows no cryptography.
class ByteDigest
{
public:
    virtual ~ByteDigest() = default;
    virtual void update(std::string_view bytes) = 0;
    /// Lower-case hex of all bytes so far; called once.
    [[nodiscard]] virtual std::string finish() = 0;
};

/// How the cells of one column are to be read. Empty = as the file's option says, or decided by the content.
struct ColumnReading
{
    std::string dateOrder; ///< "dmy", "mdy" or "ymd"
    std::string decimal;
    std::string thousands;
    std::vector<std::string> missing; ///< texts that stand for "no value", exactly as the file spells them

    bool operator==(const ColumnReading&) const = default;
};

/// What a person says about a file before it is read. Empty = decided by the content.
struct ReadOptions
{
    std::string encoding; ///< "utf-8", "utf-16le", "windows-1252" ...
    std::string delimiter; ///< one ASCII character
    std::string dateOrder; ///< "dmy", "mdy" or "ymd", for dates with slashes
    std::string decimal; ///< "," or "."
    std::string thousands; ///< one character between groups of three digits
    std::size_t skip = 0; ///< physical lines before the header
    bool guard = false; ///< strip one leading ' that our own export put before dangerous cells
    std::string sheet; ///< workbooks
    std::string table; ///< databases
    std::map<std::string, ValueType>
        forcedTypes; ///< by column name; what does not fit becomes missing and is counted
    /// By column name; wins over the options above. Names that the file lacks are no error: a mapping speaks
    /// of more files than one.
    std::map<std::string, ColumnReading> columns;
    /// Makes the digest of the file's bytes (SHA-256); without it FileProfile::sha256 stays empty.
    std::function<std::unique_ptr<ByteDigest>()> digest;
};

/// Sets an option by its word: encoding, delimiter, date_order, decimal, thousands, skip, guard (on|off),
/// sheet, table, type.COLUMN (number, integer, decimal, boolean, date, datetime, text), and for one column
/// date_order.COLUMN, decimal.COLUMN, thousands.COLUMN, missing.COLUMN (adds one text). Fails:  InvalidInput
/// when the word or the value is not known.
[[nodiscard]] Result<void> setReadOption(ReadOptions& options, std::string_view word, std::string_view value);

/// How a column is read: its own reading, filled up from the file's options.
/// Cost:   O(columns with a reading of their own).
[[nodiscard]] ColumnReading readingFor(const ReadOptions& options, std::string_view column);
/// The reading of a column to be changed, found ignoring case and outer white space.
[[nodiscard]] ColumnReading& ownReading(ReadOptions& options, std::string_view column);

} // namespace casebench
