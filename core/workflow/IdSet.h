// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/workflow only.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace casebench {

/// The ids of a file, to notice one that comes again: fingerprints of 48 bits where a second hash places them,
/// since ten million texts would not fit in the memory that an import may take. About 7 bytes an id.
/// For n ids the chance that two different ones are taken for one is about n * 4e-14, less than one in a
/// million for ten million cases; the row is then quarantined as one that comes twice, its text with it. The
/// hashes have a secret key, so that nobody can make such ids.
class IdSet
{
public:
    struct Hash
    {
        std::uint64_t place = 0;
        std::uint64_t print = 0; ///< 48 bits, never 0
    };

    IdSet();

    /// Makes room for so many ids; more may come, at the price of another look for each.
    void reserve(std::size_t count);
    /// Of the ids in order, their places already on the way from memory. Valid until the next call.
    [[nodiscard]] std::span<const Hash> look(std::span<const std::string> ids);
    /// Gives: false when it is in already.
    [[nodiscard]] bool add(const Hash& hash);

    [[nodiscard]] std::size_t bytes() const;

private:
    static constexpr std::size_t kSlot = 6; ///< bytes

    struct Table
    {
        std::vector<unsigned char> memory;
        std::size_t count = 0; ///< of slots
        std::size_t used = 0;
    };

    [[nodiscard]] Hash hashOf(std::string_view id) const;
    void startTable(std::size_t ids);

    std::array<std::uint64_t, 6> m_key {};
    std::vector<Table> m_tables; ///< the last one takes the new ids
    std::vector<Hash> m_hashes;
};

} // namespace casebench
