// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace casebench {

/// A secret of 32 bytes with its version; wiped when it goes.
class CellKey
{
public:
    static constexpr std::size_t kBytes = 32;

    /// From the system's generator.
    [[nodiscard]] static CellKey generate(std::uint32_t version);
    /// Fails: Corrupt unless there are exactly kBytes bytes and the version is at least 1.
    [[nodiscard]] static Result<CellKey> fromBytes(std::uint32_t version, std::string_view bytes);

    ~CellKey();
    CellKey(const CellKey& other) = default;
    CellKey& operator=(const CellKey& other) = default;
    CellKey(CellKey&& other) = default;
    CellKey& operator=(CellKey&& other) = default;

    [[nodiscard]] std::uint32_t version() const { return m_version; }

    [[nodiscard]] std::string_view bytes() const { return m_bytes; }

private:
    CellKey(std::uint32_t version, std::string bytes);
    std::uint32_t m_version;
    std::string m_bytes;
};

/// Where a sealed cell stands. It is bound to that place: a cell copied to another row, column, table or
/// project does not open.
struct CellPlace
{
    std::string_view project; ///< uuid
    std::string_view table;
    std::string_view column;
    std::string_view row; ///< whatever names the row and must not change with it
};

/// Encrypts one value of one row.
/// Takes:  plain: any bytes; its length shows, so pad what must not be guessed by its length.
/// Gives:  01 | key version u32be | nonce 12 | AES-256-GCM ciphertext | tag 16; never the same bytes twice.
/// Cost:   O(n). Thread-safe (pure but for the generator).
/// Source: promises.md 2.5; NIST SP 800-38D (random 96-bit nonces: at most 2^32 seals per key).
[[nodiscard]] std::string sealCell(const CellKey& key, std::string_view plain, const CellPlace& place);

/// Fails:  Corrupt "E_SEAL" when one bit of the cell, its place or the key is not the one it was sealed with;
///         not one byte of the content is given then.
[[nodiscard]] Result<std::string> openCell(const CellKey& key, std::string_view cell, const CellPlace& place);

/// Which key a cell asks for; nothing when it cannot be a sealed cell.
[[nodiscard]] std::optional<std::uint32_t> keyVersionOfCell(std::string_view cell);

} // namespace casebench
