// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/FileLock.h"

#include "core/base/Text.h"
#include "core/base/Time.h"
#include "core/store/Actor.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace casebench {

namespace {

constexpr auto kRetryPause = std::chrono::milliseconds(10);

bool setLock(int descriptor, short type)
{
    struct flock lock = {};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    return ::fcntl(descriptor, F_OFD_SETLK, &lock) == 0;
}

} // namespace

Result<FileLock> FileLock::open(const std::filesystem::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0644);
    if (descriptor < 0) {
        if (errno == ELOOP)
            return Error { ErrorCode::Refused, "The lock file is a symbolic link.", path.string(),
                           "E_SYMLINK", "Remove the link." };
        return Error { ErrorCode::Unreadable,
                       fmt::format("The lock file cannot be written: {}.", std::strerror(errno)),
                       path.string(), "E_READ_ONLY" };
    }
    FileLock lock(descriptor);
    struct stat facts = {};
    if (::fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode))
        return Error { ErrorCode::Refused, "The lock file is not a regular file.", path.string(),
                       "E_SPECIAL_FILE", "Remove it." };
    return lock;
}

FileLock::FileLock(int descriptor)
    : m_descriptor(descriptor)
{
}

FileLock::FileLock(FileLock&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_held(std::exchange(other.m_held, false))
{
}

FileLock::~FileLock()
{
    release();
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<bool> FileLock::tryTake()
{
    if (setLock(m_descriptor, F_WRLCK)) {
        m_held = true;
        writeHolder();
        return true;
    }
    if (errno == EAGAIN || errno == EACCES)
        return false;
    return Error { ErrorCode::Unreadable,
                   fmt::format("The project cannot be locked: {}.", std::strerror(errno)),
                   {},
                   "E_IO",
                   "Copy the project to a local disk." };
}

Result<void> FileLock::take(double seconds)
{
    const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    for (;;) {
        CB_TRY(const bool taken, tryTake());
        if (taken)
            return {};
        if (std::chrono::steady_clock::now() >= until)
            break;
        std::this_thread::sleep_for(kRetryPause);
    }
    return Error { ErrorCode::Unreadable,
                   fmt::format("The project is being written by {}.", holder()),
                   {},
                   "E_LOCKED",
                   "Wait until that has ended, or give more patience with --wait." };
}

void FileLock::release()
{
    if (!m_held)
        return;
    m_held = false;
    // The text is a courtesy: failing to clear it must not keep the lock.
    [[maybe_unused]] const int cleared = ::ftruncate(m_descriptor, 0);
    setLock(m_descriptor, F_UNLCK);
}

void FileLock::writeHolder() const
{
    std::array<char, 256> host {};
    ::gethostname(host.data(), host.size() - 1);
    const std::string text =
        fmt::format("{} on {} (process {}) since {}\n", osAccountName(), host.data(), ::getpid(),
                    formatInstant(now() / kMicrosPerSecond * kMicrosPerSecond));
    [[maybe_unused]] const int cleared = ::ftruncate(m_descriptor, 0);
    [[maybe_unused]] const auto written = ::pwrite(m_descriptor, text.data(), text.size(), 0);
}

std::string FileLock::holder() const
{
    std::array<char, 512> buffer {};
    const auto count = ::pread(m_descriptor, buffer.data(), buffer.size(), 0);
    const std::string_view text =
        trimmed(std::string_view(buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0));
    return text.empty() ? "another program" : escapedForTerminal(text);
}

} // namespace casebench
