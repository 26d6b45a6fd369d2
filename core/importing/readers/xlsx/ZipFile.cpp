// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/xlsx/ZipFile.h"

#include "core/base/Text.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_set>
#include <zlib.h>

namespace casebench {

namespace {

constexpr std::size_t kEndSize = 22;
constexpr std::size_t kCentralSize = 46;
constexpr std::size_t kLocalSize = 30;
constexpr std::uint32_t kEndMark = 0x06054B50;
constexpr std::uint32_t kCentralMark = 0x02014B50;
constexpr std::uint32_t kLocalMark = 0x04034B50;
constexpr std::uint32_t kDescriptorMark = 0x08074B50;
constexpr std::uint16_t kEncryptedFlags = 0x2041; // encrypted, strongly encrypted, masked headers
constexpr std::uint16_t kDescriptorFlag = 0x0008;
constexpr std::uint16_t kKnownFlags = 0x080E; // descriptor, two bits of deflate's effort, names in UTF-8
constexpr std::uint16_t kZip64Field = 0x0001;
constexpr std::size_t kMaxEntries = 10'000; // promises.md 2.8
constexpr std::uint64_t kMaxTotal = std::uint64_t { 512 } << 20; // promises.md 2.8
constexpr std::uint64_t kMaxDirectory = std::uint64_t { 16 } << 20; // ours
constexpr std::uint64_t kMaxRatio = 100; // promises.md 2.8, after the first 100 KiB
constexpr std::uint64_t kRatioGrace = 100 * 1024;
constexpr std::size_t kPackedBlock = 64 * 1024;
constexpr unsigned int kSymlinkMode = 0xA000;
constexpr unsigned int kFileTypeMask = 0xF000;

std::uint32_t u16(std::string_view bytes, std::size_t at)
{
    return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at]))
        | static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + 1])) << 8;
}

std::uint32_t u32(std::string_view bytes, std::size_t at)
{
    return u16(bytes, at) | u16(bytes, at + 2) << 16;
}

bool isBomb(std::uint64_t size, std::uint64_t packed)
{
    return size > kRatioGrace && size > packed * kMaxRatio;
}

bool isPlainPath(std::string_view name)
{
    if (name.empty() || name.front() == '/' || !isValidUtf8(name))
        return false;
    const bool odd = std::ranges::any_of(
        name, [](char c) { return c == '\\' || c == ':' || (c >= 0 && c < 0x20) || c == 0x7F; });
    if (odd)
        return false;
    if (name.back() == '/') // a folder's own entry
        name.remove_suffix(1);
    return std::ranges::none_of(
        split(name, '/'), [](std::string_view part) { return part.empty() || part == "." || part == ".."; });
}

/// Extra fields are a list of id, length, bytes, and none is the 64-bit one.
bool extrasHold(std::string_view extra)
{
    while (!extra.empty()) {
        if (extra.size() < 4 || u16(extra, 0) == kZip64Field || extra.size() - 4 < u16(extra, 2))
            return false;
        extra.remove_prefix(4 + u16(extra, 2));
    }
    return true;
}

} // namespace

/// An entry of the central directory, and what its local header must repeat.
struct ZipFile::Central
{
    ZipEntry entry;
    std::string repeated; ///< version, flags, method, time, date
    bool descriptor = false;
    std::uint64_t at = 0;
};

Error ZipFile::fail(std::string what, std::string kind) const
{
    std::string advice = "Open the file in the program it comes from and save it again as .xlsx.";
    if (kind == "encrypted")
        advice = "Save it without a password.";
    else if (kind != "zip-corrupt")
        advice = "This is not how office programs write workbooks: do not open it elsewhere before asking "
                 "its sender.";
    return { ErrorCode::Corrupt, std::move(what), m_name, std::move(kind), std::move(advice) };
}

Result<std::string> ZipFile::bytesAt(std::uint64_t at, std::size_t size) const
{
    std::string bytes(size, '\0');
    for (std::size_t got = 0; got < size;) {
        const ssize_t count = ::pread(m_file, bytes.data() + got, size - got, static_cast<off_t>(at + got));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return Error { ErrorCode::Unreadable, fmt::format("Reading stopped: {}.", std::strerror(errno)),
                           m_name, "file-unreadable", "Copy the file to another disk and try again." };
        if (count == 0)
            return fail("The archive ends too early.");
        got += static_cast<std::size_t>(count);
    }
    return bytes;
}

Result<std::unique_ptr<ZipFile>> ZipFile::open(int file, std::string name)
{
    std::unique_ptr<ZipFile> zip(new ZipFile);
    zip->m_file = file;
    zip->m_name = std::move(name);

    struct stat status
    {
    };

    if (::fstat(file, &status) != 0 || status.st_size < static_cast<off_t>(kEndSize))
        return zip->fail("The archive has no end.");
    zip->m_size = static_cast<std::uint64_t>(status.st_size);
    CB_CHECK(zip->readDirectory());
    return zip;
}

Result<void> ZipFile::readDirectory()
{
    CB_TRY(const std::string end, bytesAt(m_size - kEndSize, kEndSize));
    if (u32(end, 0) != kEndMark)
        return fail(
            "The archive does not end with its directory: it is cut off, or something was added behind it.");
    const std::size_t count = u16(end, 10);
    const std::uint64_t directorySize = u32(end, 12);
    const std::uint64_t directoryAt = u32(end, 16);
    if (count > kMaxEntries)
        return fail(fmt::format("The archive has {} entries; at most {} are read.",
                                countText(static_cast<long long>(count)), countText(kMaxEntries)),
                    "zip-too-many-entries");
    if (u32(end, 4) != 0 || u16(end, 8) != count || u16(end, 20) != 0
        || directoryAt + directorySize != m_size - kEndSize || directorySize > kMaxDirectory)
        return fail("The archive's end record does not agree with its content.");
    CB_TRY(const std::string directory, bytesAt(directoryAt, directorySize));
    std::vector<Central> all;
    std::size_t at = 0;
    for (std::size_t i = 0; i < count; ++i)
        CB_CHECK(takeCentral(directory, at, all));
    if (at != directory.size())
        return fail("The archive's directory is longer than its entries.");
    CB_CHECK(checkLocals(all, directoryAt));
    return checkNames();
}

Result<void> ZipFile::takeCentral(std::string_view header, std::size_t& at, std::vector<Central>& all) const
{
    if (header.size() - at < kCentralSize || u32(header, at) != kCentralMark)
        return fail("The archive's directory is damaged.");
    const std::string_view fixed = header.substr(at, kCentralSize);
    const std::size_t nameSize = u16(fixed, 28);
    const std::size_t extraSize = u16(fixed, 30);
    const std::size_t commentSize = u16(fixed, 32);
    if (header.size() - at - kCentralSize < nameSize + extraSize + commentSize)
        return fail("The archive's directory is damaged.");
    Central central;
    central.entry.name = header.substr(at + kCentralSize, nameSize);
    const std::string_view extra = header.substr(at + kCentralSize + nameSize, extraSize);
    at += kCentralSize + nameSize + extraSize + commentSize;
    const std::uint32_t flags = u16(fixed, 8);
    const std::uint32_t method = u16(fixed, 10);
    if ((flags & kEncryptedFlags) != 0)
        return fail("The archive is encrypted.", "encrypted");
    if (!isPlainPath(central.entry.name) || (u32(fixed, 38) >> 16 & kFileTypeMask) == kSymlinkMode)
        return fail("An entry of the archive has a name or a type that no workbook needs: \""
                        + escapedForTerminal(central.entry.name) + "\".",
                    "zip-bad-name");
    if ((flags & ~std::uint32_t { kKnownFlags }) != 0 || (method != 0 && method != 8) || !extrasHold(extra)
        || u16(fixed, 34) != 0)
        return fail("An entry of the archive is packed in a way that is not read here.");
    central.repeated = fixed.substr(6, 10);
    central.descriptor = (flags & kDescriptorFlag) != 0;
    central.entry.deflated = method == 8;
    central.entry.crc = u32(fixed, 16);
    central.entry.packed = u32(fixed, 20);
    central.entry.size = u32(fixed, 24);
    central.at = u32(fixed, 42);
    all.push_back(std::move(central));
    return {};
}

/// The entries lie behind each other from 0 to the directory, each with the header that the directory
/// repeats.
Result<void> ZipFile::checkLocals(std::vector<Central>& all, std::uint64_t directoryAt)
{
    std::vector<Central*> byPlace;
    for (Central& central : all)
        byPlace.push_back(&central);
    std::ranges::sort(byPlace, {}, &Central::at);
    std::uint64_t expected = 0;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < byPlace.size(); ++i) {
        Central& central = *byPlace[i];
        const ZipEntry& entry = central.entry;
        if (central.at != expected)
            return fail("There are gaps or overlaps between the archive's entries.");
        const std::uint64_t end = i + 1 < byPlace.size() ? byPlace[i + 1]->at : directoryAt;
        CB_TRY(expected, checkLocal(central, end));
        total += entry.size;
        if (total > kMaxTotal)
            return fail("The archive unpacks to more than 512 MiB.", "zip-too-large");
        if (isBomb(entry.size, entry.packed))
            return fail("An entry unpacks to more than a hundred times its size.", "zip-bomb");
        if (!entry.deflated && entry.size != entry.packed)
            return fail("An entry has two sizes.");
    }
    if (expected != directoryAt)
        return fail("There are gaps or overlaps between the archive's entries.");
    for (Central& central : all)
        m_entries.push_back(std::move(central.entry));
    return {};
}

/// Gives: where the entry ends. Takes: end: where it must end.
Result<std::uint64_t> ZipFile::checkLocal(Central& central, std::uint64_t end) const
{
    ZipEntry& entry = central.entry;
    CB_TRY(const std::string local, bytesAt(central.at, kLocalSize));
    const std::size_t nameSize = u16(local, 26);
    const std::size_t extraSize = u16(local, 28);
    if (u32(local, 0) != kLocalMark || std::string_view(local).substr(4, 10) != central.repeated
        || nameSize != entry.name.size())
        return fail("The archive's headers contradict each other.");
    CB_TRY(const std::string rest, bytesAt(central.at + kLocalSize, nameSize + extraSize));
    if (std::string_view(rest).substr(0, nameSize) != entry.name
        || !extrasHold(std::string_view(rest).substr(nameSize)))
        return fail("The archive's headers contradict each other.");
    const bool same =
        u32(local, 14) == entry.crc && u32(local, 18) == entry.packed && u32(local, 22) == entry.size;
    const bool open = central.descriptor && u32(local, 14) == 0 && u32(local, 18) == 0 && u32(local, 22) == 0;
    if (!same && !open)
        return fail("The archive's headers contradict each other.");
    entry.dataAt = central.at + kLocalSize + nameSize + extraSize;
    const std::uint64_t dataEnd = entry.dataAt + entry.packed;
    if (!central.descriptor)
        return dataEnd;
    if (end < dataEnd || (end - dataEnd != 12 && end - dataEnd != 16))
        return fail("There are gaps or overlaps between the archive's entries.");
    CB_TRY(const std::string found, bytesAt(dataEnd, end - dataEnd));
    const std::size_t mark = found.size() - 12;
    if ((mark == 4 && u32(found, 0) != kDescriptorMark) || u32(found, mark) != entry.crc
        || u32(found, mark + 4) != entry.packed || u32(found, mark + 8) != entry.size)
        return fail("The archive's headers contradict each other.");
    return end;
}

Result<void> ZipFile::checkNames() const
{
    std::unordered_set<std::string> names;
    for (const ZipEntry& entry : m_entries) {
        if (!names.insert(caseFold(entry.name)).second)
            return fail("The archive holds two entries of one name: \"" + escapedForTerminal(entry.name)
                            + "\".",
                        "zip-duplicate-entry");
    }
    return {};
}

const ZipEntry* ZipFile::find(std::string_view name) const
{
    const auto at = std::ranges::find_if(
        m_entries, [&](const ZipEntry& entry) { return equalsIgnoreAsciiCase(entry.name, name); });
    return at == m_entries.end() ? nullptr : &*at;
}

Result<void> ZipFile::checkAll(Progress& progress) const
{
    std::vector<char> block(kPackedBlock);
    double done = 0;
    for (const ZipEntry& entry : m_entries) {
        ZipStream stream(*this, entry);
        for (std::size_t count = 1; count > 0;) {
            CB_TRY(count, stream.read(block.data(), block.size()));
            CB_CHECK(progress.checkpoint());
        }
        done += 1.0 / static_cast<double>(m_entries.size());
        progress.report(done, "checking the workbook");
    }
    return {};
}

struct ZipStream::Inflater
{
    z_stream stream {};
    std::vector<char> packed = std::vector<char>(kPackedBlock);
    bool ended = false;

    Inflater() { inflateInit2(&stream, -MAX_WBITS); }

    ~Inflater() { inflateEnd(&stream); }
};

ZipStream::ZipStream(const ZipFile& file, const ZipEntry& entry)
    : m_file(file)
    , m_entry(entry)
    , m_crc(static_cast<std::uint32_t>(::crc32(0, nullptr, 0)))
{
    if (entry.deflated)
        m_inflater = std::make_unique<Inflater>();
}

ZipStream::~ZipStream() = default;

double ZipStream::fraction() const
{
    return m_entry.packed == 0 ? 1.0 : static_cast<double>(m_taken) / static_cast<double>(m_entry.packed);
}

Result<std::size_t> ZipStream::readPacked(char* into, std::size_t capacity)
{
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(capacity, m_entry.packed - m_taken));
    if (count == 0)
        return std::size_t { 0 };
    CB_TRY(const std::string bytes, m_file.bytesAt(m_entry.dataAt + m_taken, count));
    std::memcpy(into, bytes.data(), count);
    m_taken += count;
    return count;
}

Result<std::size_t> ZipStream::inflateInto(char* into, std::size_t capacity)
{
    z_stream& stream = m_inflater->stream;
    stream.next_out = reinterpret_cast<Bytef*>(into);
    stream.avail_out = static_cast<uInt>(capacity);
    while (stream.avail_out == capacity && !m_inflater->ended) {
        bool exhausted = false; // what was put in may still have something to give
        if (stream.avail_in == 0) {
            CB_TRY(const std::size_t count, readPacked(m_inflater->packed.data(), m_inflater->packed.size()));
            exhausted = count == 0;
            stream.next_in = reinterpret_cast<Bytef*>(m_inflater->packed.data());
            stream.avail_in = static_cast<uInt>(count);
        }
        const int answer = ::inflate(&stream, Z_NO_FLUSH);
        m_inflater->ended = answer == Z_STREAM_END;
        if (answer == Z_BUF_ERROR && exhausted)
            return m_file.fail("An entry's data end too early.");
        if (answer != Z_OK && answer != Z_STREAM_END && answer != Z_BUF_ERROR)
            return m_file.fail("An entry cannot be unpacked.");
        if (isBomb(stream.total_out, stream.total_in))
            return m_file.fail("An entry unpacks to more than a hundred times its size.", "zip-bomb");
    }
    return capacity - stream.avail_out;
}

Result<std::size_t> ZipStream::read(char* into, std::size_t capacity)
{
    CB_TRY(const std::size_t count, m_inflater ? inflateInto(into, capacity) : readPacked(into, capacity));
    m_given += count;
    m_crc = static_cast<std::uint32_t>(
        ::crc32(m_crc, reinterpret_cast<const Bytef*>(into), static_cast<uInt>(count)));
    if (m_given > m_entry.size)
        return m_file.fail("An entry is longer than it declares.");
    if (count == 0)
        CB_CHECK(check());
    return count;
}

Result<void> ZipStream::check() const
{
    const bool rest = m_taken != m_entry.packed || (m_inflater && m_inflater->stream.avail_in != 0);
    if (rest || m_given != m_entry.size || m_crc != m_entry.crc)
        return m_file.fail("The content of \"" + escapedForTerminal(m_entry.name) + "\" is damaged.");
    return {};
}

} // namespace casebench
