// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Label.h"
#include "core/importing/Expectation.h"

#include <span>

namespace casebench {

enum class CheckStatus
{
    Passed,
    Failed,
    Skipped ///< cannot be said: no case is decided yet, or the field is personal
};

inline constexpr std::array<std::pair<CheckStatus, std::string_view>, 3> kCheckStatusNames { {
    { CheckStatus::Passed, "passed" },
    { CheckStatus::Failed, "failed" },
    { CheckStatus::Skipped, "skipped" },
} };

[[nodiscard]] inline std::string_view name(CheckStatus status)
{
    return nameIn(kCheckStatusNames, status);
}

/// Failing rows that are listed; all are counted (ours: what somebody may want to open).
inline constexpr std::size_t kListedFailures = 10'000;

/// What became of one expectation.
struct CheckResult
{
    CheckStatus status = CheckStatus::Passed;
    double observed = 0; ///< share that holds, or the mean, quantile, rate, count; NaN when undefined
    std::string text; ///< what was found, as a sentence
    std::int64_t checked = 0; ///< rows that count: with a value (not-missing: all)
    std::int64_t failed = 0; ///< of these
    std::vector<std::uint32_t> failingRows; ///< table positions, ascending, at most kListedFailures
};

/// What is checked.
struct CheckedCases
{
    const CaseTable& table;
    std::span<const Truth> truth; ///< one per row, for the positive rate
    std::span<const std::string> present; ///< columns the file had; for a project, all its fields
};

/// Holds the cases to the expectations, in order.
///
/// `mostly` is Great Expectations' rule: rows without a value are left out (but for not-missing), and a check
/// passes when none fails or the share that holds is at least `mostly`; without any row that counts it
/// passes. Unique fails for every row of a repeated value. Bounds are inclusive. Mean and quantile (linear
/// between order statistics, type 7) of nothing fail; yes counts 1 and no 0. A field that is not there fails
/// all its checks. Gives:  one result per expectation. Fails:  InvalidInput for a pattern that takes too
/// long; Cancelled. Cost:   O(rows) per expectation, patterns and sets once per different text. Source:
/// great_expectations, ColumnMapExpectation (success_ratio >= mostly).
[[nodiscard]] Result<std::vector<CheckResult>>
checkExpectations(std::span<const Expectation> expectations, const CheckedCases& cases, Progress& progress);

/// What a reference suggests to expect of the next cases; a person then edits it.
/// Fields exist (critical) and keep their kind (critical); no unknown column; ids are unique and all there
/// (critical), times all there; filled fields stay as filled as they were, less three standard errors of a
/// month; numbers stay within the range seen and 5 % of its width on either side (mostly .99), their mean
/// within four standard errors of a month's mean and their median within the quartiles; categories of up to
/// 50 levels bring no new one; ids keep their shape; a month has half to twice the cases and the positive
/// rate neither halves nor doubles its distance from one. Takes:  the reference's cases and truth. Gives:  in
/// schema order, then the table's. Cost: O(cells log rows).
[[nodiscard]] std::vector<Expectation> suggestExpectations(const CaseTable& reference,
                                                           std::span<const Truth> truth);

} // namespace casebench
