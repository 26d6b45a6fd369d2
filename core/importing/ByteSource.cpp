// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/ByteSource.h"

#include "core/base/Text.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

namespace casebench {

namespace {
constexpr std::size_t kPackedBlock = 256 * 1024;
constexpr int kGzipWindow = 15 + 16; // zlib's way to ask for the gzip wrapper
} // namespace

struct ByteSource::Inflater
{
    z_stream stream {};
    std::vector<char> packed = std::vector<char>(kPackedBlock);
    bool inMember = false; ///< between a member's first byte and its end
    bool atEnd = false;

    Inflater() { inflateInit2(&stream, kGzipWindow); }

    ~Inflater() { inflateEnd(&stream); }
};

Result<std::unique_ptr<ByteSource>> ByteSource::open(const std::filesystem::path& path,
                                                     const ReadOptions& options)
{
    std::unique_ptr<ByteSource> source(new ByteSource);
    source->m_name = path.string();
    source->m_file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (source->m_file < 0) {
        const bool absent = errno == ENOENT;
        return Error { absent ? ErrorCode::NotFound : ErrorCode::Unreadable,
                       absent ? "There is no such file."
                              : fmt::format("The file cannot be opened: {}.", std::strerror(errno)),
                       source->m_name, absent ? "file-not-found" : "file-unreadable",
                       "Check the path and the permissions." };
    }

    struct stat status
    {
    };

    if (::fstat(source->m_file, &status) != 0 || !S_ISREG(status.st_mode))
        return Error { ErrorCode::Unreadable, "This is not a regular file.", source->m_name,
                       "file-unreadable", "Choose a file that is not a folder, pipe or device." };
    source->m_size = static_cast<std::uint64_t>(status.st_size);
    if (options.digest)
        source->m_digest = options.digest();
    source->m_crc = static_cast<std::uint32_t>(::crc32(0, nullptr, 0));

    if (toLowerAscii(path.extension().string()) == ".gz") {
        std::array<unsigned char, 2> magic {};
        if (::pread(source->m_file, magic.data(), 2, 0) == 2 && (magic[0] != 0x1F || magic[1] != 0x8B))
            return Error { ErrorCode::Unsupported, "The name says gzip, but the content is not packed.",
                           source->m_name, "not-gzip", "Remove .gz from the name if this is plain text." };
        source->m_inflater = std::make_unique<Inflater>();
    }
    return source;
}

ByteSource::~ByteSource()
{
    if (m_file >= 0)
        ::close(m_file);
}

Result<std::size_t> ByteSource::read(char* into, std::size_t capacity)
{
    return m_inflater ? inflateInto(into, capacity) : readFile(into, capacity);
}

Result<void> ByteSource::readToEnd()
{
    std::vector<char> block(kPackedBlock);
    for (std::size_t count = 1; count > 0;) {
        CB_TRY(count, read(block.data(), block.size()));
    }
    return {};
}

Result<std::size_t> ByteSource::readFile(char* into, std::size_t capacity)
{
    ssize_t count = 0;
    do {
        count = ::read(m_file, into, capacity);
    } while (count < 0 && errno == EINTR);
    if (count < 0)
        return Error { ErrorCode::Unreadable, fmt::format("Reading stopped: {}.", std::strerror(errno)),
                       fmt::format("{}: byte {}", m_name, m_read), "file-unreadable",
                       "Copy the file to another disk and try again." };
    const auto size = static_cast<std::size_t>(count);
    m_read += size;
    if (m_digest)
        m_digest->update({ into, size });
    else
        m_crc = static_cast<std::uint32_t>(
            ::crc32(m_crc, reinterpret_cast<const Bytef*>(into), static_cast<uInt>(size)));
    return size;
}

Error ByteSource::corrupt(std::string_view what) const
{
    return { ErrorCode::Corrupt, std::string(what), fmt::format("{}: byte {}", m_name, m_read),
             "gzip-corrupt", "The packed file is damaged or cut off: fetch it again." };
}

Result<std::size_t> ByteSource::inflateInto(char* into, std::size_t capacity)
{
    auto& stream = m_inflater->stream;
    stream.next_out = reinterpret_cast<Bytef*>(into);
    stream.avail_out = static_cast<uInt>(capacity);
    while (stream.avail_out == capacity && !m_inflater->atEnd) {
        if (stream.avail_in == 0) {
            CB_TRY(const std::size_t count, readFile(m_inflater->packed.data(), m_inflater->packed.size()));
            if (count == 0) {
                if (m_inflater->inMember)
                    return corrupt("The packed data end too early.");
                m_inflater->atEnd = true;
                break;
            }
            stream.next_in = reinterpret_cast<Bytef*>(m_inflater->packed.data());
            stream.avail_in = static_cast<uInt>(count);
        }
        m_inflater->inMember = true;
        const int answer = ::inflate(&stream, Z_NO_FLUSH);
        if (answer == Z_STREAM_END) {
            m_inflater->inMember = false;
            inflateReset(&stream); // another member may follow
        } else if (answer != Z_OK && answer != Z_BUF_ERROR) {
            return corrupt("The packed data cannot be unpacked.");
        }
    }
    return capacity - stream.avail_out;
}

double ByteSource::fraction() const
{
    return m_size == 0 ? 1.0 : std::min(1.0, static_cast<double>(m_read) / static_cast<double>(m_size));
}

std::string ByteSource::fingerprint()
{
    if (m_digest)
        return m_digest->finish();
    return fmt::format("{}-{:08x}", m_read, m_crc);
}

} // namespace casebench
