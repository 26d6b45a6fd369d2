// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/ColumnCache.h"

namespace casebench {

std::shared_ptr<const Column> ColumnCache::find(std::uint64_t key)
{
    const std::lock_guard guard(m_mutex);
    const auto at = m_byKey.find(key);
    if (at == m_byKey.end())
        return nullptr;
    m_entries.splice(m_entries.begin(), m_entries, at->second);
    return at->second->column;
}

std::shared_ptr<const Column>
ColumnCache::keep(std::uint64_t key, std::shared_ptr<const Column> column, std::size_t bytes)
{
    const std::lock_guard guard(m_mutex);
    if (const auto at = m_byKey.find(key); at != m_byKey.end())
        return at->second->column;
    m_entries.push_front({ key, column, bytes });
    m_byKey.emplace(key, m_entries.begin());
    m_bytes += bytes;
    while (m_bytes > m_maxBytes && m_entries.size() > 1) {
        m_bytes -= m_entries.back().bytes;
        m_byKey.erase(m_entries.back().key);
        m_entries.pop_back();
    }
    return column;
}

std::size_t ColumnCache::bytes() const
{
    const std::lock_guard guard(m_mutex);
    return m_bytes;
}

bool ColumnCache::hasRoomFor(std::size_t bytes) const
{
    const std::lock_guard guard(m_mutex);
    return m_bytes + bytes <= m_maxBytes;
}

std::size_t memoryOf(const Column& column, const Dictionary* shared)
{
    const auto textBytes = [](const std::vector<std::string>& texts) {
        std::size_t bytes = texts.size() * sizeof(std::string);
        for (const std::string& text : texts)
            bytes += text.size() < sizeof(std::string) / 2 ? 0 : text.size() + 1;
        return bytes;
    };
    const bool isCoded = column.kind() != FieldKind::Number && column.kind() != FieldKind::Time;
    std::size_t bytes = column.size() * (isCoded ? sizeof(Code) : sizeof(double));
    if (isCoded && &column.dictionary() != shared)
        bytes += textBytes(column.dictionary());
    if (column.rawTexts() != nullptr)
        bytes += column.rawTexts()->rows.size() * sizeof(std::uint32_t) + textBytes(column.rawTexts()->texts);
    return bytes;
}

} // namespace casebench
