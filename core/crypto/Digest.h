// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace casebench {

/// A SHA-256 digest as raw bytes. Compares and sorts byte by byte.
using Digest = std::array<std::uint8_t, 32>;

/// SHA-256 fed piece by piece. finish() gives the digest and starts anew.
/// Source: FIPS 180-4.
class Sha256
{
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&& other) noexcept;
    Sha256& operator=(Sha256&& other) noexcept;
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void update(std::string_view bytes);
    /// Eight bytes, big endian (as the audit chain wants them).
    void updateU64(std::uint64_t value);
    /// Length as eight bytes big endian, then the bytes: no two lists of parts give the same stream.
    void updateLengthPrefixed(std::string_view bytes);
    [[nodiscard]] Digest finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

[[nodiscard]] Digest sha256(std::string_view bytes);

/// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string hex(const Digest& digest);
/// Exactly what hex() writes (64 digits, lower case), or nothing.
[[nodiscard]] std::optional<Digest> parseDigest(std::string_view text);
/// The 32 raw bytes, borrowed from the digest.
[[nodiscard]] std::string_view bytesOf(const Digest& digest);
/// From 32 raw bytes (a BLOB), or nothing.
[[nodiscard]] std::optional<Digest> digestFromBytes(std::string_view bytes);

/// SHA-256 of a whole file, read in pieces.
/// Fails: NotFound, Unreadable; Refused with kind "E_SYMLINK" or "E_SPECIAL_FILE" when it is a link or no
/// regular file; Cancelled. Cost:  O(size), 1 MiB of memory; a checkpoint per MiB. Never waits on a FIFO.
[[nodiscard]] Result<Digest> sha256OfFile(const std::filesystem::path& path, Progress& progress);

/// Root over leaf contents that are digests themselves (row digests of a batch).
/// Takes:  rows: raw 32-byte row digests, in row order; may be empty.
/// Gives:  leaf = SHA-256(00 | digest), node = SHA-256(01 | left | right); an odd node at the end of a level
/// is promoted
///         unchanged; SHA-256 of nothing when there are no rows.
/// Cost:   O(n), O(n) memory. Thread-safe (pure).
/// Source: RFC 6962 section 2.1 (promotion gives the same tree as its largest-power-of-two split).
[[nodiscard]] Digest merkleRoot(std::span<const Digest> rows);

} // namespace casebench
