// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/data/Column.h"

#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace casebench {

/// Columns of parts, up to a bound in bytes; what was not asked for longest goes first. Thread-safe.
class ColumnCache
{
public:
    explicit ColumnCache(std::size_t maxBytes)
        : m_maxBytes(maxBytes)
    {
    }

    /// nullptr when it is not kept.
    [[nodiscard]] std::shared_ptr<const Column> find(std::uint64_t key);
    /// Keeps a column. Gives: the one that is kept, which may be that of another thread.
    std::shared_ptr<const Column>
    keep(std::uint64_t key, std::shared_ptr<const Column> column, std::size_t bytes);
    [[nodiscard]] std::size_t bytes() const;
    [[nodiscard]] bool hasRoomFor(std::size_t bytes) const;

private:
    struct Entry
    {
        std::uint64_t key = 0;
        std::shared_ptr<const Column> column;
        std::size_t bytes = 0;
    };

    mutable std::mutex m_mutex;
    std::size_t m_maxBytes;
    std::size_t m_bytes = 0;
    std::list<Entry> m_entries; ///< last used first
    std::unordered_map<std::uint64_t, std::list<Entry>::iterator> m_byKey;
};

/// What a column holds in memory, without a dictionary that it shares.
[[nodiscard]] std::size_t memoryOf(const Column& column, const Dictionary* shared);

} // namespace casebench
