// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into a program, this makes one system call on the files of one folder fail: the n-th of its kind,
// once or from then on. A sweep over n until nothing is hit any more visits every point of failure (the way
// SQLite tests itself).
//   FAULT_DIR     the folder, absolute            FAULT_CALL    write | sync | open | truncate | unlink
//   FAULT_AT      n, from 1                       FAULT_ERROR   a number of errno; 0: half a write
//   FAULT_STICKY  set: every later one fails too  FAULT_HIT     a file that is made when the fault was hit
#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <mutex>
#include <string>
#include <string_view>
#include <unistd.h>

namespace {

constexpr int kMaxFiles = 1024;

template<typename Function>
Function next(const char* name)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

std::string setting(const char* name)
{
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : value;
}

struct Injector
{
    std::mutex mutex;
    std::string folder = setting("FAULT_DIR") + "/";
    std::string call = setting("FAULT_CALL");
    long at = std::atol(setting("FAULT_AT").c_str());
    int error = std::atoi(setting("FAULT_ERROR").c_str());
    bool sticky = !setting("FAULT_STICKY").empty();
    std::string hitFile = setting("FAULT_HIT");
    long count = 0;
    std::array<bool, kMaxFiles> watched {};

    [[nodiscard]] bool watches(const char* path) const
    {
        // "ack" is the test's own file in the folder.
        return path != nullptr && std::strncmp(path, folder.c_str(), folder.size()) == 0
            && !std::string_view(path).ends_with("/ack");
    }

    [[nodiscard]] bool watches(int file) const
    {
        return file >= 0 && file < kMaxFiles && watched[static_cast<std::size_t>(file)];
    }

    /// True when this call is the one that fails.
    bool strikes(const char* name)
    {
        if (at == 0 || call != name)
            return false;
        const std::lock_guard guard(mutex);
        ++count;
        if (count != at && !(sticky && count > at))
            return false;
        const int hit = next<int (*)(const char*, int, ...)>("open")(hitFile.c_str(),
                                                                     O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
        if (hit >= 0)
            next<int (*)(int)>("close")(hit);
        return true;
    }
};

Injector& injector()
{
    static auto* instance = new Injector; // outlives every destructor of the program
    return *instance;
}

int failed()
{
    errno = injector().error;
    return -1;
}

int openAnd(const char* function, const char* path, int flags, mode_t mode)
{
    Injector& faults = injector();
    if (faults.watches(path) && faults.strikes("open"))
        return failed();
    const int file = next<int (*)(const char*, int, ...)>(function)(path, flags, mode);
    if (file >= 0 && file < kMaxFiles)
        faults.watched[static_cast<std::size_t>(file)] = faults.watches(path);
    return file;
}

mode_t modeFrom(int flags, va_list list)
{
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(list, mode_t) : 0;
}

} // namespace

extern "C" {

int open(const char* path, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    const mode_t mode = modeFrom(flags, list);
    va_end(list);
    return openAnd("open", path, flags, mode);
}

int open64(const char* path, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    const mode_t mode = modeFrom(flags, list);
    va_end(list);
    return openAnd("open64", path, flags, mode);
}

ssize_t write(int file, const void* data, size_t count)
{
    static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
    if (injector().watches(file) && injector().strikes("write"))
        return injector().error == 0 ? real(file, data, count / 2) : failed();
    return real(file, data, count);
}

ssize_t pwrite(int file, const void* data, size_t count, off_t at)
{
    static const auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
    if (injector().watches(file) && injector().strikes("write"))
        return injector().error == 0 ? real(file, data, count / 2, at) : failed();
    return real(file, data, count, at);
}

ssize_t pwrite64(int file, const void* data, size_t count, off64_t at)
{
    return pwrite(file, data, count, at);
}

int fsync(int file)
{
    return injector().watches(file) && injector().strikes("sync") ? failed()
                                                                  : next<int (*)(int)>("fsync")(file);
}

int fdatasync(int file)
{
    return injector().watches(file) && injector().strikes("sync") ? failed()
                                                                  : next<int (*)(int)>("fdatasync")(file);
}

int ftruncate(int file, off_t length) noexcept
{
    return injector().watches(file) && injector().strikes("truncate")
        ? failed()
        : next<int (*)(int, off_t)>("ftruncate")(file, length);
}

int ftruncate64(int file, off64_t length) noexcept
{
    return ftruncate(file, length);
}

int unlink(const char* path) noexcept
{
    return injector().watches(path) && injector().strikes("unlink")
        ? failed()
        : next<int (*)(const char*)>("unlink")(path);
}

} // extern "C"
