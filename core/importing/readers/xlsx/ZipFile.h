// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace casebench {

struct ZipEntry
{
    std::string name;
    std::uint64_t packed = 0; ///< bytes in the archive
    std::uint64_t size = 0; ///< bytes unpacked, as declared
    std::uint32_t crc = 0;
    bool deflated = false;
    std::uint64_t dataAt = 0;
};

class ZipFile;

/// Unpacks one entry, piece by piece; its size, CRC and ratio are held to what the archive declares.
class ZipStream
{
public:
    ZipStream(const ZipFile& file, const ZipEntry& entry);
    ~ZipStream();
    ZipStream(const ZipStream&) = delete;
    ZipStream& operator=(const ZipStream&) = delete;

    /// Gives: the number of bytes put into `into`; 0 only at the end, when everything agreed.
    /// Fails: Corrupt zip-corrupt, zip-bomb; Unreadable.
    [[nodiscard]] Result<std::size_t> read(char* into, std::size_t capacity);

    [[nodiscard]] double fraction() const;

private:
    struct Inflater;
    [[nodiscard]] Result<std::size_t> readPacked(char* into, std::size_t capacity);
    [[nodiscard]] Result<std::size_t> inflateInto(char* into, std::size_t capacity);
    [[nodiscard]] Result<void> check() const;

    const ZipFile& m_file;
    const ZipEntry& m_entry;
    std::uint64_t m_taken = 0; ///< packed bytes
    std::uint64_t m_given = 0;
    std::uint32_t m_crc = 0;
    std::unique_ptr<Inflater> m_inflater;
};

/// A zip archive in which every reader must see the same: the first entry at 0, no gap or overlap, local and
/// central headers equal, nothing behind the end record, names that are plain relative paths and differ by
/// more than case. Read in place, never extracted. A data descriptor (as LibreOffice and Java write it) is
/// taken when it says what the central directory says and lies where the entry ends. Source: APPNOTE 6.3.10;
/// limits: promises.md 2.8.
class ZipFile
{
public:
    /// Takes:  file: open for reading, stays open; name: for messages.
    /// Fails:  zip-corrupt, zip-bad-name, zip-duplicate-entry, zip-too-many-entries, zip-too-large, zip-bomb,
    ///         encrypted.
    [[nodiscard]] static Result<std::unique_ptr<ZipFile>> open(int file, std::string name);

    [[nodiscard]] const std::vector<ZipEntry>& entries() const { return m_entries; }

    /// By name, ignoring ASCII case; null when there is none.
    [[nodiscard]] const ZipEntry* find(std::string_view name) const;

    /// Unpacks everything once and holds it to its CRC.
    [[nodiscard]] Result<void> checkAll(Progress& progress) const;

private:
    friend class ZipStream;

    struct Central;
    [[nodiscard]] Result<std::string> bytesAt(std::uint64_t at, std::size_t size) const;
    [[nodiscard]] Result<void> readDirectory();
    [[nodiscard]] Result<void>
    takeCentral(std::string_view header, std::size_t& at, std::vector<Central>& all) const;
    [[nodiscard]] Result<void> checkLocals(std::vector<Central>& all, std::uint64_t directoryAt);
    [[nodiscard]] Result<std::uint64_t> checkLocal(Central& central, std::uint64_t end) const;
    [[nodiscard]] Result<void> checkNames() const;
    [[nodiscard]] Error fail(std::string what, std::string kind = "zip-corrupt") const;

    int m_file = -1;
    std::string m_name;
    std::uint64_t m_size = 0;
    std::vector<ZipEntry> m_entries;
};

} // namespace casebench
