// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/data/Column.h"

#include <functional>
#include <string_view>
#include <vector>

namespace casebench {

/// Which code a text has, by open hashing over texts that somebody else keeps: eight bytes a slot and no
/// allocation for a text, since a column may have a million different ones.
class TextCodes
{
public:
    /// The code of the text; `fresh` when it has none yet, which it has from now on.
    /// Takes: textOf: the text of any code that was given before.
    template<typename TextOf>
    [[nodiscard]] Code findOrAdd(std::string_view text, Code fresh, const TextOf& textOf)
    {
        if ((m_size + 1) * 4 > m_slots.size() * 3)
            grow();
        const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view> {}(text));
        const std::size_t mask = m_slots.size() - 1;
        for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
            Slot& slot = m_slots[at];
            if (slot.code < 0) {
                slot = { hash, fresh };
                ++m_size;
                return fresh;
            }
            if (slot.hash == hash && std::string_view(textOf(slot.code)) == text)
                return slot.code;
        }
    }

private:
    struct Slot
    {
        std::uint32_t hash = 0;
        Code code = kMissingCode;
    };

    void grow()
    {
        std::vector<Slot> larger(m_slots.empty() ? 64 : m_slots.size() * 2);
        const std::size_t mask = larger.size() - 1;
        for (const Slot& slot : m_slots) {
            if (slot.code < 0)
                continue;
            std::size_t at = slot.hash & mask;
            while (larger[at].code >= 0)
                at = (at + 1) & mask;
            larger[at] = slot;
        }
        m_slots = std::move(larger);
    }

    std::vector<Slot> m_slots;
    std::size_t m_size = 0;
};

} // namespace casebench
