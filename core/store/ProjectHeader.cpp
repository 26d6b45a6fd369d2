// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/ProjectHeader.h"

#include "core/store/Migrations.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <string_view>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace casebench {

namespace {

constexpr std::size_t kHeaderBytes = 100; // SQLite file format 1.3
using Header = std::array<unsigned char, kHeaderBytes>;

std::uint32_t bigEndian(const Header& header, std::size_t at, std::size_t count)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value << 8U | header[at + i];
    return value;
}

Error damaged(std::string what)
{
    return { ErrorCode::Corrupt,
             std::move(what),
             {},
             "E_DAMAGED",
             "Keep the file as it is and restore the newest backup." };
}

/// Reads header and size once. Gives the bytes of the file.
Result<std::int64_t> readHeader(const std::filesystem::path& path, Header& header)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return Error { ErrorCode::Unreadable,
                       fmt::format("The project file cannot be read: {}.", std::strerror(errno)),
                       {},
                       "E_IO" };
    struct stat facts = {};
    const bool known = ::fstat(file, &facts) == 0;
    const auto count = ::pread(file, header.data(), header.size(), 0);
    ::close(file);
    if (!known || count != static_cast<ssize_t>(header.size()))
        return Error { ErrorCode::Unsupported, "This is not a Casebench project.", {}, "E_NOT_A_PROJECT" };
    return static_cast<std::int64_t>(facts.st_size);
}

bool hasHotJournal(const std::filesystem::path& path)
{
    struct stat facts = {};
    return ::stat((path.string() + "-journal").c_str(), &facts) == 0 && facts.st_size > 0;
}

bool sizeAgrees(const Header& header, std::int64_t bytes)
{
    const std::uint32_t stored = bigEndian(header, 16, 2);
    const std::int64_t pageSize = stored == 1 ? 65536 : static_cast<std::int64_t>(stored);
    const bool countIsValid = bigEndian(header, 24, 4) == bigEndian(header, 92, 4);
    if (pageSize < 512 || bytes % pageSize != 0)
        return false;
    return !countIsValid || bytes == pageSize * static_cast<std::int64_t>(bigEndian(header, 28, 4));
}

} // namespace

Result<void> checkProjectHeader(const std::filesystem::path& path)
{
    Header header {};
    std::int64_t bytes = 0;
    // Another process may be writing just now: what looks torn is looked at again before it is called
    // damaged.
    for (int attempt = 0; attempt < 5; ++attempt) {
        if (attempt > 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(40));
        CB_TRY(bytes, readHeader(path, header));
        if (sizeAgrees(header, bytes) || hasHotJournal(path))
            break;
    }
    constexpr std::string_view kMagic("SQLite format 3\0", 16);
    if (std::memcmp(header.data(), kMagic.data(), kMagic.size()) != 0
        || bigEndian(header, 68, 4) != kApplicationId)
        return Error { ErrorCode::Unsupported,
                       "This is not a Casebench project.",
                       {},
                       "E_NOT_A_PROJECT",
                       "Choose a .casebench file, or import this file into a project." };
    const std::uint32_t version = bigEndian(header, 60, 4);
    if (version > static_cast<std::uint32_t>(currentSchemaVersion()))
        return Error {
            ErrorCode::Unsupported,
            fmt::format(
                "This project was made by a newer version of Casebench (schema {}, this program knows {}).",
                version, currentSchemaVersion()),
            {},
            "E_NEWER_VERSION",
            "Open it with the newer version; nothing was changed."
        };
    if (header[18] != 1 || header[19] != 1)
        return damaged("The project was switched to a journal mode that Casebench never uses.");
    if (!sizeAgrees(header, bytes) && !hasHotJournal(path))
        return damaged("The project file was cut off: its size is not what its header says.");
    return {};
}

} // namespace casebench
