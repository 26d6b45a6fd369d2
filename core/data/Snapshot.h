// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Label.h"

namespace casebench {

/// An immutable, hashed choice of cases, fields and labels.
struct Snapshot
{
    std::int64_t id = 0;
    std::string name;
    std::string digest; ///< hex SHA-256 over schema, rows in order, and truth (statistics.md, dataset digest)
    Instant from = kNoTime; ///< inclusive, on the time field; kNoTime = open
    Instant to = kNoTime; ///< exclusive
    std::string where; ///< the filter expression, or ""
    LabelPolicy policy = LabelPolicy::Confirmed;
    Instant asOf = kNoTime; ///< labels recorded later do not count
    Instant createdAt = kNoTime;
    std::string createdBy;
    Schema schema; ///< as it was
    std::int64_t rows = 0;
    std::int64_t positives = 0;
    std::int64_t negatives = 0;
    std::int64_t undecided = 0;
    std::int64_t changeSeq = 0; ///< cell changes up to this one are laid over the chunks
    std::int64_t labelSeq = 0; ///< label events up to this one count
};

/// A snapshot with what it names.
struct SnapshotData
{
    Snapshot snapshot;
    CaseTablePtr table;
    std::vector<Truth> truth; ///< one per row of the table
    std::vector<Instant> decidedAt; ///< when that truth was decided; kNoTime where undecided
};

} // namespace casebench
