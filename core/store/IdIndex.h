// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/CaseTable.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace casebench {

/// Case id -> row. Owns its texts: about 30 bytes for each and the text itself, without an allocation for
/// each, since an import holds all ids of a project.
class IdIndex
{
public:
    IdIndex() = default;
    explicit IdIndex(const std::vector<std::string>& ids);

    [[nodiscard]] std::optional<CaseRow> find(std::string_view id) const;

    [[nodiscard]] std::size_t size() const { return m_rows.size(); }

    /// Makes room for so many ids in all at once.
    void reserve(std::size_t count);
    /// Gives: false (and changes nothing) when the id is known.
    bool add(std::string_view id, CaseRow row);

private:
    using Entry = std::uint32_t;

    /// Part of the hash beside the entry's number, so that hardly any other text is looked at. Open hashing.
    struct Slot
    {
        std::uint32_t tag = 0;
        Entry entry = kFree;
    };

    static constexpr Entry kFree = ~Entry { 0 };

    [[nodiscard]] std::string_view text(Entry entry) const;
    /// The slot of the text, or the free one where it would go.
    [[nodiscard]] std::size_t slotOf(std::string_view id, std::size_t hash) const;
    void rehash(std::size_t slots);

    std::vector<Slot> m_slots;
    std::vector<std::size_t> m_ends; ///< of each entry's text
    std::vector<CaseRow> m_rows;
    std::string m_texts;
};

} // namespace casebench
