// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/ColumnFacts.h"
#include "core/importing/TextTable.h"
#include "core/importing/TypeInference.h"

namespace casebench {

/// Looks at the cells of one column, batch by batch, in bounded memory: while the different texts are few
/// each is inspected once.
class ColumnScan
{
public:
    /// Takes: reading: how its cells are read; watchUnique: whether to find out that no text comes twice
    /// (costs memory, at most 8 MiB).
    ColumnScan(std::string name, ColumnReading reading, bool watchUnique);

    void add(const RowRange& rows, std::size_t column);

    /// From here on facts() says what the cells of the last rows are.
    void keepFacts() { m_facts.emplace(); }

    /// Takes: keepFacts() was called. Valid until the next add().
    [[nodiscard]] const ColumnFacts& facts() const { return *m_facts; }

    /// Ends the scan. Takes: forced: the type a person demanded, or nothing.
    [[nodiscard]] ColumnProfile finish(std::vector<std::string>& notes, std::optional<ValueType> forced);

    [[nodiscard]] const std::string& name() const { return m_name; }

    [[nodiscard]] bool sawFormula() const { return m_evidence.sawFormula(); }

private:
    void stopCounting();
    std::size_t count(const RowRange& rows, std::size_t column);
    void countNew(std::string_view text);
    void watch(const RowRange& rows, std::size_t column);
    void growSeen();
    void describeLevels(ColumnProfile& profile) const;

    [[nodiscard]] bool isDeclaredMissing(std::string_view text) const;
    void keepAsked(std::string_view text);

    std::string m_name;
    ColumnReading m_reading;
    NumberFormat m_format;
    PersonalEvidence m_personal;
    std::vector<std::string> m_asked; ///< different texts that only some country reads as a date or a number
    TypeEvidence m_evidence;
    TextTable m_levels;
    std::vector<std::int64_t> m_counts; ///< rows per level
    bool m_counting = true;
    std::optional<ColumnFacts> m_facts;
    std::vector<std::string> m_examples;
    bool m_unique;
    std::vector<std::uint64_t> m_hashes; ///< of the rows
    std::vector<std::uint64_t> m_seen; ///< open hashing of hashes, 0 = free
    std::size_t m_seenCount = 0;
};

} // namespace casebench
