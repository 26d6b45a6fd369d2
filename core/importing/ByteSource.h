// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/ReadOptions.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace casebench {

/// The bytes of a regular file, unpacked when its name ends in .gz, digested as they pass.
class ByteSource
{
public:
    /// Fails: NotFound; Unreadable (also for what is no regular file); Unsupported "not-gzip".
    [[nodiscard]] static Result<std::unique_ptr<ByteSource>> open(const std::filesystem::path& path,
                                                                  const ReadOptions& options);
    ~ByteSource();
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;

    /// Gives: the number of bytes put into `into`; 0 only at the end.
    /// Fails: Unreadable; Corrupt "gzip-corrupt".
    [[nodiscard]] Result<std::size_t> read(char* into, std::size_t capacity);
    [[nodiscard]] double fraction() const;

    /// For formats that read here and there: the open file, and its size.
    [[nodiscard]] int file() const { return m_file; }

    [[nodiscard]] std::uint64_t size() const { return m_size; }

    /// Reads on to the end, for the fingerprint.
    [[nodiscard]] Result<void> readToEnd();
    /// Of the file's own bytes (packed ones, where it is packed): the caller's digest, or length and CRC-32.
    /// Ends the digest.
    [[nodiscard]] std::string fingerprint();

private:
    ByteSource() = default;
    [[nodiscard]] Result<std::size_t> readFile(char* into, std::size_t capacity);
    [[nodiscard]] Result<std::size_t> inflateInto(char* into, std::size_t capacity);
    [[nodiscard]] Error corrupt(std::string_view what) const;

    struct Inflater;
    int m_file = -1;
    std::string m_name;
    std::uint64_t m_size = 0;
    std::uint64_t m_read = 0;
    std::uint32_t m_crc = 0;
    std::unique_ptr<ByteDigest> m_digest;
    std::unique_ptr<Inflater> m_inflater;
};

} // namespace casebench
