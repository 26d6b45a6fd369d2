// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/Sqlite.h"

#include "core/store/SqliteError.h"

#include <array>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <sqlite3.h>

namespace casebench {

namespace {

constexpr int kStepsPerLook = 10'000; // virtual machine steps between two looks at a stop request
constexpr sqlite3_int64 kHeapLimit = sqlite3_int64 { 512 } << 20; // promises.md 2.1

constexpr std::array<std::string_view, 21> kPragmas {
    "application_id",    "cell_size_check", "data_version",
    "foreign_key_check", "foreign_keys",    "integrity_check",
    "journal_mode",      "mmap_size",       "page_count",
    "page_size",         "quick_check",     "schema_version",
    "secure_delete",     "synchronous",     "temp_store",
    "user_version",      "freelist_count",  "cache_size",
    "query_only",        "encoding",        "ignore_check_constraints",
};

int authorize(void*, int action, const char* first, const char* second, const char*, const char*)
{
    if (action == SQLITE_ATTACH || action == SQLITE_DETACH)
        return SQLITE_DENY;
    if (action == SQLITE_FUNCTION && second != nullptr && sqlite3_stricmp(second, "load_extension") == 0)
        return SQLITE_DENY;
    if (action == SQLITE_PRAGMA) {
        for (const std::string_view known : kPragmas) {
            if (first != nullptr && known == first)
                return SQLITE_OK;
        }
        return SQLITE_DENY;
    }
    return SQLITE_OK;
}

void appendU64(std::string& out, std::uint64_t value)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        out.push_back(static_cast<char>((value >> shift) & 0xFFU));
}

} // namespace

Statement::Statement(Database& database, sqlite3_stmt* statement)
    : m_database(&database)
    , m_statement(statement)
{
}

Statement::~Statement()
{
    sqlite3_finalize(m_statement);
}

Statement::Statement(Statement&& other) noexcept
    : m_database(other.m_database)
    , m_statement(std::exchange(other.m_statement, nullptr))
    , m_bindError(other.m_bindError)
{
}

void Statement::checkBind(int code) const
{
    // Only a wrong index or a value beyond SQLITE_LIMIT_LENGTH fails here; step() tells.
    if (code != SQLITE_OK)
        const_cast<Statement*>(this)->m_bindError = code;
}

void Statement::bind(int index, std::int64_t value)
{
    checkBind(sqlite3_bind_int64(m_statement, index, value));
}

void Statement::bind(int index, double value)
{
    checkBind(std::isnan(value) ? sqlite3_bind_null(m_statement, index)
                                : sqlite3_bind_double(m_statement, index, value));
}

void Statement::bind(int index, std::string_view text)
{
    const char* data = text.data() == nullptr ? "" : text.data();
    checkBind(sqlite3_bind_text64(m_statement, index, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind(int index, Blob blob)
{
    const char* data = blob.bytes.data() == nullptr ? "" : blob.bytes.data();
    checkBind(sqlite3_bind_blob64(m_statement, index, data, blob.bytes.size(), SQLITE_TRANSIENT));
}

void Statement::bind(int index, std::nullptr_t)
{
    checkBind(sqlite3_bind_null(m_statement, index));
}

void Statement::bindColumnsOf(const Statement& row, int first)
{
    for (int column = first; column < row.columnCount(); ++column)
        checkBind(sqlite3_bind_value(m_statement, column - first + 1,
                                     sqlite3_column_value(row.m_statement, column)));
}

Result<bool> Statement::step()
{
    if (m_bindError != 0)
        return m_database->error(m_bindError);
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    return m_database->error(code);
}

Result<void> Statement::finish()
{
    for (;;) {
        auto row = step();
        if (!row) {
            reset();
            return row.error();
        }
        if (!*row)
            break;
    }
    reset();
    return {};
}

void Statement::reset()
{
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
    m_bindError = 0;
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

double Statement::real(int column) const
{
    return isNull(column) ? std::nan("") : sqlite3_column_double(m_statement, column);
}

std::string_view Statement::text(int column) const
{
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
    if (data == nullptr)
        return {};
    return { data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)) };
}

std::string_view Statement::blob(int column) const
{
    const auto* data = static_cast<const char*>(sqlite3_column_blob(m_statement, column));
    if (data == nullptr)
        return {};
    return { data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)) };
}

int Statement::columnCount() const
{
    return sqlite3_column_count(m_statement);
}

void Statement::appendCanonicalRow(std::string& out, int optional) const
{
    for (int column = 0; column < columnCount(); ++column) {
        const int type = sqlite3_column_type(m_statement, column);
        if (type == SQLITE_NULL && column >= optional)
            continue;
        out.push_back(static_cast<char>(type));
        if (type == SQLITE_INTEGER) {
            appendU64(out, static_cast<std::uint64_t>(integer(column)));
        } else if (type == SQLITE_FLOAT) {
            const double value = sqlite3_column_double(m_statement, column);
            std::uint64_t bits = 0;
            static_assert(sizeof bits == sizeof value);
            std::memcpy(&bits, &value, sizeof bits);
            appendU64(out, bits);
        } else if (type != SQLITE_NULL) {
            const std::string_view bytes = blob(column);
            appendU64(out, bytes.size());
            out += bytes;
        }
    }
}

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& path, Access access)
{
    int flags = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX;
    if (access == Access::ReadOnly)
        flags |= SQLITE_OPEN_READONLY;
    else
        flags |= SQLITE_OPEN_READWRITE | (access == Access::Create ? SQLITE_OPEN_CREATE : 0);
    std::unique_ptr<Database> database(new Database);
    const int code = sqlite3_open_v2(path.c_str(), &database->m_handle, flags, "unix");
    if (code != SQLITE_OK)
        return database->error(code);
    CB_CHECK(database->harden(access));
    return database;
}

Database::~Database()
{
    sqlite3_close_v2(m_handle);
}

Result<void> Database::harden(Access access)
{
    const auto configure = [this](int option, int value) {
        return sqlite3_db_config(m_handle, option, value, nullptr);
    };
    int code = configure(SQLITE_DBCONFIG_DEFENSIVE, 1);
    code |= configure(SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
    code |= configure(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
    code |= configure(SQLITE_DBCONFIG_DQS_DML, 0);
    code |= configure(SQLITE_DBCONFIG_DQS_DDL, 0);
    code |= configure(SQLITE_DBCONFIG_ENABLE_VIEW, 0);
    if (code != SQLITE_OK)
        return Error { ErrorCode::Library, "SQLite refused its own safety settings." };
    constexpr std::array<std::pair<int, int>, 6> kLimits { {
        { SQLITE_LIMIT_LENGTH, 80 << 20 },
        { SQLITE_LIMIT_SQL_LENGTH, 1 << 20 },
        { SQLITE_LIMIT_ATTACHED, 0 },
        { SQLITE_LIMIT_EXPR_DEPTH, 100 },
        { SQLITE_LIMIT_VARIABLE_NUMBER, 1000 },
        { SQLITE_LIMIT_TRIGGER_DEPTH, 2 },
    } };
    for (const auto& [limit, value] : kLimits)
        sqlite3_limit(m_handle, limit, value);
    sqlite3_hard_heap_limit64(kHeapLimit);
    setBusyTimeout(kBusyMilliseconds);
    sqlite3_set_authorizer(m_handle, authorize, nullptr);
    sqlite3_update_hook(m_handle, &Database::noteChange, this);
    return setPragmas(access);
}

Result<void> Database::setPragmas(Access access)
{
    CB_CHECK(execute("PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
                     "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"));
    if (access == Access::ReadOnly)
        return execute("PRAGMA query_only=ON");
    CB_TRY(Statement mode, query("PRAGMA journal_mode=TRUNCATE"));
    CB_TRY(const bool found, mode.step());
    if (!found || mode.text(0) != "truncate")
        return Error { ErrorCode::Library,
                       "The project file cannot be written safely here: SQLite refused its journal mode.",
                       {},
                       "E_IO",
                       "Copy the project to a local disk." };
    return execute("PRAGMA synchronous=FULL");
}

Result<Statement> Database::prepare(std::string_view sql)
{
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v2(m_handle, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK)
        return error(code);
    return Statement(*this, statement);
}

Result<void> Database::execute(const std::string& sql)
{
    const int code = sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr);
    return code == SQLITE_OK ? Result<void>() : Result<void>(error(code));
}

std::int64_t Database::lastInsertedId() const
{
    return sqlite3_last_insert_rowid(m_handle);
}

bool Database::inTransaction() const
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

void Database::rollback()
{
    if (inTransaction())
        sqlite3_exec(m_handle, "ROLLBACK", nullptr, nullptr, nullptr);
}

void Database::setBusyTimeout(int milliseconds)
{
    sqlite3_busy_timeout(m_handle, milliseconds);
}

void Database::noteChange(void* self, int operation, const char*, const char* table, long long rowid)
{
    auto& tables = static_cast<Database*>(self)->m_touched;
    auto at = tables.find(std::string_view(table));
    if (at == tables.end())
        at = tables.emplace(table, Touched {}).first;
    Touched& touched = at->second;
    if (operation != SQLITE_INSERT)
        touched.changed = true;
    else if (touched.firstInserted == 0 || rowid < touched.firstInserted)
        touched.firstInserted = rowid;
}

Error Database::error(int code)
{
    const int primary = code & 0xFF;
    // "After a failed fsync the kernel may have dropped the pages" (promises.md 2.1): never try again on this
    // connection.
    if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC || primary == SQLITE_CORRUPT
        || primary == SQLITE_NOTADB)
        m_broken = true;
    return sqliteError(code, m_handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(m_handle));
}

Result<std::vector<std::string>> Database::pageFaults(const char* check, int most, Progress& progress)
{
    CB_CHECK(progress.checkpoint());
    sqlite3_progress_handler(
        m_handle, kStepsPerLook,
        [](void* asked) { return static_cast<Progress*>(asked)->cancelled() ? 1 : 0; }, &progress);
    std::vector<std::string> faults;
    const auto collect = [&]() -> Result<void> {
        CB_TRY(Statement rows, query(fmt::format("PRAGMA {}({})", check, most)));
        for (;;) {
            CB_TRY(const bool found, rows.step());
            if (!found)
                return {};
            if (rows.text(0) != "ok")
                faults.push_back(rows.string(0));
        }
    };
    const Result<void> done = collect();
    sqlite3_progress_handler(m_handle, 0, nullptr, nullptr);
    if (!done)
        return done.error();
    return faults;
}

Result<void> Database::backupTo(const std::filesystem::path& target)
{
    CB_TRY(const auto copy, open(target, Access::Create));
    sqlite3_backup* backup = sqlite3_backup_init(copy->m_handle, "main", m_handle, "main");
    if (backup == nullptr)
        return copy->error(sqlite3_errcode(copy->m_handle));
    const int stepped = sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    if (stepped != SQLITE_DONE || finished != SQLITE_OK)
        return copy->error(finished != SQLITE_OK ? finished : stepped);
    return {};
}

Result<ReadScope> ReadScope::begin(Database& database)
{
    if (database.inTransaction())
        return ReadScope(nullptr);
    CB_CHECK(database.execute("BEGIN"));
    return ReadScope(&database);
}

ReadScope::ReadScope(Database* database)
    : m_database(database)
{
}

ReadScope::ReadScope(ReadScope&& other) noexcept
    : m_database(std::exchange(other.m_database, nullptr))
{
}

ReadScope::~ReadScope()
{
    if (m_database != nullptr)
        m_database->rollback();
}

std::string_view sqliteVersion()
{
    return sqlite3_libversion();
}

} // namespace casebench
