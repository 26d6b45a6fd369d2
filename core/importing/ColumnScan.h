// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/TextTable.h"
#include "core/importing/TypeInference.h"

namespace casebench {

/// Looks at the cells of one column, batch by batch, in bounded memory: while the different texts are few
/// each is inspected once.
class ColumnScan
{
public:
    /// Takes: watchUnique: whether to find out that no text comes twice (costs memory, at most 16 MiB).
    ColumnScan(std::string name, bool watchUnique);

    void add(const RawBatch& batch, std::size_t column, const NumberFormat& format);
    /// Ends the scan.
    [[nodiscard]] ColumnProfile finish(std::vector<std::string>& notes, const ReadOptions& options);

    [[nodiscard]] bool sawFormula() const { return m_evidence.sawFormula(); }

private:
    void stopCounting(const NumberFormat& format);
    void watch(std::string_view text);
    void describeLevels(ColumnProfile& profile) const;

    std::string m_name;
    TypeEvidence m_evidence;
    TextTable m_levels;
    std::vector<std::int64_t> m_counts; ///< rows per level
    bool m_counting = true;
    std::vector<std::string> m_examples;
    bool m_unique;
    std::vector<std::uint64_t> m_seen; ///< open hashing of hashes, 0 = free
    std::size_t m_seenCount = 0;
};

} // namespace casebench
