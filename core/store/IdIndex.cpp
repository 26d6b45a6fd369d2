// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/IdIndex.h"

#include <bit>
#include <functional>

namespace casebench {

namespace {

std::size_t hashOf(std::string_view id)
{
    return std::hash<std::string_view> {}(id);
}

/// The part of the hash that does not choose the slot.
std::uint32_t tagOf(std::size_t hash)
{
    return static_cast<std::uint32_t>(hash >> 32U);
}

} // namespace

IdIndex::IdIndex(const std::vector<std::string>& ids)
{
    for (std::size_t row = 0; row < ids.size(); ++row)
        add(ids[row], static_cast<CaseRow>(row));
}

std::string_view IdIndex::text(Entry entry) const
{
    const std::size_t begin = entry == 0 ? 0 : m_ends[entry - 1];
    return std::string_view(m_texts).substr(begin, m_ends[entry] - begin);
}

std::size_t IdIndex::slotOf(std::string_view id, std::size_t hash) const
{
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
        const Slot& slot = m_slots[at];
        if (slot.entry == kFree || (slot.tag == tagOf(hash) && text(slot.entry) == id))
            return at;
    }
}

std::optional<CaseRow> IdIndex::find(std::string_view id) const
{
    if (m_slots.empty())
        return std::nullopt;
    const Entry entry = m_slots[slotOf(id, hashOf(id))].entry;
    return entry == kFree ? std::nullopt : std::optional(m_rows[entry]);
}

bool IdIndex::add(std::string_view id, CaseRow row)
{
    if ((m_rows.size() + 1) * 4 > m_slots.size() * 3)
        rehash(m_slots.empty() ? 64 : m_slots.size() * 2);
    const std::size_t hash = hashOf(id);
    Slot& slot = m_slots[slotOf(id, hash)];
    if (slot.entry != kFree)
        return false;
    slot = { tagOf(hash), static_cast<Entry>(m_rows.size()) };
    m_texts += id;
    m_ends.push_back(m_texts.size());
    m_rows.push_back(row);
    return true;
}

void IdIndex::reserve(std::size_t count)
{
    const std::size_t slots = std::bit_ceil(count * 4 / 3 + 1);
    if (slots > m_slots.size())
        rehash(slots);
    m_ends.reserve(count);
    m_rows.reserve(count);
}

void IdIndex::rehash(std::size_t slots)
{
    m_slots = std::vector<Slot>(slots);
    const std::size_t mask = m_slots.size() - 1;
    for (Entry entry = 0; entry < m_rows.size(); ++entry) {
        const std::size_t hash = hashOf(text(entry));
        std::size_t at = hash & mask;
        while (m_slots[at].entry != kFree)
            at = (at + 1) & mask;
        m_slots[at] = { tagOf(hash), entry };
    }
}

} // namespace casebench
