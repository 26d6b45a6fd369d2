// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/AnchorFolder.h"

#include "core/base/AtomicFile.h"
#include "core/crypto/RandomBytes.h"
#include "core/store/FileLock.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace casebench {

namespace {

constexpr off_t kTailBytes = 64 << 10; // a line is below 2 KiB
constexpr double kKeyWaitSeconds = 5;

std::filesystem::path stateFolder()
{
    const char* state = std::getenv("XDG_STATE_HOME");
    if (state != nullptr && state[0] == '/')
        return state;
    const char* home = std::getenv("HOME");
    if (home != nullptr && home[0] == '/')
        return std::filesystem::path(home) / ".local/state";
    return {};
}

Error noWitness(const std::string& what, const std::filesystem::path& where)
{
    return { ErrorCode::Unreadable, what, where.string(), "E_NO_WITNESS",
             "Set XDG_STATE_HOME to a folder of your own, or save a signed head with \"audit head\"." };
}

Error noWitnessBecause(const char* deed, const std::filesystem::path& where)
{
    return noWitness(fmt::format("The witness of the history cannot be {}: {}.", deed, std::strerror(errno)),
                     where);
}

/// An open file that is locked against other appenders and closed on every way out.
class LockedFile
{
public:
    LockedFile(const std::filesystem::path& path, int flags)
        : m_descriptor(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600))
    {
        if (m_descriptor >= 0)
            ::flock(m_descriptor, (flags & O_ACCMODE) == O_RDONLY ? LOCK_SH : LOCK_EX);
    }

    ~LockedFile()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }

    LockedFile(const LockedFile&) = delete;
    LockedFile& operator=(const LockedFile&) = delete;

    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    int m_descriptor;
};

Result<std::string> readTail(int file, const std::filesystem::path& path)
{
    struct stat facts = {};
    if (::fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode))
        return noWitness("The witness of the history is not a regular file.", path);
    const off_t from = std::max<off_t>(0, facts.st_size - kTailBytes);
    std::string bytes(static_cast<std::size_t>(facts.st_size - from), '\0');
    const auto count = ::pread(file, bytes.data(), bytes.size(), from);
    if (count != static_cast<ssize_t>(bytes.size()))
        return noWitnessBecause("read", path);
    return bytes;
}

/// The last line that is whole; what a power cut left of others is passed over.
std::optional<Json> lastDocument(std::string_view text)
{
    for (std::size_t end = text.rfind('\n'); end != std::string_view::npos && end > 0;) {
        const std::size_t before = text.rfind('\n', end - 1);
        const std::size_t from = before == std::string_view::npos ? 0 : before + 1;
        if (auto document = parseJson(text.substr(from, end - from)))
            return std::move(*document);
        end = before;
    }
    return std::nullopt;
}

} // namespace

AnchorFolder::AnchorFolder(const std::filesystem::path& base)
    : m_folder(base.empty() ? stateFolder() : base)
{
    if (!m_folder.empty())
        m_folder /= "casebench";
}

std::filesystem::path AnchorFolder::fileOf(const std::string& project) const
{
    return m_folder.empty() ? std::filesystem::path() : m_folder / "anchors" / project;
}

Result<void> AnchorFolder::make(const std::filesystem::path& folder) const
{
    if (m_folder.empty())
        return noWitness("No witness of the history can be kept: this account has no home folder.", {});
    std::error_code failed;
    if (std::filesystem::is_directory(folder, failed))
        return {};
    std::filesystem::create_directories(m_folder.parent_path(), failed);
    for (const auto& made : { m_folder, folder }) {
        if (::mkdir(made.c_str(), 0700) != 0 && errno != EEXIST)
            return noWitnessBecause("kept", made);
    }
    return {};
}

Result<PrivateKey> AnchorFolder::key() const
{
    CB_CHECK(make(m_folder));
    const auto file = m_folder / "anchor-key.pem";
    if (auto known = PrivateKey::load(file); known || known.error().code != ErrorCode::NotFound)
        return known;
    // Two programs that start at once must not make two keys.
    auto lock = FileLock::open(m_folder / "anchor-key.lock");
    if (!lock)
        return noWitness("The witness of the history cannot be kept: its folder cannot be written.",
                         m_folder);
    CB_CHECK(lock->take(kKeyWaitSeconds));
    if (auto known = PrivateKey::load(file); known || known.error().code != ErrorCode::NotFound)
        return known;
    CB_TRY(PrivateKey made, PrivateKey::generate());
    if (const auto saved = made.save(file, {}); !saved)
        return noWitness(saved.error().what, file);
    return made;
}

Result<std::optional<SignedHead>> AnchorFolder::newest(const std::string& project) const
{
    const auto path = fileOf(project);
    if (path.empty())
        return noWitness("No witness of the history can be kept: this account has no home folder.", {});
    const LockedFile file(path, O_RDONLY);
    if (file.descriptor() < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return std::optional<SignedHead>();
        return noWitnessBecause("read", path);
    }
    CB_TRY(const std::string tail, readTail(file.descriptor(), path));
    const auto document = lastDocument(tail);
    if (!document)
        return tail.find('\n') == std::string::npos
            ? Result<std::optional<SignedHead>>(
                std::nullopt) // the first line was cut off while it was written
            : Error { ErrorCode::Corrupt, "The witness of the history was changed.", path.string(),
                      "E_SIGNATURE", "Compare the project with a signed head that was kept elsewhere." };
    CB_TRY(SignedHead head, readHead(*document));
    if (head.project != project)
        return Error { ErrorCode::Corrupt, "The witness of the history belongs to another project.",
                       path.string(), "E_SIGNATURE",
                       "Compare the project with a signed head that was kept elsewhere." };
    return std::optional<SignedHead>(std::move(head));
}

Result<void> AnchorFolder::append(const SignedHead& head) const
{
    CB_CHECK(make(m_folder / "anchors"));
    const auto path = fileOf(head.project);
    std::error_code ignored;
    const bool isNew = !std::filesystem::exists(path, ignored);
    const LockedFile file(path, O_RDWR | O_CREAT | O_APPEND);
    if (file.descriptor() < 0 || (isNew && ::fchmod(file.descriptor(), 0600) != 0))
        return noWitnessBecause("kept", path);
    CB_TRY(const std::string tail, readTail(file.descriptor(), path));
    // A line that a power cut left unfinished is closed, not removed: the file only grows.
    const std::string line =
        (tail.empty() || tail.back() == '\n' ? "" : "\n") + canonicalJson(headJson(head)) + "\n";
    if (::write(file.descriptor(), line.data(), line.size()) != static_cast<ssize_t>(line.size())
        || ::fsync(file.descriptor()) != 0)
        return noWitnessBecause("kept", path);
    return isNew ? syncDirectory(path.parent_path()) : Result<void>();
}

} // namespace casebench
