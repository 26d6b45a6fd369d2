// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Field.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

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
    /// Makes the digest of the file's bytes (SHA-256); without it FileProfile::sha256 stays empty.
    std::function<std::unique_ptr<ByteDigest>()> digest;
};

/// Sets an option by its word: encoding, delimiter, date_order, decimal, thousands, skip, guard (on|off),
/// sheet, table, type.COLUMN (number, integer, decimal, boolean, date, datetime, text). Fails:  InvalidInput
/// when the word or the value is not known.
[[nodiscard]] Result<void> setReadOption(ReadOptions& options, std::string_view word, std::string_view value);

} // namespace casebench
