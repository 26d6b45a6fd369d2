// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/store/Actor.h"
#include "core/store/Anchor.h"
#include "core/store/WriteTransaction.h"

#include <filesystem>
#include <memory>
#include <string>

namespace casebench {

class Database;
struct ProjectState;

struct CreateOptions
{
    std::string name; ///< "" = the file's name without suffix
    std::string person; ///< becomes admin; "" = the OS account
    std::string zone = "UTC"; ///< whose calendar months count
};

struct OpenOptions
{
    bool readOnly = false; ///< look only; nothing is written, not even a lock file
    double waitSeconds = 5; ///< how long beginWrite() waits for another writer
    bool desktop = false; ///< hold the desktop's lock; a second desktop is view-only
    /// Sign the end of the history when this connection closes, if it has written. A desktop's job leaves
    /// that to the connection that holds the desktop's lock.
    bool signAtClose = true;
    /// Larger files are checked by quickCheck() instead of at opening, and not written before it has found
    /// them sound (promises.md 2.1 step 6).
    std::int64_t quickCheckBytes = std::int64_t { 256 } << 20;
    std::filesystem::path stateFolder {}; ///< instead of $XDG_STATE_HOME
};

/// One connection to one project file. Never crosses a thread: hand over path() and open another.
/// Errors carry in `kind`: E_NOT_FOUND E_SYMLINK E_SPECIAL_FILE E_NOT_A_PROJECT E_NEWER_VERSION E_DAMAGED
/// E_LOCKED E_READ_ONLY E_FULL E_IO.
class Project
{
public:
    /// A new file: empty, then all migrations; it appears under its name complete or not at all. Suffix
    /// ".casebench" is customary. Fails: Refused when the path exists; Unreadable when it cannot be written.
    [[nodiscard]] static Result<Project> create(const std::filesystem::path& path,
                                                const CreateOptions& options);
    /// Opens by the procedure of promises.md 2.1 (file kind, header, limits, quick_check, schema pin, audit
    /// tail). A file or folder that cannot be written opens view-only (viewOnlyReason). An older version is
    /// migrated after a backup. Fails: NotFound, Unreadable, Unsupported (newer version, no project),
    /// Corrupt. Cost:  some milliseconds and reading the file once (skipped over 256 MiB: see
    /// quickCheckPending).
    [[nodiscard]] static Result<Project> open(const std::filesystem::path& path,
                                              const OpenOptions& options = {});

    ~Project();
    Project(Project&& other) noexcept;
    Project& operator=(Project&& other) noexcept;
    Project(const Project&) = delete;
    Project& operator=(const Project&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const;
    [[nodiscard]] const std::string& name() const;
    [[nodiscard]] const std::string& uuid() const;
    [[nodiscard]] const std::string& zone() const;
    [[nodiscard]] Instant createdAt() const;
    [[nodiscard]] int schemaVersion() const;
    [[nodiscard]] bool viewOnly() const;
    /// Why writing is refused, as a sentence; "" when it is not.
    [[nodiscard]] const std::string& viewOnlyReason() const;
    /// Too large to be checked at opening, and not checked yet by any connection of this process: nothing is
    /// written before quickCheck(), which belongs into a background job, has found the pages sound.
    [[nodiscard]] bool quickCheckPending() const;
    /// Fails: Corrupt "E_DAMAGED" (the project stays read-only); Cancelled.
    [[nodiscard]] Result<void> quickCheck(Progress& progress) const;

    /// What the witness outside says, as of opening and of this connection's own heads.
    [[nodiscard]] const Anchor& anchor() const;
    /// Looks at the witness again: another connection may have signed, or accepted the history.
    void refreshAnchor();
    /// Signs the end of the history now, if records came since the last signed head (for reports and for
    /// closing). Does nothing on a view-only project or while another program writes.
    void signHead();

    /// The write lock and BEGIN IMMEDIATE. Others wait; one transaction at a time per Project.
    /// Fails: Refused "E_READ_ONLY" (view-only), "E_CHECKING" (quickCheckPending); Unreadable "E_LOCKED"
    /// naming who holds it, after waitSeconds.
    [[nodiscard]] Result<WriteTransaction> beginWrite(const Actor& actor);

    /// Changes when another connection has committed (PRAGMA data_version); own commits do not move it.
    [[nodiscard]] Result<std::int64_t> changeCount() const;

    /// Inside core/store only.
    [[nodiscard]] Database& database() const;
    [[nodiscard]] ProjectState& state() const;

private:
    explicit Project(std::shared_ptr<ProjectState> state);
    void finish();
    std::shared_ptr<ProjectState> m_state; ///< a transaction keeps it alive
};

/// True while this process has that file open as a project: reading it by any other means would drop SQLite's
/// locks (promises.md 0.5). Compares device and inode. Thread-safe.
[[nodiscard]] bool isOpenProject(const std::filesystem::path& path);

} // namespace casebench
