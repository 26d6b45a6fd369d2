// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/IdSet.h"

#include <algorithm>
#include <cstring>
#include <random>

namespace casebench {

namespace {

constexpr std::size_t kFirstIds = 50'000;
constexpr std::size_t kFill = 89; // percent of a table (ours)
constexpr std::uint64_t kPrintMask = (std::uint64_t { 1 } << 48U) - 1;

__extension__ using Wide = unsigned __int128;

Wide product(std::uint64_t a, std::uint64_t b)
{
    return static_cast<Wide>(a) * b;
}

std::uint64_t folded(std::uint64_t a, std::uint64_t b)
{
    const Wide wide = product(a, b);
    return static_cast<std::uint64_t>(wide) ^ static_cast<std::uint64_t>(wide >> 64U);
}

std::uint64_t wordAt(const char* at, std::size_t bytes)
{
    std::uint64_t word = 0;
    std::memcpy(&word, at, bytes);
    return word;
}

std::uint64_t printAt(const unsigned char* slot)
{
    std::uint64_t print = 0;
    std::memcpy(&print, slot, sizeof print); // two bytes of the next slot, or of the reserve at the end
    return print & kPrintMask;
}

std::size_t placeIn(std::size_t slots, std::uint64_t place)
{
    return static_cast<std::size_t>(product(place, slots) >> 64U);
}

} // namespace

IdSet::IdSet()
{
    std::random_device random;
    for (std::uint64_t& word : m_key)
        word = (std::uint64_t { random() } << 32U | random()) | 1U;
}

/// Multiply and fold, eight bytes at a time (as wyhash does), twice under different keys.
IdSet::Hash IdSet::hashOf(std::string_view id) const
{
    Hash hash { m_key[0] ^ id.size(), m_key[1] ^ id.size() };
    const auto mix = [&](std::uint64_t word) {
        hash.place = folded(hash.place ^ m_key[2], word ^ m_key[3]);
        hash.print = folded(hash.print ^ m_key[4], word ^ m_key[5]);
    };
    const char* at = id.data();
    std::size_t left = id.size();
    for (; left > 8; at += 8, left -= 8)
        mix(wordAt(at, 8));
    mix(wordAt(at, left));
    mix(m_key[0]);
    hash.print &= kPrintMask;
    hash.print += hash.print == 0 ? 1 : 0;
    return hash;
}

void IdSet::startTable(std::size_t ids)
{
    Table& table = m_tables.emplace_back();
    table.count = ids * 100 / kFill + 16;
    table.memory.resize(table.count * kSlot + sizeof(std::uint64_t));
}

void IdSet::reserve(std::size_t count)
{
    if (m_tables.empty())
        startTable(std::max(count, kFirstIds));
}

std::span<const IdSet::Hash> IdSet::look(std::span<const std::string> ids)
{
    reserve(0);
    m_hashes.clear();
    for (const std::string& id : ids)
        m_hashes.push_back(hashOf(id));
    for (const Hash& hash : m_hashes) {
        for (const Table& table : m_tables)
            __builtin_prefetch(&table.memory[placeIn(table.count, hash.place) * kSlot]);
    }
    return m_hashes;
}

bool IdSet::add(const Hash& hash)
{
    if (m_tables.back().used * 100 >= m_tables.back().count * kFill)
        startTable(m_tables.back().used * 2);
    unsigned char* free = nullptr;
    for (Table& table : m_tables) {
        for (std::size_t at = placeIn(table.count, hash.place);; at = at + 1 == table.count ? 0 : at + 1) {
            unsigned char* const slot = &table.memory[at * kSlot];
            const std::uint64_t print = printAt(slot);
            if (print == hash.print)
                return false;
            free = slot;
            if (print == 0)
                break;
        }
    }
    std::memcpy(free, &hash.print, kSlot); // little-endian: the six bytes that are not 0
    ++m_tables.back().used;
    return true;
}

std::size_t IdSet::bytes() const
{
    std::size_t sum = 0;
    for (const Table& table : m_tables)
        sum += table.memory.size();
    return sum;
}

} // namespace casebench
