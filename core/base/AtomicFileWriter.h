// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <string_view>

namespace casebench {

/// A file that is written piece by piece beside its target and renamed into place by commit(), under the
/// rules of writeFileAtomically. Removed again unless committed.
class AtomicFileWriter
{
public:
    /// Fails: as writeFileAtomically.
    [[nodiscard]] static Result<AtomicFileWriter> create(const std::filesystem::path& path,
                                                         unsigned mode = 0644);
    ~AtomicFileWriter();
    AtomicFileWriter(AtomicFileWriter&& other) noexcept;
    AtomicFileWriter& operator=(AtomicFileWriter&&) = delete;
    AtomicFileWriter(const AtomicFileWriter&) = delete;
    AtomicFileWriter& operator=(const AtomicFileWriter&) = delete;

    /// Where it is written until then; another library may fill it instead of write().
    [[nodiscard]] const std::filesystem::path& staging() const { return m_staging; }

    [[nodiscard]] Result<void> write(std::string_view bytes);
    /// Syncs, renames, syncs the directory. Fails: with the target as its place.
    [[nodiscard]] Result<void> commit();

private:
    AtomicFileWriter(std::filesystem::path target, std::filesystem::path staging, int file);
    std::filesystem::path m_target;
    std::filesystem::path m_staging;
    int m_file;
};

} // namespace casebench
