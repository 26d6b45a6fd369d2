// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Random.h"

#include <string>
#include <utility>
#include <vector>
#include <zlib.h>

/// Damaged copies of good files, the same ones at every run.
namespace casebench::test {

/// One to six edits: bytes taken out, doubled, changed, or one of the pieces put in.
inline std::string mutated(std::string bytes, Random& random, const std::vector<std::string>& pieces)
{
    for (std::uint64_t k = random.below(6) + 1; k > 0; --k) {
        const auto at = static_cast<std::size_t>(random.below(bytes.size() + 1));
        const auto some = static_cast<std::size_t>(random.below(8));
        switch (random.below(4)) {
        case 0:
            bytes.erase(at, some);
            break;
        case 1:
            bytes.insert(at,
                         bytes.substr(static_cast<std::size_t>(random.below(bytes.size() + 1)), some * 4));
            break;
        case 2:
            if (at < bytes.size())
                bytes[at] = static_cast<char>(random.below(256));
            break;
        default:
            bytes.insert(at, pieces[static_cast<std::size_t>(random.below(pieces.size()))]);
        }
    }
    return bytes;
}

using ZipParts = std::vector<std::pair<std::string, std::string>>; ///< name and content, in order

/// A canonical archive of stored entries.
inline std::string zipOf(const ZipParts& parts)
{
    const auto number = [](std::uint64_t value, int bytes) {
        std::string text;
        for (int k = 0; k < bytes; ++k)
            text += static_cast<char>(k < 8 ? value >> (8 * k) & 255 : 0);
        return text;
    };
    std::string entries;
    std::string directory;
    for (const auto& [name, content] : parts) {
        const auto crc =
            crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size()));
        const std::string common = number(20, 2) + number(0, 2) + number(0, 2) + number(0x21, 4)
            + number(crc, 4) + number(content.size(), 4) + number(content.size(), 4) + number(name.size(), 2)
            + number(0, 2);
        directory += std::string("PK\x01\x02", 4) + number(20, 2) + common + number(0, 10)
            + number(entries.size(), 4) + name;
        entries += std::string("PK\x03\x04", 4) + common + name + content;
    }
    return entries + directory + std::string("PK\x05\x06", 4) + number(0, 4) + number(parts.size(), 2)
        + number(parts.size(), 2) + number(directory.size(), 4) + number(entries.size(), 4) + number(0, 2);
}

/// The parts of an archive that is known to be good.
inline ZipParts partsOf(const std::string& zip)
{
    const auto number = [&](std::size_t at, int bytes) {
        std::size_t value = 0;
        for (int k = bytes - 1; k >= 0; --k)
            value = value * 256 + static_cast<unsigned char>(zip[at + static_cast<std::size_t>(k)]);
        return value;
    };
    ZipParts parts;
    const std::size_t count = number(zip.size() - 12, 2);
    std::size_t at = number(zip.size() - 6, 4);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t local = number(at + 42, 4);
        const std::string packed =
            zip.substr(local + 30 + number(local + 26, 2) + number(local + 28, 2), number(at + 20, 4));
        std::string content(number(at + 24, 4), '\0');
        if (number(at + 10, 2) == 0) {
            content = packed;
        } else {
            z_stream stream {};
            inflateInit2(&stream, -15);
            stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
            stream.avail_in = static_cast<uInt>(packed.size());
            stream.next_out = reinterpret_cast<Bytef*>(content.data());
            stream.avail_out = static_cast<uInt>(content.size());
            inflate(&stream, Z_FINISH);
            inflateEnd(&stream);
        }
        parts.emplace_back(zip.substr(at + 46, number(at + 28, 2)), content);
        at += 46 + number(at + 28, 2) + number(at + 30, 2) + number(at + 32, 2);
    }
    return parts;
}

inline std::string gzipOf(const std::string& text)
{
    std::string packed(compressBound(static_cast<uLong>(text.size())) + 64, '\0');
    z_stream stream {};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

/// All members behind each other. Gives: false when anything is wrong, or left over.
inline bool gunzip(const std::string& packed, std::string& text)
{
    std::size_t at = 0;
    do {
        z_stream stream {};
        inflateInit2(&stream, 15 + 16);
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data() + at));
        stream.avail_in = static_cast<uInt>(packed.size() - at);
        int answer = Z_OK;
        while (answer == Z_OK) {
            std::string piece(4096, '\0');
            stream.next_out = reinterpret_cast<Bytef*>(piece.data());
            stream.avail_out = static_cast<uInt>(piece.size());
            answer = inflate(&stream, Z_NO_FLUSH);
            text.append(piece, 0, piece.size() - stream.avail_out);
        }
        at += stream.total_in;
        inflateEnd(&stream);
        if (answer != Z_STREAM_END)
            return false;
    } while (at < packed.size());
    return true;
}

} // namespace casebench::test
