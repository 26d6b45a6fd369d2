// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/OpenFiles.h"

#include "core/store/Project.h"
#include "core/store/ProjectHeader.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>
#include <utility>

namespace casebench {

namespace {

using FileKey = std::pair<std::uint64_t, std::uint64_t>;

/// Locks belong to the process, so what it holds open is known per process.
struct Registry
{
    struct File
    {
        int tickets = 0;
        bool checked = false;
    };

    std::mutex mutex;
    std::map<FileKey, File> open;
};

Registry& registry()
{
    static Registry instance;
    return instance;
}

bool isNetwork(const std::filesystem::path& path)
{
    constexpr std::array<std::uint32_t, 5> kNetworkTypes { 0x6969, 0x517B, 0xFF534D42, 0xFE534D42,
                                                           0x65735546 }; // statfs(2)
    struct statfs facts = {};
    if (::statfs(path.c_str(), &facts) != 0)
        return false;
    const auto type = static_cast<std::uint32_t>(facts.f_type);
    for (const std::uint32_t known : kNetworkTypes) {
        if (type == known)
            return true;
    }
    return false;
}

} // namespace

Result<FileFacts> inspectProjectFile(const std::filesystem::path& path)
{
    struct stat facts = {};
    if (::lstat(path.c_str(), &facts) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return Error { ErrorCode::NotFound, "There is no such project file.", path.string(),
                           "E_NOT_FOUND", "Check the name, or make one with \"new\"." };
        return Error { ErrorCode::Unreadable,
                       fmt::format("The project file cannot be reached: {}.", std::strerror(errno)),
                       path.string(), "E_IO" };
    }
    if (S_ISLNK(facts.st_mode))
        return Error { ErrorCode::Refused, "This is a symbolic link, not the project file itself.",
                       path.string(), "E_SYMLINK", "Open the file it points to." };
    if (!S_ISREG(facts.st_mode))
        return Error { ErrorCode::Refused, "This is not a regular file.", path.string(), "E_SPECIAL_FILE",
                       "Choose a .casebench file." };
    if (facts.st_nlink != 1)
        return Error { ErrorCode::Refused,
                       "The project file has a second name (hard link), which would let a journal go astray.",
                       path.string(), "E_SPECIAL_FILE", "Make a copy and open that." };
    std::error_code failed;
    const auto folder = std::filesystem::canonical(path.has_parent_path() ? path.parent_path() : ".", failed);
    if (failed)
        return Error { ErrorCode::Unreadable, "The folder of the project cannot be reached.", path.string(),
                       "E_IO" };
    FileFacts result { folder / path.filename(), facts.st_dev, facts.st_ino, facts.st_size, false,
                       isNetwork(path) };
    // Root may write what is marked read-only; the mark is respected all the same.
    result.markedReadOnly = (facts.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) == 0
        || ::access(path.c_str(), W_OK) != 0 || ::access(folder.c_str(), W_OK) != 0;
    if (::access(path.c_str(), R_OK) != 0)
        return Error { ErrorCode::Unreadable, "You may not read this project file.", path.string(), "E_IO",
                       "Ask its owner for permission." };
    return result;
}

Result<OpenFileTicket> OpenFileTicket::take(const FileFacts& facts)
{
    Registry& known = registry();
    const std::lock_guard guard(known.mutex);
    int& tickets = known.open[{ facts.device, facts.inode }].tickets;
    if (tickets == 0) {
        if (auto header = checkProjectHeader(facts.path); !header) {
            known.open.erase({ facts.device, facts.inode });
            return header.error();
        }
    }
    ++tickets;
    return OpenFileTicket(facts.device, facts.inode);
}

OpenFileTicket::OpenFileTicket(std::uint64_t device, std::uint64_t inode)
    : m_device(device)
    , m_inode(inode)
{
}

OpenFileTicket::OpenFileTicket(OpenFileTicket&& other) noexcept
    : m_device(other.m_device)
    , m_inode(other.m_inode)
    , m_held(std::exchange(other.m_held, false))
{
}

OpenFileTicket::~OpenFileTicket()
{
    if (!m_held)
        return;
    Registry& known = registry();
    const std::lock_guard guard(known.mutex);
    const auto at = known.open.find({ m_device, m_inode });
    if (at != known.open.end() && --at->second.tickets == 0)
        known.open.erase(at);
}

bool OpenFileTicket::checked() const
{
    Registry& known = registry();
    const std::lock_guard guard(known.mutex);
    const auto at = known.open.find({ m_device, m_inode });
    return at != known.open.end() && at->second.checked;
}

void OpenFileTicket::setChecked() const
{
    Registry& known = registry();
    const std::lock_guard guard(known.mutex);
    known.open[{ m_device, m_inode }].checked = true;
}

bool isOpenProject(const std::filesystem::path& path)
{
    struct stat facts = {};
    if (::stat(path.c_str(), &facts) != 0)
        return false;
    Registry& known = registry();
    const std::lock_guard guard(known.mutex);
    return known.open.contains({ facts.st_dev, facts.st_ino });
}

} // namespace casebench
