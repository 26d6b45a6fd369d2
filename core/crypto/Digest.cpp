// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/Digest.h"

#include "core/base/FileDescriptor.h"
#include "core/base/Text.h"
#include "core/crypto/MerkleTree.h"
#include "core/crypto/OpenSsl.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace casebench {

struct Sha256::State
{
    openssl::MdContext context { EVP_MD_CTX_new() };
};

namespace {

/// SHA-256 is built in and takes any input, so a failure here can only be exhausted memory or a broken
/// library.
void mustWork(int answer)
{
    expects(answer == 1, "SHA-256 is not available");
}

/// "sha256" is looked up once; each EVP_DigestInit with EVP_sha256() would fetch it anew, which costs more
/// than hashing a row.
const EVP_MD* algorithm()
{
    static const EVP_MD* const kFetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return kFetched;
}

Error openError(const std::filesystem::path& path)
{
    const int number = errno;
    if (number == ELOOP)
        return Error { ErrorCode::Refused, "It is a symbolic link.", path.string(), "E_SYMLINK",
                       "Put the file itself there." };
    if (number == ENXIO)
        return Error { ErrorCode::Refused, "It is not a regular file.", path.string(), "E_SPECIAL_FILE" };
    return Error { number == ENOENT ? ErrorCode::NotFound : ErrorCode::Unreadable,
                   std::string("Could not open it: ") + std::strerror(number) + ".", path.string() };
}

Result<std::uint64_t> regularSize(int fd, const std::filesystem::path& path)
{
    struct stat info = {};
    if (::fstat(fd, &info) != 0)
        return openError(path);
    if (!S_ISREG(info.st_mode))
        return Error { ErrorCode::Refused, "It is not a regular file.", path.string(), "E_SPECIAL_FILE" };
    return static_cast<std::uint64_t>(info.st_size);
}

} // namespace

Sha256::Sha256()
    : m_state(std::make_unique<State>())
{
    expects(m_state->context != nullptr, "out of memory");
    mustWork(EVP_DigestInit_ex2(m_state->context.get(), algorithm(), nullptr));
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&& other) noexcept = default;
Sha256& Sha256::operator=(Sha256&& other) noexcept = default;

void Sha256::update(std::string_view bytes)
{
    mustWork(EVP_DigestUpdate(m_state->context.get(), bytes.data(), bytes.size()));
}

void Sha256::updateU64(std::uint64_t value)
{
    std::array<char, 8> bytes {};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>((value >> (56 - 8 * i)) & 0xff);
    update(std::string_view(bytes.data(), bytes.size()));
}

void Sha256::updateLengthPrefixed(std::string_view bytes)
{
    updateU64(bytes.size());
    update(bytes);
}

Digest Sha256::finish()
{
    Digest digest {};
    mustWork(EVP_DigestFinal_ex(m_state->context.get(), digest.data(), nullptr));
    mustWork(EVP_DigestInit_ex2(m_state->context.get(), algorithm(), nullptr));
    return digest;
}

Digest sha256(std::string_view bytes)
{
    Digest digest {};
    mustWork(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, algorithm(), nullptr));
    return digest;
}

std::string hex(const Digest& digest)
{
    return toHex(bytesOf(digest));
}

std::optional<Digest> parseDigest(std::string_view text)
{
    const auto isLowerHex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (text.size() != 64 || !std::all_of(text.begin(), text.end(), isLowerHex))
        return std::nullopt;
    const auto bytes = fromHex(text);
    return bytes ? digestFromBytes(*bytes) : std::nullopt;
}

std::string_view bytesOf(const Digest& digest)
{
    return { reinterpret_cast<const char*>(digest.data()), digest.size() };
}

std::optional<Digest> digestFromBytes(std::string_view bytes)
{
    Digest digest {};
    if (bytes.size() != digest.size())
        return std::nullopt;
    std::memcpy(digest.data(), bytes.data(), digest.size());
    return digest;
}

Result<Digest> sha256OfFile(const std::filesystem::path& path, Progress& progress)
{
    // Without O_NONBLOCK a FIFO put in place of a file would hold us for ever.
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (file.get() < 0)
        return openError(path);
    CB_TRY(const std::uint64_t size, regularSize(file.get(), path));

    Sha256 hash;
    // As large as the file where that is small (and a byte more, which tells a file that grows): a bundle is
    // a dozen small files, and a megabyte to be cleared for each cost ten times the hashing.
    const auto room = static_cast<std::size_t>(std::min<std::uint64_t>(size + 1, std::uint64_t { 1 } << 20));
    const auto buffer = std::make_unique_for_overwrite<char[]>(room);
    std::uint64_t done = 0;
    while (true) {
        CB_CHECK(progress.checkpoint());
        const ssize_t got = ::read(file.get(), buffer.get(), room);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return Error { ErrorCode::Unreadable,
                           std::string("Could not read it: ") + std::strerror(errno) + ".", path.string() };
        if (got == 0)
            return hash.finish();
        hash.update(std::string_view(buffer.get(), static_cast<std::size_t>(got)));
        done += static_cast<std::uint64_t>(got);
        if (done <= size)
            progress.report(static_cast<double>(done) / static_cast<double>(size), "Reading");
    }
}

Digest merkleRoot(std::span<const Digest> rows)
{
    MerkleTree tree;
    for (const Digest& row : rows)
        tree.add(row);
    return tree.root();
}

} // namespace casebench
