// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into a program, this writes down what the program does to the files of one folder, in order, so
// that CrashStates can rebuild what a power cut would have left at any moment.
//   RECORD_DIR   the folder, absolute     RECORD_LOG   the log, outside of it
// A line written to RECORD_DIR/ack is the program's "I said: saved".
#include "tests/faults/RecordedEvent.h"

#include <array>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <mutex>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using casebench::test::EventHeader;
using casebench::test::FileOp;

constexpr int kMaxFiles = 1024;

template<typename Function>
Function next(const char* name)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

/// Which open descriptor is which file of the folder.
struct Recorder
{
    std::mutex mutex;
    std::string folder;
    int log = -1;
    std::array<std::string, kMaxFiles> paths;

    Recorder()
    {
        const char* dir = std::getenv("RECORD_DIR");
        const char* file = std::getenv("RECORD_LOG");
        if (dir == nullptr || file == nullptr)
            return;
        folder = std::string(dir) + "/";
        log = next<int (*)(const char*, int, ...)>("open")(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                                                           0644);
    }

    [[nodiscard]] bool watches(const char* path) const
    {
        return log >= 0 && path != nullptr && std::strncmp(path, folder.c_str(), folder.size()) == 0;
    }

    /// "" for what is not watched.
    [[nodiscard]] std::string pathOf(int file) const
    {
        return log >= 0 && file >= 0 && file < kMaxFiles ? paths[static_cast<std::size_t>(file)]
                                                         : std::string();
    }

    void write(FileOp op, std::string_view path, std::uint64_t at, std::string_view data)
    {
        EventHeader header {};
        header.op = op;
        header.at = at;
        header.pathBytes = static_cast<std::uint32_t>(path.size());
        header.dataBytes = static_cast<std::uint32_t>(data.size());
        std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
        bytes += path;
        bytes += data;
        static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
        const std::lock_guard guard(mutex);
        if (real(log, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
            std::abort(); // half a log would prove anything
    }
};

Recorder& recorder()
{
    static auto* instance = new Recorder; // outlives every destructor of the program
    return *instance;
}

bool isDirectory(int file)
{
    struct stat facts = {};
    return ::fstat(file, &facts) == 0 && S_ISDIR(facts.st_mode);
}

bool isAck(const std::string& path)
{
    return path.ends_with("/ack");
}

void noteOpen(int file, const char* path, int flags, bool existed)
{
    Recorder& to = recorder();
    if (file < 0 || file >= kMaxFiles)
        return;
    to.paths[static_cast<std::size_t>(file)].clear();
    std::string name = path;
    if (!to.watches(path) && !(isDirectory(file) && to.watches((name + "/").c_str())))
        return;
    to.paths[static_cast<std::size_t>(file)] = name;
    if (isDirectory(file) || isAck(name))
        return;
    if (!existed)
        to.write(FileOp::Create, name, 0, {});
    else if ((flags & O_TRUNC) != 0)
        to.write(FileOp::Truncate, name, 0, {});
}

void noteWrite(int file, const void* data, ssize_t count, off_t at)
{
    const std::string path = recorder().pathOf(file);
    if (count <= 0 || path.empty())
        return;
    const std::string_view bytes(static_cast<const char*>(data), static_cast<std::size_t>(count));
    if (isAck(path))
        recorder().write(FileOp::Ack, {}, 0, bytes);
    else
        recorder().write(FileOp::Write, path, static_cast<std::uint64_t>(at), bytes);
}

void noteSync(int file)
{
    const std::string path = recorder().pathOf(file);
    if (!path.empty() && !isAck(path))
        recorder().write(isDirectory(file) ? FileOp::SyncFolder : FileOp::Sync, path, 0, {});
}

int openAnd(const char* function, const char* path, int flags, mode_t mode)
{
    const bool existed = ::access(path, F_OK) == 0;
    const int file = next<int (*)(const char*, int, ...)>(function)(path, flags, mode);
    noteOpen(file, path, flags, existed);
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

int close(int file)
{
    if (file >= 0 && file < kMaxFiles)
        recorder().paths[static_cast<std::size_t>(file)].clear();
    return next<int (*)(int)>("close")(file);
}

ssize_t write(int file, const void* data, size_t count)
{
    static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
    const ssize_t done = real(file, data, count);
    if (done > 0 && !recorder().pathOf(file).empty())
        noteWrite(file, data, done, ::lseek(file, 0, SEEK_CUR) - done);
    return done;
}

ssize_t pwrite(int file, const void* data, size_t count, off_t at)
{
    static const auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
    const ssize_t done = real(file, data, count, at);
    noteWrite(file, data, done, at);
    return done;
}

ssize_t pwrite64(int file, const void* data, size_t count, off64_t at)
{
    static const auto real = next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
    const ssize_t done = real(file, data, count, at);
    noteWrite(file, data, done, at);
    return done;
}

int ftruncate(int file, off_t length) noexcept
{
    const int done = next<int (*)(int, off_t)>("ftruncate")(file, length);
    if (const std::string path = recorder().pathOf(file); done == 0 && !path.empty())
        recorder().write(FileOp::Truncate, path, static_cast<std::uint64_t>(length), {});
    return done;
}

int ftruncate64(int file, off64_t length) noexcept
{
    return ftruncate(file, length);
}

int fsync(int file)
{
    const int done = next<int (*)(int)>("fsync")(file);
    if (done == 0)
        noteSync(file);
    return done;
}

int fdatasync(int file)
{
    const int done = next<int (*)(int)>("fdatasync")(file);
    if (done == 0)
        noteSync(file);
    return done;
}

int unlink(const char* path) noexcept
{
    const int done = next<int (*)(const char*)>("unlink")(path);
    if (done == 0 && recorder().watches(path))
        recorder().write(FileOp::Unlink, path, 0, {});
    return done;
}

int rename(const char* from, const char* to) noexcept
{
    const int done = next<int (*)(const char*, const char*)>("rename")(from, to);
    if (done == 0 && recorder().watches(to))
        recorder().write(FileOp::Rename, from, 0, to);
    return done;
}

int renameat2(int fromFolder, const char* from, int toFolder, const char* to, unsigned int flags) noexcept
{
    const int done = next<int (*)(int, const char*, int, const char*, unsigned int)>("renameat2")(
        fromFolder, from, toFolder, to, flags);
    if (done == 0 && recorder().watches(to))
        recorder().write(FileOp::Rename, from, 0, to);
    return done;
}

} // extern "C"
