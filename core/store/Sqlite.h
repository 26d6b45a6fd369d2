// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only: SQLite's C API behind two owners.

#include "core/base/Progress.h"
#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_blob;
struct sqlite3_stmt;

namespace casebench {

class Database;

inline constexpr int kBusyMilliseconds = 5000; // promises.md 2.1

/// Bytes that are bound as a BLOB rather than as text.
struct Blob
{
    std::string_view bytes;
};

/// A prepared statement. Parameters count from 1, columns from 0. Views of columns live until the next
/// step().
class Statement
{
public:
    ~Statement();
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    void bind(int index, std::int64_t value);

    void bind(int index, int value) { bind(index, std::int64_t { value }); }

    void bind(int index, std::uint32_t value) { bind(index, std::int64_t { value }); }

    void bind(int index, double value); ///< NaN becomes NULL
    void bind(int index, std::string_view text);

    void bind(int index, const std::string& text) { bind(index, std::string_view(text)); }

    void bind(int index, const char* text) { bind(index, std::string_view(text)); }

    void bind(int index, Blob blob);
    void bind(int index, std::nullptr_t);
    /// The columns of another statement's row, from `first` on, as parameters 1, 2 ...
    void bindColumnsOf(const Statement& row, int first);

    template<typename... Values>
    void bindAll(const Values&... values)
    {
        int index = 0;
        (bind(++index, values), ...);
    }

    /// True while there is a row.
    [[nodiscard]] Result<bool> step();

    /// For statements without rows: binds, steps to the end and resets for the next use.
    template<typename... Values>
    [[nodiscard]] Result<void> run(const Values&... values)
    {
        bindAll(values...);
        return finish();
    }

    void reset();

    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const; ///< NaN for NULL
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] std::string_view blob(int column) const;

    [[nodiscard]] std::string string(int column) const { return std::string(text(column)); }

    [[nodiscard]] int columnCount() const;
    /// Type byte, length and bytes of every column: equal rows, equal bytes. Columns from `optional` on are
    /// left out where they are NULL: a table may grow by such columns, and old rows keep their bytes.
    void appendCanonicalRow(std::string& out, int optional = 1 << 16) const;

private:
    friend class Database;
    Statement(Database& database, sqlite3_stmt* statement);
    [[nodiscard]] Result<void> finish();
    void checkBind(int code) const;
    Database* m_database;
    sqlite3_stmt* m_statement;
    int m_bindError = 0;
};

/// A connection, hardened for files that may be hostile (promises.md 2.1, steps 4 and 5). Never crosses a
/// thread.
class Database
{
public:
    enum class Access
    {
        ReadOnly,
        ReadWrite,
        Create
    };

    /// What a transaction did to a table.
    struct Touched
    {
        std::int64_t firstInserted = 0; ///< smallest rowid that was inserted; 0 = none
        bool changed = false; ///< a row was updated or deleted
    };

    /// Opens and sets flags, limits, authorizer and pragmas; runs no other SQL.
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const std::filesystem::path& path,
                                                                Access access);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    Database(Database&&) = delete;
    Database& operator=(Database&&) = delete;

    [[nodiscard]] Result<Statement> prepare(std::string_view sql);

    /// A statement with its parameters bound.
    template<typename... Values>
    [[nodiscard]] Result<Statement> query(std::string_view sql, const Values&... values)
    {
        auto statement = prepare(sql);
        if (statement)
            statement->bindAll(values...);
        return statement;
    }

    /// One statement without rows.
    template<typename... Values>
    [[nodiscard]] Result<void> run(std::string_view sql, const Values&... values)
    {
        CB_TRY(Statement statement, prepare(sql));
        return statement.run(values...);
    }

    /// The first column of the first row; 0 when there is none or it is NULL.
    template<typename... Values>
    [[nodiscard]] Result<std::int64_t> integer(std::string_view sql, const Values&... values)
    {
        CB_TRY(Statement statement, query(sql, values...));
        CB_TRY(const bool found, statement.step());
        return found ? statement.integer(0) : std::int64_t { 0 };
    }

    /// Several statements, separated by semicolons.
    [[nodiscard]] Result<void> execute(const std::string& sql);

    /// Schemas of older versions lack some.
    [[nodiscard]] Result<bool> hasTable(std::string_view name)
    {
        CB_TRY(
            const std::int64_t found,
            integer("SELECT EXISTS(SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1)", name));
        return found != 0;
    }

    [[nodiscard]] std::int64_t lastInsertedId() const;
    [[nodiscard]] bool inTransaction() const;
    void rollback();
    void setBusyTimeout(int milliseconds);

    /// Tables the transaction has touched; reset with forgetTouched().
    [[nodiscard]] const std::map<std::string, Touched, std::less<>>& touched() const { return m_touched; }

    void forgetTouched() { m_touched.clear(); }

    /// A sync failed or a page was found damaged: nothing more may be written through this connection.
    [[nodiscard]] bool broken() const { return m_broken; }

    /// What went wrong last, as a person can read it.
    [[nodiscard]] Error error(int code);

    /// quick_check or integrity_check: the first `most` complaints of SQLite, none when the pages are sound.
    /// Fails: Cancelled by the progress, and what reading fails with.
    [[nodiscard]] Result<std::vector<std::string>>
    pageFaults(const char* check, int most, Progress& progress);

    /// A page-wise copy of the whole database into a new file.
    [[nodiscard]] Result<void> backupTo(const std::filesystem::path& target);

private:
    friend class BlobReader;
    Database() = default;
    [[nodiscard]] Result<void> harden(Access access);
    [[nodiscard]] Result<void> setPragmas(Access access);
    static void noteChange(void* self, int operation, const char* schema, const char* table, long long rowid);

    sqlite3* m_handle = nullptr;
    std::map<std::string, Touched, std::less<>> m_touched;
    bool m_broken = false;
};

/// Reads stretches of the BLOBs of one column without the rest of them.
class BlobReader
{
public:
    /// Borrows the connection. Takes: names of ours, never of a file. Cost: as a query; move it rather than
    /// opening another.
    [[nodiscard]] static Result<BlobReader>
    open(Database& database, const char* table, const char* column, std::int64_t row);
    ~BlobReader();
    BlobReader(BlobReader&& other) noexcept;
    BlobReader& operator=(BlobReader&&) = delete;
    BlobReader(const BlobReader&) = delete;
    BlobReader& operator=(const BlobReader&) = delete;

    /// To another row of the same table.
    [[nodiscard]] Result<void> moveTo(std::int64_t row);
    [[nodiscard]] std::size_t size() const;
    /// Fails: Corrupt when the stretch is not within the BLOB; what the disk says. Cost: O(bytes), and a
    /// step for each page that lies before them.
    [[nodiscard]] Result<void> read(std::size_t offset, std::span<char> bytes);

private:
    BlobReader(Database& database, sqlite3_blob* blob);
    Database* m_database;
    sqlite3_blob* m_blob;
};

/// Several reads that must see one state. Does nothing inside a transaction.
class ReadScope
{
public:
    [[nodiscard]] static Result<ReadScope> begin(Database& database);
    ~ReadScope();
    ReadScope(ReadScope&& other) noexcept;
    ReadScope& operator=(ReadScope&&) = delete;
    ReadScope(const ReadScope&) = delete;
    ReadScope& operator=(const ReadScope&) = delete;

private:
    explicit ReadScope(Database* database);
    Database* m_database;
};

/// Version of the SQLite library in use.
[[nodiscard]] std::string_view sqliteVersion();

} // namespace casebench
