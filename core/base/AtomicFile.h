// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace casebench {

/// Whole content of a regular file. Fails: NotFound, Unreadable; InvalidInput when larger than maxBytes.
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path& path,
                                           std::size_t maxBytes = std::size_t { 1 } << 30);

/// Writes beside the target, syncs file and directory, renames: afterwards the old file or the new one
/// stands
/// there, never half. mode: permissions of a new file; those of an existing one are never widened. A link
/// stays, what it points to is replaced. Fails: Unreadable or NotFound with the system's reason; Refused
/// for
/// what is no regular file (a device, a pipe, a directory).
[[nodiscard]] Result<void>
writeFileAtomically(const std::filesystem::path& path, std::string_view bytes, unsigned mode = 0644);

/// A directory that is filled under a temporary name (NAME.xxxx.cbtmp) and then renamed into place. Removed
/// again unless committed.
class StagedDirectory
{
public:
    /// Fails: Refused when `target` exists; Unreadable or NotFound when its parent cannot be written.
    [[nodiscard]] static Result<StagedDirectory> create(const std::filesystem::path& target);
    ~StagedDirectory();
    StagedDirectory(StagedDirectory&& other) noexcept;
    StagedDirectory& operator=(StagedDirectory&&) = delete;
    StagedDirectory(const StagedDirectory&) = delete;
    StagedDirectory& operator=(const StagedDirectory&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_staging; }

    /// `name` is relative, "/"-separated; parents are made. Fails: InvalidInput for a name that leads out
    /// of
    /// the directory.
    [[nodiscard]] Result<void> write(std::string_view name, std::string_view bytes) const;
    /// Syncs and renames to the target. Fails: Refused when something stands there by now.
    [[nodiscard]] Result<void> commit();

private:
    StagedDirectory(std::filesystem::path target, std::filesystem::path staging);
    std::filesystem::path m_target;
    std::filesystem::path m_staging;
};

/// fsync of a directory, so that a rename in it survives a power cut.
[[nodiscard]] Result<void> syncDirectory(const std::filesystem::path& directory);

} // namespace casebench
