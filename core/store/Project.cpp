// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/Project.h"

#include "core/base/AtomicFile.h"
#include "core/crypto/RandomBytes.h"
#include "core/store/AuditChain.h"
#include "core/store/AuditHeads.h"
#include "core/store/Migrations.h"
#include "core/store/PageCheck.h"
#include "core/store/ProjectHeader.h"
#include "core/store/ProjectState.h"
#include "core/store/ProjectUpgrade.h"
#include "core/store/SqliteError.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>

namespace casebench {

namespace {

// A desktop opens in its window's thread, so it reads less before it shows something: a MiB of verdicts, each
// held against the checks of its table, takes 60 ms (measured; ours).
constexpr std::int64_t kDesktopCheckBytes = std::int64_t { 512 } << 10;
constexpr std::int64_t kAuditTail = 1000; // promises.md 2.1 step 8

std::filesystem::path beside(const std::filesystem::path& path, const char* suffix)
{
    return path.string() + suffix;
}

/// The empty file and all migrations, the project's own line and its first person. Closed again afterwards.
Result<void>
fillNewProject(const std::filesystem::path& file, const CreateOptions& options, const std::string& name)
{
    CB_TRY(const auto database, Database::open(file, Database::Access::Create));
    CB_CHECK(database->execute("BEGIN IMMEDIATE"));
    CB_CHECK(database->execute(fmt::format("PRAGMA application_id={}", kApplicationId)));
    CB_CHECK(applyMigrations(*database, 0, migrations()));
    const std::string person = options.person.empty() ? osAccountName() : options.person;
    CB_CHECK(writeGenesis(*database, { uuid4(), name, options.zone, person }));
    CB_CHECK(database->run(
        "INSERT INTO person(name, role, public_key, fingerprint) VALUES(?1, 'admin', '', '')", person));
    return database->execute("COMMIT");
}

Result<void> moveIntoPlace(const std::filesystem::path& from, const std::filesystem::path& to)
{
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) != 0) {
        if (errno == EEXIST)
            return Error { ErrorCode::Refused, "A file of that name exists.", to.string(), "E_EXISTS",
                           "Choose another name." };
        return Error { ErrorCode::Unreadable,
                       fmt::format("The project cannot be put in place: {}.", std::strerror(errno)),
                       to.string(), "E_IO" };
    }
    return syncDirectory(to.has_parent_path() ? to.parent_path() : ".");
}

void decideWhetherToWrite(ProjectState& state)
{
    if (state.options.readOnly)
        state.viewOnlyReason = "The project was opened to look at only.";
    else if (state.facts.markedReadOnly)
        state.viewOnlyReason =
            "The project file or its folder cannot be written, so it is open to look at only.";
    else if (state.facts.network)
        state.viewOnlyReason = "The project lies on a network drive, where locks cannot be trusted, so it is "
                               "open to look at only; "
                               "copy it to a local disk to work on it.";
}

Result<void> holdDesktopLock(ProjectState& state)
{
    if (!state.options.desktop || !state.viewOnlyReason.empty())
        return {};
    CB_TRY(FileLock lock, FileLock::open(beside(state.facts.path, ".ui")));
    CB_TRY(const bool taken, lock.tryTake());
    if (!taken)
        state.viewOnlyReason = fmt::format(
            "The project is open in another window: {}. This one can look, not change.", lock.holder());
    state.desktopLock.emplace(std::move(lock));
    return {};
}

Result<void> checkPages(Database& database, Progress& progress)
{
    CB_TRY(const auto faults, database.pageFaults("quick_check", 1, progress));
    if (!faults.empty())
        return damagedFile(faults.front(),
                           "Keep the file as it is and restore the newest backup, or save what can be read "
                           "with \"check --salvage\".");
    return {};
}

Result<void> readIdentity(ProjectState& state)
{
    CB_TRY(Statement row,
           state.database->query("SELECT uuid, name, zone, created_at FROM project WHERE id = 1"));
    CB_TRY(const bool found, row.step());
    if (!found)
        return Error { ErrorCode::Corrupt,
                       "The project has lost its own name.",
                       {},
                       "E_DAMAGED",
                       "Restore the newest backup." };
    state.uuid = row.string(0);
    state.name = row.string(1);
    state.zone = row.string(2);
    state.createdAt = row.integer(3);
    return {};
}

Result<void> connect(ProjectState& state)
{
    const auto access =
        state.viewOnlyReason.empty() ? Database::Access::ReadWrite : Database::Access::ReadOnly;
    CB_TRY(state.database, Database::open(state.facts.path, access));
    Database& database = *state.database;
    // Jobs and second looks rely on the connection of this process that came first.
    const bool isFirst = isOnlyTicket(state.facts);
    const std::int64_t most = state.options.quickCheckBytes;
    const bool isShort =
        state.facts.bytes <= (state.options.desktop ? std::min(kDesktopCheckBytes, most) : most);
    state.quickCheckPending = !isFirst || !isShort;
    if (!state.quickCheckPending) {
        Progress silent;
        CB_CHECK(checkPages(database, silent));
        notePageCheck(state.facts, PageCheck::Sound);
    }
    CB_TRY(const std::int64_t version, database.integer("PRAGMA user_version"));
    CB_CHECK(checkSchemaPin(database, static_cast<int>(version)));
    state.version = static_cast<int>(version);
    if (state.version < currentSchemaVersion())
        CB_CHECK(upgradeProject(state, migrations()));
    CB_CHECK(readIdentity(state));
    CB_TRY(const AuditVerdict tail, verifyAuditTail(database, kAuditTail));
    if (!tail.ok)
        return Error { ErrorCode::Corrupt, tail.what, fmt::format("audit event {}", tail.firstBad),
                       "E_DAMAGED", "The history was changed by another tool. Restore the newest backup." };
    compareWithAnchor(state);
    return {};
}

} // namespace

Result<Project> Project::create(const std::filesystem::path& path, const CreateOptions& options)
{
    std::error_code ignored;
    if (std::filesystem::symlink_status(path, ignored).type() != std::filesystem::file_type::not_found)
        return Error { ErrorCode::Refused, "A file of that name exists.", path.string(), "E_EXISTS",
                       "Choose another name." };
    const std::string name = options.name.empty() ? path.stem().string() : options.name;
    const std::filesystem::path staging = fmt::format("{}.{}.cbtmp", path.string(), uuid4().substr(0, 8));
    auto filled = fillNewProject(staging, options, name);
    if (filled)
        filled = moveIntoPlace(staging, path);
    if (!filled)
        std::filesystem::remove(staging, ignored);
    std::filesystem::remove(beside(staging, "-journal"), ignored);
    if (!filled)
        return filled.error().in(path.string());
    return open(path);
}

Result<Project> Project::open(const std::filesystem::path& path, const OpenOptions& options)
{
    CB_TRY(FileFacts facts, inspectProjectFile(path));
    auto ticket = OpenFileTicket::take(facts);
    if (!ticket)
        return ticket.error().in(path.string());
    auto state = std::make_shared<ProjectState>(std::move(facts), std::move(*ticket), options);
    decideWhetherToWrite(*state);
    CB_CHECK(holdDesktopLock(*state));
    if (auto connected = connect(*state); !connected)
        return connected.error().in(path.string());
    state->session = uuid4();
    return Project(std::move(state));
}

Project::Project(std::shared_ptr<ProjectState> state)
    : m_state(std::move(state))
{
}

Project::~Project()
{
    finish();
}

Project::Project(Project&& other) noexcept = default;

Project& Project::operator=(Project&& other) noexcept
{
    if (this != &other) {
        finish();
        m_state = std::move(other.m_state);
    }
    return *this;
}

void Project::finish()
{
    if (m_state && m_state->wrote && m_state->options.signAtClose)
        signHeadAtRest(*m_state);
}

const std::filesystem::path& Project::path() const
{
    return m_state->facts.path;
}

const std::string& Project::name() const
{
    return m_state->name;
}

const std::string& Project::uuid() const
{
    return m_state->uuid;
}

const std::string& Project::zone() const
{
    return m_state->zone;
}

Instant Project::createdAt() const
{
    return m_state->createdAt;
}

int Project::schemaVersion() const
{
    return m_state->version;
}

bool Project::viewOnly() const
{
    return !viewOnlyReason().empty();
}

const std::string& Project::viewOnlyReason() const
{
    static const std::string damaged =
        "The project file is damaged, so it is open to look at only. Keep it as it "
        "is and restore the newest backup.";
    const bool isDamaged = pageCheckOf(m_state->facts) == PageCheck::Damaged;
    return m_state->viewOnlyReason.empty() && isDamaged ? damaged : m_state->viewOnlyReason;
}

bool Project::quickCheckPending() const
{
    return m_state->quickCheckPending && pageCheckOf(m_state->facts) == PageCheck::Pending;
}

Result<void> Project::quickCheck(Progress& progress) const
{
    const auto checked = checkPages(*m_state->database, progress);
    // Being stopped or refused a lock says nothing about the pages.
    if (checked || checked.error().code == ErrorCode::Corrupt)
        notePageCheck(m_state->facts, checked ? PageCheck::Sound : PageCheck::Damaged);
    CB_CHECK(checked);
    m_state->quickCheckPending = false;
    return {};
}

const Anchor& Project::anchor() const
{
    return m_state->anchor;
}

void Project::refreshAnchor()
{
    compareWithAnchor(*m_state);
}

void Project::signHead()
{
    if (!viewOnly() && !quickCheckPending()) // nothing is written into a file that is not known to be sound
        signHeadAtRest(*m_state);
}

Result<std::int64_t> Project::changeCount() const
{
    return m_state->database->integer("PRAGMA data_version");
}

Database& Project::database() const
{
    return *m_state->database;
}

ProjectState& Project::state() const
{
    return *m_state;
}

Result<WriteTransaction> Project::beginWrite(const Actor& actor)
{
    Progress silent;
    if (quickCheckPending())
        CB_CHECK(quickCheck(silent)); // nothing is written into a file of which nobody knows that it is sound
    if (viewOnly())
        return Error { ErrorCode::Refused, viewOnlyReason(), {}, "E_READ_ONLY" };
    return WriteTransaction::begin(m_state, actor);
}

} // namespace casebench
