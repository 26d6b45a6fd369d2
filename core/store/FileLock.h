// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/base/Result.h"

#include <filesystem>
#include <optional>

namespace casebench {

/// An advisory lock on a file of its own that is never deleted (F_OFD_SETLK): the kernel releases it when the
/// process ends, however it ends. The holder writes into it who he is, so that others can be told.
class FileLock
{
public:
    /// Opens (and makes) the lock file without taking the lock.
    /// Fails: Unreadable "E_READ_ONLY" when it cannot be made; Refused when a link lies there.
    [[nodiscard]] static Result<FileLock> open(const std::filesystem::path& path);
    ~FileLock();
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&&) = delete;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

    /// Gives: false when somebody else holds it.
    [[nodiscard]] Result<bool> tryTake();
    /// Tries until `seconds` are over. Fails: Unreadable "E_LOCKED" naming the holder.
    [[nodiscard]] Result<void> take(double seconds);
    void release();
    /// "anna on desk-7 (process 4711) since 2026-03-01T09:30:00Z", or "another program".
    [[nodiscard]] std::string holder() const;

private:
    explicit FileLock(int descriptor);
    void writeHolder() const;
    int m_descriptor;
    bool m_held = false;
};

} // namespace casebench
