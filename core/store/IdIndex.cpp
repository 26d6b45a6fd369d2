// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/IdIndex.h"

namespace casebench {

IdIndex::IdIndex(std::vector<std::string> ids)
{
    m_rows.reserve(ids.size());
    for (std::size_t row = 0; row < ids.size(); ++row)
        m_rows.emplace(std::move(ids[row]), static_cast<CaseRow>(row));
}

std::optional<CaseRow> IdIndex::find(std::string_view id) const
{
    const auto at = m_rows.find(id);
    return at == m_rows.end() ? std::nullopt : std::optional(at->second);
}

bool IdIndex::add(std::string_view id, CaseRow row)
{
    return m_rows.emplace(std::string(id), row).second;
}

} // namespace casebench
