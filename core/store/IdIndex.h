// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/CaseTable.h"

#include <optional>
#include <string_view>
#include <unordered_map>

namespace casebench {

/// Case id -> row. Owns its texts.
class IdIndex
{
public:
    IdIndex() = default;
    explicit IdIndex(std::vector<std::string> ids);

    [[nodiscard]] std::optional<CaseRow> find(std::string_view id) const;

    [[nodiscard]] std::size_t size() const { return m_rows.size(); }

    /// Gives: false (and changes nothing) when the id is known.
    bool add(std::string_view id, CaseRow row);

private:
    struct Hash
    {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view> {}(text); }
    };

    std::unordered_map<std::string, CaseRow, Hash, std::equal_to<>> m_rows;
};

} // namespace casebench
