// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>

namespace casebench {

/// What the file system says about a project file before anything of it is read.
struct FileFacts
{
    std::filesystem::path path; ///< folder resolved, so that no link is in it
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::int64_t bytes = 0;
    bool markedReadOnly = false; ///< file or folder cannot be written, or nobody has write permission
    bool network = false; ///< NFS, SMB or FUSE: locks cannot be trusted
};

/// lstat and statfs (promises.md 2.1 step 1). Fails: NotFound; Refused "E_SYMLINK", "E_SPECIAL_FILE" (also
/// hard links).
[[nodiscard]] Result<FileFacts> inspectProjectFile(const std::filesystem::path& path);

/// This process has the file open as a project for as long as the ticket lives. The first ticket of a file
/// reads the header; while one lives, nobody opens the file by other means, since closing such a descriptor
/// drops SQLite's locks (promises.md 0.5).
class OpenFileTicket
{
public:
    /// Fails: Unsupported "E_NOT_A_PROJECT", "E_NEWER_VERSION"; Corrupt "E_DAMAGED"; Unreadable.
    [[nodiscard]] static Result<OpenFileTicket> take(const FileFacts& facts);

    /// Some connection of this process has found the pages sound while the file stayed open.
    [[nodiscard]] bool checked() const;
    void setChecked() const;

    ~OpenFileTicket();
    OpenFileTicket(OpenFileTicket&& other) noexcept;
    OpenFileTicket& operator=(OpenFileTicket&&) = delete;
    OpenFileTicket(const OpenFileTicket&) = delete;
    OpenFileTicket& operator=(const OpenFileTicket&) = delete;

private:
    OpenFileTicket(std::uint64_t device, std::uint64_t inode);
    std::uint64_t m_device;
    std::uint64_t m_inode;
    bool m_held = true;
};

} // namespace casebench
