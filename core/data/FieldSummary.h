// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/CaseTable.h"

namespace casebench {

/// What the values of one field look like.
struct FieldSummary
{
    std::int64_t rows = 0;
    std::int64_t filled = 0; ///< not missing
    std::int64_t distinct = -1; ///< different values; -1: not counted (numbers and times that are no near-id)
    bool constant = false; ///< at least two cases, all with the same value or all missing
    bool nearId = false; ///< almost every value is another one, so it names cases rather than describes them
    double low = std::numeric_limits<double>::quiet_NaN(); ///< numbers
    double high = std::numeric_limits<double>::quiet_NaN();
    double mean = std::numeric_limits<double>::quiet_NaN();
    Instant firstSeen = kNoTime; ///< earliest time of a case that has a value
    Instant lastSeen = kNoTime;
    /// Levels of categories and yes/no with their counts, most frequent first; empty for personal fields.
    std::vector<std::pair<std::string, std::int64_t>> levels;

    [[nodiscard]] double fill() const
    {
        return rows == 0 ? std::numeric_limits<double>::quiet_NaN()
                         : static_cast<double>(filled) / static_cast<double>(rows);
    }
};

/// Distinct share of the filled cells from which a field of whole numbers, categories or texts is a near-id
/// (ours); below kNearIdRows cases nobody can tell.
inline constexpr double kNearIdShare = 0.95;
inline constexpr std::int64_t kNearIdRows = 50;

/// Cost:   O(rows); whole numbers that look like ids are sorted once. Thread-safe (pure).
[[nodiscard]] FieldSummary summariseField(const CaseTable& table, std::size_t field);

} // namespace casebench
