// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace casebench {

/// Two words that tell texts of up to 16 bytes apart, together with their length; of longer texts, a hash.
/// No call and no loop for the short ones: they are nearly all.
struct TextKey
{
    std::uint64_t first = 0;
    std::uint64_t second = 0;

    bool operator==(const TextKey&) const = default;
};

inline constexpr std::size_t kExactText = 16;

namespace textkey {

inline constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15ULL; // 2^64 / golden ratio

template<typename Word>
[[nodiscard]] std::uint64_t load(const char* at)
{
    Word word = 0;
    std::memcpy(&word, at, sizeof(Word));
    return word;
}

[[nodiscard]] inline std::uint64_t mixed(std::uint64_t hash, std::uint64_t word)
{
    hash = (hash ^ word) * kFactor;
    return hash ^ (hash >> 29);
}

[[nodiscard]] inline std::uint64_t hashLong(std::string_view text)
{
    std::uint64_t hash = 0;
    for (std::size_t at = 0; at + 8 < text.size(); at += 8)
        hash = mixed(hash, load<std::uint64_t>(text.data() + at));
    return mixed(hash, load<std::uint64_t>(text.data() + text.size() - 8));
}

} // namespace textkey

[[nodiscard]] inline TextKey keyOf(std::string_view text)
{
    const std::size_t size = text.size();
    const char* const at = text.data();
    if (size > kExactText)
        return { textkey::hashLong(text), 0 };
    if (size >= 8)
        return { textkey::load<std::uint64_t>(at), textkey::load<std::uint64_t>(at + size - 8) };
    if (size >= 4)
        return { textkey::load<std::uint32_t>(at), textkey::load<std::uint32_t>(at + size - 4) };
    if (size == 0)
        return {};
    const auto byte = [&](std::size_t i) {
        return static_cast<std::uint64_t>(static_cast<unsigned char>(at[i]));
    };
    return { byte(0) | byte(size / 2) << 8U | byte(size - 1) << 16U, 0 };
}

/// 64-bit hash of a text; good enough for tables, not against an adversary's collisions alone: the tables
/// compare texts, so that equal hashes cost time, never truth.
[[nodiscard]] inline std::uint64_t hashKey(const TextKey& key, std::size_t length)
{
    std::uint64_t hash = textkey::mixed(length * textkey::kFactor, key.first);
    hash = textkey::mixed(hash, key.second) * textkey::kFactor;
    return hash ^ (hash >> 32);
}

[[nodiscard]] inline std::uint64_t hashText(std::string_view text)
{
    return hashKey(keyOf(text), text.size());
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
        const TextKey key = keyOf(text);
        const std::size_t mask = m_slots.size() - 1;
        for (std::size_t slot = hashKey(key, text.size()) & mask;; slot = (slot + 1) & mask) {
            const std::uint32_t index = m_slots[slot];
            if (index == kFree) {
                m_slots[slot] = static_cast<std::uint32_t>(m_entries.size());
                m_entries.push_back({ key, m_texts.size(), text.size() });
                m_texts += text;
                return m_slots[slot];
            }
            const Entry& entry = m_entries[index];
            if (entry.key == key && entry.length == text.size()
                && (text.size() <= kExactText || this->text(index) == text))
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
        TextKey key;
        std::size_t begin;
        std::size_t length;
    };

    void grow()
    {
        m_slots.assign(m_slots.empty() ? 64 : m_slots.size() * 2, kFree);
        const std::size_t mask = m_slots.size() - 1;
        for (std::uint32_t index = 0; index < m_entries.size(); ++index) {
            std::size_t slot = hashKey(m_entries[index].key, m_entries[index].length) & mask;
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
