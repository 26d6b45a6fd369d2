// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/Salvage.h"

#include "core/base/AtomicFile.h"
#include "core/crypto/RandomBytes.h"
#include "core/store/AuditChain.h"
#include "core/store/Migrations.h"
#include "core/store/Project.h"
#include "core/store/ProjectHeader.h"
#include "core/store/RowSeals.h"
#include "core/store/SalvageTables.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace casebench {

namespace {

/// A folder for copies that is gone afterwards.
class WorkFolder
{
public:
    explicit WorkFolder(const std::filesystem::path& out)
        : m_path(fmt::format("{}.{}.cbtmp", out.string(), uuid4().substr(0, 8)))
    {
        m_made = ::mkdir(m_path.c_str(), 0700) == 0;
    }

    ~WorkFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;

    [[nodiscard]] bool made() const { return m_made; }

    [[nodiscard]] std::filesystem::path operator/(const char* name) const { return m_path / name; }

private:
    std::filesystem::path m_path;
    bool m_made = false;
};

Error cannot(const std::string& what, const std::filesystem::path& where)
{
    return { ErrorCode::Unreadable, fmt::format("{}: {}.", what, std::strerror(errno)), where.string(),
             "E_IO", "Make room, or choose another folder for the new project." };
}

Error beyondSalvage(const std::string& why)
{
    return { ErrorCode::Corrupt,
             fmt::format("Nothing can be read of the damaged project ({}).", why),
             {},
             "E_DAMAGED",
             "Keep the file as it is and restore the newest backup." };
}

/// Plain copies of the file and of its journal, whose changes SQLite then undoes in the copy.
Result<void> copyAside(const std::filesystem::path& damaged, const std::filesystem::path& copy)
{
    for (const char* suffix : { "", "-journal" }) {
        const std::string from = damaged.string() + suffix;
        std::error_code failed;
        if (*suffix != '\0' && !std::filesystem::is_regular_file(from, failed))
            continue;
        if (!std::filesystem::copy_file(from, copy.string() + suffix, failed)) {
            errno = failed.value();
            return cannot("The damaged project cannot be copied", from);
        }
    }
    return {};
}

/// A file that was cut off, or whose first bytes were lost, gets a header that SQLite opens.
Result<void> mendHeader(const std::filesystem::path& copy)
{
    std::fstream file(copy, std::ios::in | std::ios::out | std::ios::binary);
    std::string header(100, '\0');
    if (!file.read(header.data(), static_cast<std::streamsize>(header.size())))
        return beyondSalvage("the file is too short");
    const auto at = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(header[i]));
    };
    constexpr std::string_view kMagic("SQLite format 3\0", 16);
    std::uint64_t pageSize = at(16) << 8U | at(17);
    pageSize = pageSize == 1 ? 65536 : pageSize;
    if (pageSize < 512 || (pageSize & (pageSize - 1)) != 0)
        pageSize = 4096; // what Casebench makes
    std::error_code failed;
    const std::uint64_t bytes = std::filesystem::file_size(copy, failed);
    // What was cut off is filled up with empty pages: tables that began there are then lost by themselves,
    // and do not keep the others from being read.
    const std::uint64_t left = (bytes + pageSize - 1) / pageSize;
    const std::uint64_t told = at(28) << 24U | at(29) << 16U | at(30) << 8U | at(31);
    const auto pages = static_cast<std::uint32_t>(told > left && told < 8 * left + 64 ? told : left);
    header.replace(0, kMagic.size(), kMagic);
    header[16] = static_cast<char>(pageSize == 65536 ? 0 : pageSize >> 8U);
    header[17] = static_cast<char>(pageSize == 65536 ? 1 : pageSize & 0xFFU);
    header[18] = header[19] = 1; // rollback journal
    header[20] = 0;
    header.replace(21, 3, std::string("\x40\x20\x20", 3)); // the fixed payload fractions of the format
    for (std::size_t i = 0; i < 4; ++i)
        header[28 + i] = static_cast<char>(pages >> (24U - 8U * i) & 0xFFU);
    header.replace(92, 4, header.substr(24, 4)); // the page count is valid
    file.seekp(0);
    file.write(header.data(), static_cast<std::streamsize>(header.size()));
    file.close();
    std::filesystem::resize_file(copy, pages * pageSize, failed);
    return file && !failed ? Result<void>() : Result<void>(cannot("The copy cannot be written", copy));
}

int takeWhatIsLeftOfTheSchema(sqlite3* database, char**, const void*)
{
    return sqlite3_db_config(database, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, nullptr);
}

/// Opens a copy whose list of tables may be damaged too: SQLite then keeps the tables it read before the
/// damage. (The setting also allows to write that list, which the hardening of Database forbids again.) Has
/// to be set before anything is read, hence the hook.
Result<std::unique_ptr<Database>> openDamaged(const std::filesystem::path& copy)
{
    const auto hook = reinterpret_cast<void (*)()>(takeWhatIsLeftOfTheSchema);
    sqlite3_auto_extension(hook);
    auto opened = Database::open(copy, Database::Access::ReadWrite);
    sqlite3_cancel_auto_extension(hook);
    return opened;
}

Result<std::vector<std::string>> texts(Database& database, std::string_view sql)
{
    std::vector<std::string> found;
    CB_TRY(Statement rows, database.query(sql));
    for (;;) {
        CB_TRY(const bool more, rows.step());
        if (!more)
            return found;
        found.push_back(rows.string(0));
    }
}

/// The version the damaged file says it has, when that is one we know.
int versionOf(Database& database)
{
    const auto version = database.integer("PRAGMA user_version");
    return version && *version >= 1 && *version <= currentSchemaVersion() ? static_cast<int>(*version)
                                                                          : currentSchemaVersion();
}

/// Every row, value and record is there and holds.
Result<bool> verifies(Database& database, Progress& progress)
{
    SealChecker seals(database);
    const auto chain =
        verifyAuditChain(database, progress, [&](std::int64_t seq, const Json& body, const Digest&) {
            return seals.visit(seq, body);
        });
    if (!chain)
        return chain.error().code == ErrorCode::Cancelled ? Result<bool>(chain.error()) : Result<bool>(false);
    const auto faults = seals.finish(progress);
    if (!faults && faults.error().code == ErrorCode::Cancelled)
        return faults.error();
    for (const std::string_view table : kDigestedTables) { // no record seals the bytes behind a digest
        CB_TRY(const std::vector<std::int64_t> bad, damagedBlobs(database, table, progress));
        if (!bad.empty())
            return false;
    }
    CB_TRY(Statement dangling, database.query("PRAGMA foreign_key_check"));
    CB_TRY(const bool found, dangling.step());
    return chain->ok && faults && faults->empty() && !found;
}

/// The readable records of the old log, a line each.
Result<std::string> oldHistory(Database& database)
{
    std::string lines;
    CB_TRY(Statement rows, database.query("SELECT seq, body, hash FROM audit ORDER BY seq"));
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return lines;
        const auto body = parseJson(rows.blob(1));
        const auto hash = digestFromBytes(rows.blob(2));
        lines += canonicalJson({ { "seq", rows.integer(0) },
                                 { "body", body ? *body : Json(nullptr) },
                                 { "hash", hash ? hex(*hash) : std::string() } });
        lines += '\n';
    }
}

class Salvager
{
public:
    Salvager(std::filesystem::path out, Progress& progress)
        : m_out(std::move(out))
        , m_progress(progress)
    {
    }

    /// Everything into `target`, a file that is not there yet.
    Result<SalvageReport> run(const std::filesystem::path& copy, const std::filesystem::path& target)
    {
        const auto opened = openDamaged(copy);
        if (!opened)
            return beyondSalvage(opened.error().what);
        Database& from = **opened;
        CB_TRY(const auto to, Database::open(target, Database::Access::Create));
        CB_CHECK(to->execute("PRAGMA foreign_keys=OFF"));
        CB_CHECK(to->execute("BEGIN IMMEDIATE"));
        CB_CHECK(to->execute(fmt::format("PRAGMA application_id={}", kApplicationId)));
        const int version = versionOf(from);
        CB_CHECK(applyMigrations(*to, 0, migrations().first(static_cast<std::size_t>(version))));
        CB_TRY(const auto fences, texts(*to, "SELECT sql FROM sqlite_schema WHERE type = 'trigger'"));
        CB_TRY(const auto names, texts(*to, "SELECT name FROM sqlite_schema WHERE type = 'trigger'"));
        for (const std::string& name : names)
            CB_CHECK(to->execute("DROP TRIGGER " + name));
        CB_CHECK(copyTables(from, *to));
        CB_CHECK(settleIdentity(*to));
        for (const std::string& fence : fences)
            CB_CHECK(to->execute(fence));
        CB_CHECK(record(*to));
        CB_CHECK(to->execute("COMMIT"));
        return std::move(m_report);
    }

    void setSource(Json input) { m_input = std::move(input); }

private:
    Result<void> copyTables(Database& from, Database& to)
    {
        CB_TRY(const auto tables,
               texts(to,
                     "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER "
                     "BY name"));
        std::size_t done = 0;
        std::int64_t kept = 0;
        for (const std::string& table : tables) {
            m_progress.report(static_cast<double>(done++) / static_cast<double>(tables.size()),
                              "reading " + table);
            CB_CHECK(m_progress.checkpoint());
            CB_TRY(SalvagedTable salvaged, copyReadableRows(from, to, table, m_progress));
            kept += salvaged.kept;
            if (salvaged.lost > 0)
                m_report.notes.push_back(
                    fmt::format("Up to {} rows of \"{}\" cannot be read.", salvaged.lost, table));
            if (salvaged.endLost)
                m_report.notes.push_back(fmt::format("The rows of \"{}\" after the first {} cannot be read.",
                                                     table, salvaged.kept));
            m_report.tables.push_back(std::move(salvaged));
        }
        return kept > 0 ? Result<void>() : Result<void>(beyondSalvage("no table can be read"));
    }

    /// The old identity when nothing is lost, else a new one, with the old log beside the project.
    Result<void> settleIdentity(Database& to)
    {
        ProjectIdentity identity { uuid4(), m_out.stem().string(), "UTC", osAccountName() };
        {
            CB_TRY(Statement row, to.query("SELECT uuid, name, zone FROM project WHERE id = 1"));
            CB_TRY(const bool found, row.step());
            if (found) {
                m_report.oldProject = row.string(0);
                identity.name = row.string(1);
                identity.zone = row.string(2);
            }
        }
        CB_TRY(m_report.whole, verifies(to, m_progress));
        // No record seals the signed heads; without them a log that holds is still not the one it was.
        for (const SalvagedTable& table : m_report.tables) {
            if (table.name == "audit_head" && (table.lost > 0 || table.endLost))
                m_report.whole = false;
        }
        if (m_report.whole) {
            m_report.newProject = m_report.oldProject;
            return {};
        }
        CB_TRY(const auto repairs, mendTables(to, m_progress));
        m_report.notes.insert(m_report.notes.end(), repairs.begin(), repairs.end());
        CB_TRY(const std::string history, oldHistory(to));
        m_report.history = m_out.string() + ".history.jsonl";
        CB_CHECK(writeFileAtomically(m_report.history, history, 0600));
        m_historyDigest = hex(sha256(history));
        for (const char* table : { "audit", "audit_head", "project" }) {
            // An old schema has no heads.
            CB_TRY(const auto known,
                   texts(to, fmt::format("SELECT name FROM sqlite_schema WHERE name = '{}'", table)));
            if (!known.empty())
                CB_CHECK(to.execute(fmt::format("DELETE FROM {}", table)));
        }
        m_report.newProject = identity.uuid;
        m_report.notes.emplace_back(
            "The new project has an identity and a history of its own; the old log lies beside it.");
        return writeGenesis(to, identity);
    }

    Result<void> record(Database& to)
    {
        Json kept = Json::object();
        for (const SalvagedTable& table : m_report.tables)
            kept[table.name] = { { "kept", table.kept },
                                 { "lost", table.lost },
                                 { "end_lost", table.endLost } };
        CB_TRY(Json seals, m_report.whole ? Result<Json>(Json::object()) : sealTouched(to));
        for (auto& [table, seal] : seals.items()) {
            if (seal.is_object())
                seal["first"] = 1; // rows before the first that is left are lost, and known to be
        }
        CB_TRY(const ChainEnd end, readChainEnd(to));
        const AuditEntry entry { .act = "project.salvage",
                                 .objType = "project",
                                 .objId = end.project,
                                 .before =
                                     m_report.oldProject.empty() ? Json(nullptr) : Json(m_report.oldProject),
                                 .reason = "the project was damaged",
                                 .input = m_input,
                                 .result = { { "tables", std::move(kept) },
                                             { "whole", m_report.whole },
                                             { "history_sha256", m_historyDigest },
                                             { "rows", std::move(seals) } } };
        CB_TRY(const std::string body,
               auditBody(end, actorFor(Person { osAccountName(), Role::None, {}, {} }), entry,
                         { now(), uuid4(), entry.result }));
        return appendAudit(to, end, body);
    }

    std::filesystem::path m_out;
    Progress& m_progress;
    Json m_input;
    SalvageReport m_report;
    std::string m_historyDigest;
};

} // namespace

Result<SalvageReport>
salvageInto(const std::filesystem::path& damaged, const std::filesystem::path& out, Progress& progress)
{
    std::error_code ignored;
    if (std::filesystem::symlink_status(out, ignored).type() != std::filesystem::file_type::not_found)
        return Error { ErrorCode::Refused, "A file of that name exists.", out.string(), "E_EXISTS",
                       "Choose another name for the new project." };
    if (isOpenProject(damaged))
        return Error { ErrorCode::Refused, "The project is open.", damaged.string(), "E_LOCKED",
                       "Close it first." };
    CB_TRY(const Digest digest, sha256OfFile(damaged, progress));
    const WorkFolder work(out);
    if (!work.made())
        return cannot("The new project cannot be made here", out);
    const auto copy = work / "damaged";
    CB_CHECK(copyAside(damaged, copy));
    CB_CHECK(mendHeader(copy));
    Salvager salvager(out, progress);
    salvager.setSource({ { "name", damaged.filename().string() },
                         { "bytes", static_cast<std::int64_t>(std::filesystem::file_size(damaged, ignored)) },
                         { "sha256", hex(digest) } });
    CB_TRY(SalvageReport report, salvager.run(copy, work / "new"));
    if (::renameat2(AT_FDCWD, (work / "new").c_str(), AT_FDCWD, out.c_str(), RENAME_NOREPLACE) != 0)
        return cannot("The new project cannot be put in place", out);
    CB_CHECK(syncDirectory(out.has_parent_path() ? out.parent_path() : "."));
    return report;
}

} // namespace casebench
