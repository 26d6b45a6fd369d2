// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/sqlite/ForeignDatabase.h"

#include "core/base/Text.h"
#include "core/importing/readers/BatchArena.h"

#include <algorithm>
#include <fmt/format.h>
#include <sqlite3.h>
#include <system_error>

namespace casebench {

namespace {

constexpr int kMaxSql = 1024 * 1024;
constexpr int kMaxExpressionDepth = 100;

/// The address that opens the file without locks or journals: characters with a meaning in it are escaped.
std::string addressOf(const std::filesystem::path& path)
{
    std::error_code ignored;
    // NOFOLLOW minds every part of the path; only the file itself must not be a link.
    const auto folder = std::filesystem::canonical(std::filesystem::absolute(path).parent_path(), ignored);
    std::string address = "file:";
    for (const char c : (folder / path.filename()).string()) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '/' || c == '.' || c == '-' || c == '_';
        address += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return address + "?mode=ro&immutable=1";
}

bool hasBytes(const std::filesystem::path& path)
{
    std::error_code failure;
    const auto size = std::filesystem::file_size(path, failure);
    return !failure && size > 0;
}

/// Reading is all that statements may do from now on.
int allowReading(void*, int action, const char*, const char*, const char*, const char*)
{
    return action == SQLITE_SELECT || action == SQLITE_READ ? SQLITE_OK : SQLITE_DENY;
}

/// Names and settings, as UTF-8 whatever the database's encoding.
std::string columnText(sqlite3_stmt* statement, int column)
{
    const auto* const text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    return text == nullptr ? std::string() : std::string(text);
}

} // namespace

void CloseStatement::operator()(sqlite3_stmt* statement) const
{
    sqlite3_finalize(statement);
}

std::string quotedName(std::string_view name)
{
    std::string quoted = "\"";
    for (const char c : name)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

Error ForeignDatabase::failure(int code) const
{
    const char* const said = m_database == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(m_database);
    const std::string what = "\nSQLite says: " + escapedForTerminal(said); // a detail below our sentence
    switch (code & 0xFF) {
    case SQLITE_NOTADB:
        return { ErrorCode::Unsupported, "This is no SQLite database, or it is encrypted.", m_name,
                 "not-sqlite",
                 "If it is text, rename it to .csv or .jsonl; if it is encrypted, export the table as CSV." };
    case SQLITE_TOOBIG:
        return { ErrorCode::Unsupported, "A value of the database is larger than can be read." + what, m_name,
                 "too-big", "Export the table as CSV." };
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
    case SQLITE_PERM:
        return { ErrorCode::Unreadable, "The database cannot be read (a link is not followed)." + what,
                 m_name, "file-unreadable", "Check the path and the permissions." };
    default:
        return { ErrorCode::Corrupt, "The database is damaged." + what, m_name, "sqlite-corrupt",
                 "Make a copy with the .recover command of the sqlite3 program, and import that." };
    }
}

Result<std::unique_ptr<ForeignDatabase>> ForeignDatabase::open(const std::filesystem::path& path)
{
    std::unique_ptr<ForeignDatabase> database(new ForeignDatabase);
    database->m_name = path.string();
    for (const char* const beside : { "-wal", "-journal" }) {
        if (hasBytes(path.string() + beside))
            return Error {
                ErrorCode::Refused,
                "Beside the database lies \"" + path.filename().string() + beside
                    + "\": the file alone may not be its newest state.",
                database->m_name, "database-in-use",
                "Close the program that uses it, or make a copy with VACUUM INTO, and import that."
            };
    }
    const int code = sqlite3_open_v2(addressOf(path).c_str(), &database->m_database,
                                     SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOFOLLOW
                                         | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                                     nullptr);
    if (code != SQLITE_OK)
        return database->failure(code);
    CB_CHECK(database->guard());
    return database;
}

ForeignDatabase::~ForeignDatabase()
{
    sqlite3_close_v2(m_database);
}

Result<void> ForeignDatabase::guard()
{
    constexpr std::pair<int, int> kSettings[] = {
        { SQLITE_DBCONFIG_DEFENSIVE, 1 },   { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
        { SQLITE_DBCONFIG_ENABLE_VIEW, 0 }, { SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
        { SQLITE_DBCONFIG_DQS_DML, 0 },     { SQLITE_DBCONFIG_DQS_DDL, 0 },
        { SQLITE_DBCONFIG_ENABLE_FKEY, 0 }, { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
    };
    for (const auto& [setting, value] : kSettings)
        sqlite3_db_config(m_database, setting, value, nullptr);
    sqlite3_limit(m_database, SQLITE_LIMIT_LENGTH, static_cast<int>(kMaxFieldBytes));
    sqlite3_limit(m_database, SQLITE_LIMIT_SQL_LENGTH, kMaxSql);
    sqlite3_limit(m_database, SQLITE_LIMIT_EXPR_DEPTH, kMaxExpressionDepth);
    sqlite3_limit(m_database, SQLITE_LIMIT_ATTACHED, 0);
    for (const char* const pragma : { "PRAGMA cell_size_check=ON", "PRAGMA mmap_size=0",
                                      "PRAGMA temp_store=MEMORY", "PRAGMA query_only=ON" }) {
        CB_TRY(const auto statement, prepare(pragma));
        CB_CHECK(step(statement.get()));
    }
    CB_TRY(const auto encoding, prepare("PRAGMA encoding"));
    CB_TRY(const bool found, step(encoding.get()));
    if (found)
        m_encoding = toLowerAscii(columnText(encoding.get(), 0));
    return {};
}

Result<ForeignStatement> ForeignDatabase::prepare(const std::string& sql) const
{
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v2(m_database, sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
    ForeignStatement statement(raw);
    if (code != SQLITE_OK)
        return failure(code);
    return statement;
}

Result<bool> ForeignDatabase::step(sqlite3_stmt* statement) const
{
    const int code = sqlite3_step(statement);
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return code == SQLITE_ROW;
    return failure(code);
}

Result<std::vector<std::string>> ForeignDatabase::namesOf(const std::string& sql) const
{
    std::vector<std::string> names;
    CB_TRY(const auto statement, prepare(sql));
    for (;;) {
        CB_TRY(const bool found, step(statement.get()));
        if (!found)
            return names;
        names.push_back(columnText(statement.get(), 0));
    }
}

Result<ForeignTable> ForeignDatabase::choose(const std::string& wanted)
{
    CB_TRY(auto tables,
           namesOf("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 "
                   "AND substr(name, 1, 7) <> 'sqlite_' ORDER BY rowid"));
    CB_TRY(const auto virtuals,
           namesOf("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage = 0"));
    CB_TRY(const auto views, namesOf("SELECT name FROM sqlite_schema WHERE type = 'view'"));
    const auto matches = [&](const std::string& name) { return equalsIgnoreAsciiCase(name, wanted); };
    std::string chosen;
    if (!wanted.empty()) {
        const auto at = std::ranges::find_if(tables, matches);
        if (at == tables.end()
            && (std::ranges::any_of(views, matches) || std::ranges::any_of(virtuals, matches)))
            return Error { ErrorCode::Refused,
                           "\"" + escapedForTerminal(wanted)
                               + "\" is a view or a virtual table: reading it would run what the file says.",
                           m_name, "view-refused",
                           "Copy it into a table first: CREATE TABLE ... AS SELECT ..." };
        chosen = at == tables.end() ? std::string() : *at;
    } else {
        // What a virtual table keeps its own data in is not meant to be read.
        std::erase_if(tables, [&](const std::string& name) {
            return std::ranges::any_of(
                virtuals, [&](const std::string& owner) { return name.starts_with(owner + "_"); });
        });
        if (tables.empty())
            return Error { ErrorCode::InvalidInput, "The database has no table.", m_name, "empty-file",
                           "Check that this is the right file." };
        chosen = tables.size() == 1 ? tables.front() : std::string();
    }
    if (chosen.empty()) {
        const std::string names = escapedForTerminal(join(tables, ", "));
        if (wanted.empty())
            return Error { ErrorCode::InvalidInput, fmt::format("The database has {} tables.", tables.size()),
                           m_name, "table-wanted", "Choose one with --table: " + names + "." };
        return Error { ErrorCode::NotFound,
                       "The database has no table \"" + escapedForTerminal(wanted) + "\".", m_name,
                       "table-not-found", "Choose one with --table: " + names + "." };
    }
    CB_TRY(ForeignTable table, describe(chosen));
    sqlite3_set_authorizer(m_database, allowReading, nullptr);
    return table;
}

Result<ForeignTable> ForeignDatabase::describe(const std::string& name) const
{
    ForeignTable table;
    table.name = name;
    CB_TRY(const auto columns, prepare("PRAGMA table_xinfo(" + quotedName(name) + ")"));
    for (;;) {
        CB_TRY(const bool found, step(columns.get()));
        if (!found)
            break;
        constexpr int kVirtualGenerated = 2; // its value is an expression of the file, run when read
        table.columns.push_back(
            { columnText(columns.get(), 1), sqlite3_column_int(columns.get(), 6) == kVirtualGenerated });
    }
    for (const char* const word : { "rowid", "_rowid_", "oid" }) {
        const bool taken = std::ranges::any_of(table.columns, [&](const ForeignColumn& column) {
            return equalsIgnoreAsciiCase(column.name, word);
        });
        if (taken)
            continue;
        if (prepare(fmt::format("SELECT {} FROM {}", word, quotedName(name)))) {
            table.rowId = word;
            break;
        }
    }
    return table;
}

} // namespace casebench
