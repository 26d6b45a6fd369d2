// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/AtomicFile.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <random>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

namespace casebench {

namespace fs = std::filesystem;

namespace {

Error systemError(const char* verb, const fs::path& path)
{
    const int number = errno;
    const ErrorCode code = number == ENOENT ? ErrorCode::NotFound : ErrorCode::Unreadable;
    std::string advice = number == ENOSPC || number == EDQUOT ? "Free some space and try again."
        : number == EACCES || number == EROFS || number == EPERM ? "Choose a place you may write to, or change its permissions."
        : number == ENOENT                                       ? "Check the path."
                                                                 : "";
    return Error { code, fmt::format("Could not {} it: {}.", verb, std::strerror(number)), path.string(), {}, advice };
}

class Descriptor
{
public:
    explicit Descriptor(int fd)
        : m_fd(fd)
    {
    }

    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool close() { return ::close(std::exchange(m_fd, -1)) == 0; }

private:
    int m_fd;
};

std::string randomSuffix()
{
    std::random_device device; // a name, not a number that any result depends on
    return fmt::format("{:08x}{:08x}.cbtmp", device(), device());
}

Result<void> writeAndSync(const fs::path& path, std::string_view bytes, unsigned mode)
{
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
    if (file.get() < 0)
        return systemError("create", path);
    while (!bytes.empty()) {
        const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return systemError("write", path);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file.get()) != 0)
        return systemError("sync", path);
    if (!file.close())
        return systemError("close", path);
    return {};
}

} // namespace

Result<std::string> readFile(const fs::path& path, std::size_t maxBytes)
{
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0)
        return systemError("open", path);
    struct stat info = {};
    if (::fstat(file.get(), &info) != 0)
        return systemError("look at", path);
    if (!S_ISREG(info.st_mode))
        return Error { ErrorCode::Unreadable, "It is not a regular file.", path.string(), {}, "Name a file." };
    if (static_cast<std::size_t>(info.st_size) > maxBytes)
        return Error { ErrorCode::InvalidInput, fmt::format("It is larger than {} bytes.", maxBytes), path.string(), "too-large" };
    std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
    std::size_t have = 0;
    while (have < bytes.size()) {
        const ssize_t got = ::read(file.get(), bytes.data() + have, bytes.size() - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return systemError("read", path);
        if (got == 0)
            break;
        have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
}

Result<void> syncDirectory(const fs::path& directory)
{
    Descriptor handle(::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (handle.get() < 0 || ::fsync(handle.get()) != 0)
        return systemError("sync", directory);
    return {};
}

Result<void> writeFileAtomically(const fs::path& path, std::string_view bytes, unsigned mode)
{
    const fs::path staging = path.string() + "." + randomSuffix();
    auto written = writeAndSync(staging, bytes, mode);
    if (written && ::rename(staging.c_str(), path.c_str()) != 0)
        written = systemError("replace", path);
    if (!written) {
        ::unlink(staging.c_str());
        return Error(written.error());
    }
    return syncDirectory(path.parent_path());
}

StagedDirectory::StagedDirectory(fs::path target, fs::path staging)
    : m_target(std::move(target))
    , m_staging(std::move(staging))
{
}

StagedDirectory::StagedDirectory(StagedDirectory&& other) noexcept
    : m_target(std::move(other.m_target))
    , m_staging(std::exchange(other.m_staging, {}))
{
}

StagedDirectory::~StagedDirectory()
{
    std::error_code ignored;
    if (!m_staging.empty())
        fs::remove_all(m_staging, ignored);
}

Result<StagedDirectory> StagedDirectory::create(const fs::path& target)
{
    std::error_code failure;
    if (fs::exists(fs::symlink_status(target, failure)))
        return Error { ErrorCode::Refused, "It exists already.", target.string(), {}, "Choose another name; nothing is overwritten." };
    fs::path staging = target.string() + "." + randomSuffix();
    if (::mkdir(staging.c_str(), 0755) != 0)
        return systemError("create", staging);
    return StagedDirectory(target, staging);
}

Result<void> StagedDirectory::write(std::string_view name, std::string_view bytes) const
{
    const fs::path path = m_staging / fs::path(name);
    std::error_code failure;
    fs::create_directories(path.parent_path(), failure);
    if (failure)
        return Error { ErrorCode::Unreadable, "Could not create it: " + failure.message() + ".", path.parent_path().string() };
    return writeAndSync(path, bytes, 0644);
}

Result<void> StagedDirectory::commit()
{
    CB_CHECK(syncDirectory(m_staging));
    if (::renameat2(AT_FDCWD, m_staging.c_str(), AT_FDCWD, m_target.c_str(), RENAME_NOREPLACE) != 0)
        return systemError("put into place", m_target);
    m_staging.clear();
    return syncDirectory(m_target.parent_path());
}

} // namespace casebench
