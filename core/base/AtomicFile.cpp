// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/AtomicFile.h"

#include "core/base/AtomicFileWriter.h"
#include "core/base/FileDescriptor.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <random>
#include <sys/stat.h>
#include <unistd.h>

namespace casebench {

namespace fs = std::filesystem;

namespace {

Error systemError(const char* verb, const fs::path& path)
{
    const int number = errno;
    const ErrorCode code = number == ENOENT ? ErrorCode::NotFound : ErrorCode::Unreadable;
    std::string advice = number == ENOSPC || number == EDQUOT ? "Free some space and try again."
        : number == EACCES || number == EROFS || number == EPERM
        ? "Choose a place you may write to, or change its permissions."
        : number == ENOENT ? "Check the path."
                           : "";
    return Error {
        code, fmt::format("Could not {} it: {}.", verb, std::strerror(number)), path.string(), {}, advice
    };
}

Error alreadyThere(const fs::path& path)
{
    return Error { ErrorCode::Refused,
                   "It exists already.",
                   path.string(),
                   {},
                   "Choose another name; nothing is overwritten." };
}

std::string randomSuffix()
{
    std::random_device device; // a name, not a number that any result depends on
    return fmt::format("{:08x}{:08x}.cbtmp", device(), device());
}

Result<void> writeAll(int file, std::string_view bytes, const fs::path& path)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return systemError("write", path);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> writeAndSync(const fs::path& path, std::string_view bytes, unsigned mode)
{
    FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
    if (file.get() < 0)
        return systemError("create", path);
    CB_CHECK(writeAll(file.get(), bytes, path));
    if (::fsync(file.get()) != 0)
        return systemError("sync", path);
    if (!file.close())
        return systemError("close", path);
    return {};
}

/// The path itself, or what it points to when it is a link, so that the link stays.
Result<fs::path> behindLinks(const fs::path& path)
{
    std::error_code failure;
    if (!fs::is_symlink(fs::symlink_status(path, failure)))
        return path;
    fs::path target = fs::weakly_canonical(path, failure);
    if (failure)
        return Error { ErrorCode::Unreadable,
                       "Could not follow the link: " + failure.message() + ".",
                       path.string(),
                       {},
                       "Name the file itself." };
    return target;
}

} // namespace

Result<std::string> readFile(const fs::path& path, std::size_t maxBytes)
{
    // Not blocking: a named pipe without a writer would hold us for ever.
    FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.get() < 0)
        return systemError("open", path);
    struct stat info = {};
    if (::fstat(file.get(), &info) != 0)
        return systemError("look at", path);
    if (!S_ISREG(info.st_mode))
        return Error {
            ErrorCode::Unreadable, "It is not a regular file.", path.string(), {}, "Name a file."
        };
    if (static_cast<std::size_t>(info.st_size) > maxBytes)
        return Error { ErrorCode::InvalidInput, fmt::format("It is larger than {} bytes.", maxBytes),
                       path.string(), "too-large" };
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
    FileDescriptor handle(
        ::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (handle.get() < 0 || ::fsync(handle.get()) != 0)
        return systemError("sync", directory);
    return {};
}

Result<void> writeFileAtomically(const fs::path& path, std::string_view bytes, unsigned mode)
{
    CB_TRY(AtomicFileWriter writer, AtomicFileWriter::create(path, mode));
    CB_CHECK(writer.write(bytes));
    return writer.commit();
}

Result<AtomicFileWriter> AtomicFileWriter::create(const fs::path& path, unsigned mode)
{
    CB_TRY(const fs::path target, behindLinks(path));
    struct stat old = {};
    const bool exists = ::stat(target.c_str(), &old) == 0;
    // A rename would put a plain file in the place of a device or pipe.
    if (exists && !S_ISREG(old.st_mode))
        return Error { ErrorCode::Refused, "It is not a regular file.", path.string(), {}, "Name a file." };
    const fs::path staging = target.string() + "." + randomSuffix();
    const int file = ::open(staging.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                            exists ? mode & old.st_mode : mode);
    if (file < 0) {
        Error error = systemError("create", staging);
        error.where = path.string(); // the staging name means nothing to anybody
        return error;
    }
    return AtomicFileWriter(target, staging, file);
}

AtomicFileWriter::AtomicFileWriter(fs::path target, fs::path staging, int file)
    : m_target(std::move(target))
    , m_staging(std::move(staging))
    , m_file(file)
{
}

AtomicFileWriter::AtomicFileWriter(AtomicFileWriter&& other) noexcept
    : m_target(std::move(other.m_target))
    , m_staging(std::exchange(other.m_staging, {}))
    , m_file(std::exchange(other.m_file, -1))
{
}

AtomicFileWriter::~AtomicFileWriter()
{
    if (m_file >= 0)
        ::close(m_file);
    if (!m_staging.empty())
        ::unlink(m_staging.c_str());
}

Result<void> AtomicFileWriter::write(std::string_view bytes)
{
    return writeAll(m_file, bytes, m_target);
}

Result<void> AtomicFileWriter::commit()
{
    if (::fsync(m_file) != 0)
        return systemError("sync", m_target);
    if (::close(std::exchange(m_file, -1)) != 0)
        return systemError("close", m_target);
    if (::rename(m_staging.c_str(), m_target.c_str()) != 0)
        return systemError("replace", m_target);
    m_staging.clear();
    return syncDirectory(m_target.parent_path());
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

Result<StagedDirectory> StagedDirectory::create(const fs::path& wanted)
{
    // "out/" names the same directory as "out", but not the same parent.
    const fs::path target = wanted.has_filename() ? wanted : wanted.parent_path();
    std::error_code failure;
    if (fs::exists(fs::symlink_status(target, failure)))
        return alreadyThere(target);
    fs::path staging = target.string() + "." + randomSuffix();
    if (::mkdir(staging.c_str(), 0755) != 0)
        return systemError("create", staging);
    return StagedDirectory(target, staging);
}

Result<void> StagedDirectory::write(std::string_view name, std::string_view bytes) const
{
    const fs::path relative = fs::path(name).lexically_normal();
    if (relative.empty() || relative.is_absolute() || *relative.begin() == ".." || *relative.begin() == "."
        || !relative.has_filename())
        return Error { ErrorCode::InvalidInput, "A file of a directory needs a name that lies in it.",
                       std::string(name) };
    const fs::path path = m_staging / relative;
    std::error_code failure;
    fs::create_directories(path.parent_path(), failure);
    if (failure)
        return Error { ErrorCode::Unreadable, "Could not create it: " + failure.message() + ".",
                       path.parent_path().string() };
    return writeAndSync(path, bytes, 0644);
}

Result<void> StagedDirectory::commit()
{
    std::error_code failure;
    for (fs::recursive_directory_iterator at(m_staging, failure), end; !failure && at != end;
         at.increment(failure)) {
        if (at->is_directory())
            CB_CHECK(syncDirectory(at->path()));
    }
    if (failure)
        return Error { ErrorCode::Unreadable, "Could not list it: " + failure.message() + ".",
                       m_staging.string() };
    CB_CHECK(syncDirectory(m_staging));
    if (::renameat2(AT_FDCWD, m_staging.c_str(), AT_FDCWD, m_target.c_str(), RENAME_NOREPLACE) != 0)
        return errno == EEXIST ? alreadyThere(m_target) : systemError("finish", m_target);
    m_staging.clear();
    return syncDirectory(m_target.parent_path());
}

} // namespace casebench
