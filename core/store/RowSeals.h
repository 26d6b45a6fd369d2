// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only: what ties the rows of the tables to the audit log, so that an edit by another tool
// is noticed.

#include "core/base/Json.h"
#include "core/base/Progress.h"
#include "core/store/Sqlite.h"

namespace casebench {

/// Digests of what the transaction has touched, for its audit record: for an append-only table the Merkle
/// root over the row digests of its new rows {first, last, root}; for a table whose rows change, the digest
/// of all its rows. Cost: O(rows written) and the size of the changing tables, which are small.
[[nodiscard]] Result<Json> sealTouched(Database& database);

/// Follows the seals through the log and then holds the tables against them.
class SealChecker
{
public:
    explicit SealChecker(Database& database);
    /// The records in order.
    [[nodiscard]] Result<void> visit(std::int64_t seq, const Json& body);
    /// Gives: one sentence per table that is not as recorded.
    [[nodiscard]] Result<std::vector<std::string>> finish(Progress& progress);

private:
    struct Last
    {
        std::int64_t key = 0;
        std::int64_t seq = 0;
        std::string digest;
    };

    [[nodiscard]] Result<void> checkRange(std::string_view table, const Json& seal, std::int64_t seq);
    Database& m_database;
    std::map<std::string, Last, std::less<>> m_last;
    std::vector<std::string> m_faults;
};

} // namespace casebench
