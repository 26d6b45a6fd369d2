// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace casebench {

struct CloseStatement
{
    void operator()(sqlite3_stmt* statement) const;
};

using ForeignStatement = std::unique_ptr<sqlite3_stmt, CloseStatement>;

/// A column of a foreign table.
struct ForeignColumn
{
    std::string name;
    bool computed = false; ///< a generated column that is not stored: never evaluated here
};

/// A table that cases can be read from.
struct ForeignTable
{
    std::string name;
    std::vector<ForeignColumn> columns;
    std::string rowId; ///< a name that means the row's number; "" where there is none
};

/// An SQLite file of somebody else, opened so that nothing in it can act: read-only and unlocked (immutable),
/// no symbolic link, defensive, schema untrusted, no views, triggers, extensions, attached files or
/// functions.
class ForeignDatabase
{
public:
    /// Fails:  not-sqlite; sqlite-corrupt; database-in-use (its journal or write-ahead log lies beside it);
    ///         file-unreadable.
    [[nodiscard]] static Result<std::unique_ptr<ForeignDatabase>> open(const std::filesystem::path& path);
    ~ForeignDatabase();
    ForeignDatabase(const ForeignDatabase&) = delete;
    ForeignDatabase& operator=(const ForeignDatabase&) = delete;

    /// The table told, or the only one there is.
    /// Fails:  table-wanted (several; they are named), table-not-found, view-refused, empty-file (none).
    [[nodiscard]] Result<ForeignTable> choose(const std::string& wanted);

    [[nodiscard]] Result<ForeignStatement> prepare(const std::string& sql) const;
    /// Gives: true for a row, false at the end. Fails: sqlite-corrupt; "too-big", to be handled by the
    /// caller.
    [[nodiscard]] Result<bool> step(sqlite3_stmt* statement) const;

    /// "utf-8", "utf-16le", "utf-16be"
    [[nodiscard]] const std::string& encoding() const { return m_encoding; }

private:
    ForeignDatabase() = default;
    [[nodiscard]] Result<void> guard();
    [[nodiscard]] Result<std::vector<std::string>> namesOf(const std::string& sql) const;
    [[nodiscard]] Result<ForeignTable> describe(const std::string& name) const;
    [[nodiscard]] Error failure(int code) const;

    sqlite3* m_database = nullptr;
    std::string m_name;
    std::string m_encoding = "utf-8";
};

/// "a""b" for a"b
[[nodiscard]] std::string quotedName(std::string_view name);

} // namespace casebench
