// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace casebench {

/// 64-bit hash of a text, eight bytes at a time; good enough for tables, not against an adversary's
/// collisions alone: the tables compare texts, so that equal hashes cost time, never truth.
[[nodiscard]] inline std::uint64_t hashText(std::string_view text)
{
    constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15ULL; // 2^64 / golden ratio
    std::uint64_t hash = text.size() * kFactor;
    const char* at = text.data();
    std::size_t left = text.size();
    const auto mix = [&](std::uint64_t word) {
        hash = (hash ^ word) * kFactor;
        hash ^= hash >> 29;
    };
    for (; left >= 8; at += 8, left -= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, 8);
        mix(word);
    }
    if (left > 0) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, left);
        mix(word);
    }
    hash *= kFactor;
    return hash ^ (hash >> 32);
}

/// Texts in order of first sight, found by open hashing; no allocation for a text that is known.
class TextTable
{
public:
    /// The text's number; a new one is added.
    [[nodiscard]] std::uint32_t add(std::string_view text)
    {
        if ((m_entries.size() + 1) * 2 > m_slots.size())
            grow();
        const std::uint64_t hash = hashText(text);
        const std::size_t mask = m_slots.size() - 1;
        for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
            const std::uint32_t index = m_slots[slot];
            if (index == kFree) {
                m_slots[slot] = static_cast<std::uint32_t>(m_entries.size());
                m_entries.push_back({ hash, m_texts.size(), text.size() });
                m_texts += text;
                return m_slots[slot];
            }
            if (m_entries[index].hash == hash && this->text(index) == text)
                return index;
        }
    }

    [[nodiscard]] std::size_t size() const { return m_entries.size(); }

    [[nodiscard]] std::size_t bytes() const { return m_texts.size(); }

    [[nodiscard]] std::string_view text(std::size_t index) const
    {
        return { m_texts.data() + m_entries[index].begin, m_entries[index].length };
    }

    /// Empty again, its memory kept.
    void clear()
    {
        m_slots.assign(m_slots.size(), kFree);
        m_entries.clear();
        m_texts.clear();
    }

private:
    static constexpr std::uint32_t kFree = ~std::uint32_t { 0 };

    struct Entry
    {
        std::uint64_t hash;
        std::size_t begin;
        std::size_t length;
    };

    void grow()
    {
        m_slots.assign(m_slots.empty() ? 64 : m_slots.size() * 2, kFree);
        const std::size_t mask = m_slots.size() - 1;
        for (std::uint32_t index = 0; index < m_entries.size(); ++index) {
            std::size_t slot = m_entries[index].hash & mask;
            while (m_slots[slot] != kFree)
                slot = (slot + 1) & mask;
            m_slots[slot] = index;
        }
    }

    std::vector<std::uint32_t> m_slots;
    std::vector<Entry> m_entries;
    std::string m_texts;
};

} // namespace casebench
