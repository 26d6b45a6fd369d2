// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/ColumnScan.h"

namespace casebench {

/// Gathers the profile of a file from its batches.
class Profiler
{
public:
    /// Takes:  keepFacts: whether builders will ask for facts().
    /// Fails:  NotFound "field-not-found" when a type was told for a column that is not there.
    [[nodiscard]] static Result<Profiler> begin(const std::filesystem::path& path,
                                                const ReadOptions& options,
                                                const std::vector<std::string>& header,
                                                bool keepFacts);

    /// Different columns may be scanned in different threads.
    void scan(const RowRange& rows, std::size_t column) { m_scans[column].add(rows, column); }

    [[nodiscard]] const ColumnFacts& facts(std::size_t column) const { return m_scans[column].facts(); }

    void countRows(std::size_t rows) { m_profile.rows += static_cast<std::int64_t>(rows); }

    void quarantine(std::vector<RowIssue> issues);
    /// Takes: reader: id of the importer; source: read to its end.
    [[nodiscard]] FileProfile finish(std::string_view reader, RowSource& source);

private:
    FileProfile m_profile;
    std::vector<ColumnScan> m_scans;
    std::size_t m_rawBytes = 0; ///< of the quarantine
};

} // namespace casebench
