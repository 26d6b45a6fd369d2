// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/TableExport.h"

#include "core/store/CaseReader.h"
#include "core/store/LabelBlocks.h"
#include "core/store/Sqlite.h"
#include "core/store/SqliteError.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <memory>
#include <sqlite3.h>

namespace casebench {

namespace {

constexpr std::size_t kMostFields = 1900; // SQLite's tables end at 2,000 columns

std::string sqlName(std::string_view name)
{
    std::string out = "\"";
    for (const char c : name)
        out.append(c == '"' ? 2 : 1, c);
    return out + '"';
}

struct Close
{
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

/// The new file. It is nobody's project: no lock, no journal, no sync of its own (its writer syncs it whole).
class TargetFile
{
public:
    static Result<TargetFile> open(const std::filesystem::path& path)
    {
        sqlite3* handle = nullptr;
        const int code =
            sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, "unix-none");
        TargetFile file(handle);
        if (code != SQLITE_OK)
            return file.error();
        CB_CHECK(file.execute("PRAGMA journal_mode=OFF"));
        CB_CHECK(file.execute("PRAGMA synchronous=OFF"));
        CB_CHECK(file.execute("BEGIN"));
        return file;
    }

    Result<void> execute(const std::string& sql)
    {
        return sqlite3_exec(m_handle.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK
            ? Result<void>()
            : Result<void>(error());
    }

    Result<std::unique_ptr<sqlite3_stmt, Close>> insertInto(const std::string& table, std::size_t columns)
    {
        std::string sql = "INSERT INTO " + sqlName(table) + " VALUES(?";
        for (std::size_t i = 1; i < columns; ++i)
            sql += ",?";
        sqlite3_stmt* statement = nullptr;
        const int code = sqlite3_prepare_v3(m_handle.get(), (sql + ")").c_str(), -1,
                                            SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
        std::unique_ptr<sqlite3_stmt, Close> owned(statement);
        if (code != SQLITE_OK)
            return error();
        return owned;
    }

    Result<void> insert(sqlite3_stmt* statement)
    {
        const int code = sqlite3_step(statement);
        sqlite3_reset(statement);
        return code == SQLITE_DONE ? Result<void>() : Result<void>(error());
    }

    [[nodiscard]] Error error() const
    {
        return sqliteError(sqlite3_extended_errcode(m_handle.get()), sqlite3_errmsg(m_handle.get()));
    }

private:
    explicit TargetFile(sqlite3* handle)
        : m_handle(handle)
    {
    }

    std::unique_ptr<sqlite3, Close> m_handle;
};

const char* sqlType(const Field& field)
{
    switch (field.kind) {
    case FieldKind::Number:
        return field.type == ValueType::Integer ? "INTEGER" : "REAL";
    case FieldKind::YesNo:
        return "INTEGER";
    default:
        return "TEXT";
    }
}

/// SQLite does not tell "Id" from "id": a name that another one takes gets a number.
std::vector<std::string> columnNames(const Schema& schema, std::span<const std::size_t> fields)
{
    std::vector<std::string> names { "case_id" };
    const auto isTaken = [&](const std::string& name) {
        return std::ranges::any_of(names, [&](const std::string& known) {
            return sqlite3_stricmp(known.c_str(), name.c_str()) == 0;
        });
    };
    for (const std::size_t field : fields) {
        std::string name = schema[field].name;
        for (int number = 2; isTaken(name); ++number)
            name = schema[field].name + "_" + std::to_string(number);
        names.push_back(std::move(name));
    }
    return names;
}

/// All but a field of ids that is called as the first column is: it would say the same twice.
std::vector<std::size_t> exportedFields(const Schema& schema)
{
    std::vector<std::size_t> fields;
    for (std::size_t i = 0; i < schema.size(); ++i) {
        if (schema[i].role != FieldRole::Id || sqlite3_stricmp(schema[i].name.c_str(), "case_id") != 0)
            fields.push_back(i);
    }
    return fields;
}

void bindText(sqlite3_stmt* statement, int at, std::string_view text, sqlite3_destructor_type owner)
{
    sqlite3_bind_text64(statement, at, text.data(), text.size(), owner, SQLITE_UTF8);
}

bool isWhole(double value)
{
    return value == std::floor(value) && std::abs(value) < 9.0e15;
}

/// Binds one cell. Texts of the column's dictionary are borrowed until the row is written.
void bindCell(sqlite3_stmt* statement, int at, const Column& column, std::size_t row, const Masking* masking)
{
    if (column.isMissing(row)) {
        sqlite3_bind_null(statement, at);
    } else if (masking != nullptr && *masking) {
        bindText(statement, at, (*masking)(column.text(row)), SQLITE_TRANSIENT);
    } else if (column.kind() == FieldKind::Number) {
        const double value = column.numbers()[row];
        if (isWhole(value))
            sqlite3_bind_int64(statement, at, static_cast<sqlite3_int64>(value));
        else
            sqlite3_bind_double(statement, at, value);
    } else if (column.kind() == FieldKind::Time) {
        bindText(statement, at, column.printed(row), SQLITE_TRANSIENT);
    } else if (column.kind() == FieldKind::YesNo) {
        sqlite3_bind_int(statement, at, column.codes()[row] == kYesCode ? 1 : 0);
    } else {
        bindText(statement, at, column.dictionary()[static_cast<std::size_t>(column.codes()[row])],
                 SQLITE_STATIC);
    }
}

/// One table of cases: the id and the fields from..to.
class CasesTable
{
public:
    CasesTable(const Project& project, const CaseBrowser& browser, TargetFile& target)
        : m_project(project)
        , m_browser(browser)
        , m_target(target)
    {
    }

    Result<ExportedTable> write(const std::string& name,
                                std::span<const std::size_t> fields,
                                const Masking& masking,
                                Progress& progress)
    {
        ExportedTable table { name, 0, columnNames(m_browser.schema(), fields) };
        std::string sql = "CREATE TABLE " + sqlName(name) + "(\"case_id\" TEXT NOT NULL";
        for (std::size_t i = 0; i < fields.size(); ++i)
            sql += ", " + sqlName(table.columns[i + 1]) + " " + sqlType(m_browser.schema()[fields[i]]);
        CB_CHECK(m_target.execute(sql + ")"));
        CB_TRY(const auto statement, m_target.insertInto(name, table.columns.size()));
        for (std::size_t part = 0; part < m_browser.partCount(); ++part) {
            CB_CHECK(progress.checkpoint());
            progress.report(static_cast<double>(part) / static_cast<double>(m_browser.partCount()),
                            "writing cases");
            CB_CHECK(writePart(statement.get(), part, fields, masking));
            table.rows += static_cast<std::int64_t>(m_browser.rowsOf(part));
        }
        return table;
    }

private:
    Result<void> writePart(sqlite3_stmt* statement,
                           std::size_t part,
                           std::span<const std::size_t> fields,
                           const Masking& masking)
    {
        CB_TRY(const ColumnPtr ids, m_browser.ids(m_project, part));
        std::vector<ColumnPtr> columns;
        std::vector<const Masking*> masks;
        for (const std::size_t field : fields) {
            CB_TRY(ColumnPtr column, m_browser.column(m_project, field, part));
            columns.push_back(std::move(column));
            masks.push_back(m_browser.schema()[field].role == FieldRole::Personal ? &masking : nullptr);
        }
        const bool plainIds = ids->kind() == FieldKind::Text && ids->rawTexts() == nullptr;
        for (std::size_t row = 0; row < ids->size(); ++row) {
            if (plainIds)
                bindCell(statement, 1, *ids, row, nullptr);
            else
                bindText(statement, 1, ids->text(row), SQLITE_TRANSIENT);
            for (std::size_t i = 0; i < columns.size(); ++i)
                bindCell(statement, static_cast<int>(i) + 2, *columns[i], row, masks[i]);
            CB_CHECK(m_target.insert(statement));
        }
        return {};
    }

    const Project& m_project;
    const CaseBrowser& m_browser;
    TargetFile& m_target;
};

/// A table of the project that is copied row by row. Of sealed verdicts only what stands in the clear.
struct PlainTable
{
    const char* name;
    const char* columns; ///< of the new table
    const char* select;
    bool holdsRaw = false;
};

#define CB_TIME(column) "strftime('%Y-%m-%dT%H:%M:%SZ', " column " / 1000000, 'unixepoch')"

constexpr std::array<PlainTable, 8> kPlainTables { {
    { "field", "name TEXT, kind TEXT, role TEXT, controllable INTEGER",
      "SELECT name, kind, role, controllable FROM field ORDER BY id" },
    { "source",
      "id INTEGER, name TEXT, kind TEXT, sha256 TEXT, imported_at TEXT, imported_by TEXT, rows_read INTEGER, "
      "rows_accepted INTEGER, rows_updated INTEGER, rows_quarantined INTEGER",
      "SELECT id, name, kind, sha256, " CB_TIME(
          "imported_at") ", imported_by, rows_read, rows_accepted, "
                         "rows_updated, rows_quarantined FROM source ORDER BY id" },
    { "quarantine", "source INTEGER, line INTEGER, field TEXT, kind TEXT, reason TEXT, raw TEXT",
      "SELECT source, line, field, kind, reason, CAST(raw AS TEXT) FROM quarantine ORDER BY id", true },
    { "label",
      "seq INTEGER, case_row INTEGER, verdict TEXT, origin TEXT, person TEXT, reason TEXT, decided_at TEXT, "
      "recorded_at TEXT, retracts INTEGER",
      "SELECT l.seq, l.case_row, coalesce(o.verdict, nullif(l.verdict, '')), l.origin, l.person, "
      "coalesce(o.reason, l.reason), " CB_TIME("coalesce(o.decided_at, l.decided_at)") ", " CB_TIME(
          "l.recorded_at") ", l.retracts FROM label l LEFT JOIN label_opening o ON o.seq = l.seq ORDER BY "
                           "l.seq" },
    { "snapshot",
      "id INTEGER, name TEXT, digest TEXT, filter TEXT, policy TEXT, created_at TEXT, created_by TEXT, rows "
      "INTEGER, "
      "positives INTEGER, negatives INTEGER, undecided INTEGER",
      "SELECT id, name, digest, filter, policy, " CB_TIME(
          "created_at") ", created_by, rows, positives, negatives, "
                        "undecided FROM snapshot ORDER BY id" },
    { "run",
      "id INTEGER, name TEXT, snapshot INTEGER, state TEXT, trained_by TEXT, trained_at TEXT, seconds REAL, "
      "recipe TEXT, model_sha256 TEXT",
      "SELECT id, name, snapshot, state, trained_by, " CB_TIME(
          "trained_at") ", seconds, recipe, model_sha256 "
                        "FROM run ORDER BY id" },
    { "decision", "seq INTEGER, run INTEGER, decision TEXT, person TEXT, reason TEXT, at TEXT",
      "SELECT seq, run, decision, person, reason, " CB_TIME("at") " FROM decision ORDER BY seq" },
    { "alert",
      "id INTEGER, run INTEGER, kind TEXT, severity TEXT, text TEXT, window_from TEXT, window_to TEXT, state "
      "TEXT, "
      "owner TEXT, raised_at TEXT",
      "SELECT id, run, kind, severity, text, " CB_TIME("window_from") ", " CB_TIME(
          "window_to") ", state, owner, " CB_TIME("raised_at") " FROM alert ORDER BY id" },
} };

#undef CB_TIME

/// As strftime gives it for the other tables.
std::string secondsOf(Instant instant)
{
    constexpr Instant kSecond = 1'000'000;
    return printTime(instant - (instant % kSecond + kSecond) % kSecond, ValueType::DateTime);
}

/// Verdicts that are stored by the block, as rows of the table "label".
Result<std::int64_t> copyLabelBlocks(Database& from, TargetFile& target, sqlite3_stmt* insert)
{
    CB_TRY(const auto events, LabelBlocks(from).all(std::numeric_limits<std::int64_t>::max()));
    for (const LabelEvent& event : events) {
        sqlite3_bind_int64(insert, 1, event.seq);
        sqlite3_bind_int64(insert, 2, event.row);
        bindText(insert, 3, name(event.verdict), SQLITE_TRANSIENT);
        bindText(insert, 4, nameIn(kLabelOriginNames, event.origin), SQLITE_TRANSIENT);
        bindText(insert, 5, event.person, SQLITE_TRANSIENT);
        bindText(insert, 6, "", SQLITE_TRANSIENT);
        if (event.decidedAt == kNoTime)
            sqlite3_bind_null(insert, 7);
        else
            bindText(insert, 7, secondsOf(event.decidedAt), SQLITE_TRANSIENT);
        bindText(insert, 8, secondsOf(event.recordedAt), SQLITE_TRANSIENT);
        sqlite3_bind_null(insert, 9);
        CB_CHECK(target.insert(insert));
    }
    return static_cast<std::int64_t>(events.size());
}

Result<ExportedTable> copyTable(Database& from, TargetFile& target, const PlainTable& plain)
{
    ExportedTable table { plain.name, 0, {} };
    CB_CHECK(target.execute(fmt::format("CREATE TABLE {}({})", sqlName(plain.name), plain.columns)));
    CB_TRY(Statement rows, from.query(plain.select));
    const int count = rows.columnCount();
    CB_TRY(const auto statement, target.insertInto(plain.name, static_cast<std::size_t>(count)));
    if (plain.name == std::string_view("label")) {
        CB_TRY(table.rows, copyLabelBlocks(from, target, statement.get()));
    }
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            break;
        for (int i = 0; i < count; ++i) {
            // Numbers are few here; a text that SQLite reads as a number becomes one by its column's type.
            if (rows.isNull(i))
                sqlite3_bind_null(statement.get(), i + 1);
            else
                bindText(statement.get(), i + 1, rows.text(i), SQLITE_TRANSIENT);
        }
        CB_CHECK(target.insert(statement.get()));
        ++table.rows;
    }
    for (std::string_view list = plain.columns; !list.empty();) {
        const std::size_t space = list.find(' ');
        table.columns.emplace_back(list.substr(0, space));
        const std::size_t comma = list.find(", ");
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 2);
    }
    return table;
}

} // namespace

Result<std::vector<ExportedTable>> exportTables(const Project& project,
                                                const CaseBrowser& browser,
                                                const std::filesystem::path& file,
                                                const Masking& masking,
                                                Progress& progress)
{
    CB_TRY(const ReadScope scope, ReadScope::begin(project.database()));
    CB_TRY(TargetFile target, TargetFile::open(file));
    std::vector<ExportedTable> tables;
    const std::vector<std::size_t> fields = exportedFields(browser.schema());
    for (std::size_t from = 0, number = 1; from == 0 || from < fields.size(); from += kMostFields, ++number) {
        const std::string name = number == 1 ? "cases" : "cases_" + std::to_string(number);
        const auto some = std::span(fields).subspan(from, std::min(kMostFields, fields.size() - from));
        CB_TRY(ExportedTable table,
               CasesTable(project, browser, target).write(name, some, masking, progress));
        tables.push_back(std::move(table));
    }
    for (const PlainTable& plain : kPlainTables) {
        CB_CHECK(progress.checkpoint());
        if (plain.holdsRaw && masking)
            continue;
        CB_TRY(ExportedTable table, copyTable(project.database(), target, plain));
        tables.push_back(std::move(table));
    }
    CB_CHECK(target.execute("COMMIT"));
    return tables;
}

} // namespace casebench
