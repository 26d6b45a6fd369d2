// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Run.h"

#include <array>

namespace casebench {

/// 2 x 2, [given][true]; 0 = not scam, 1 = scam.
template<typename T>
using NoiseMatrix = std::array<std::array<T, 2>, 2>;

/// One labelled case as the model sees its label.
struct NoiseCase
{
    CaseRow row = 0;
    Truth given = kUndecided;
    double selfConfidence = 0; ///< out-of-fold probability of the given label
    double errorChance =
        0; ///< that the given label is wrong, under noise that depends on the true class only
    bool suspected = false; ///< the other class is confidently predicted: off the diagonal of the counts
};

/// To find `share` of the expected errors, look at the first `cases` of the ranking.
struct BudgetPoint
{
    double share = 0;
    std::int64_t cases = 0;
};

/// How wrong the labels of a run are likely to be.
struct LabelNoise
{
    std::int64_t n = 0; ///< labelled cases with an out-of-fold probability
    std::array<double, 2> threshold {}; ///< mean probability of class j over the cases labelled j
    NoiseMatrix<std::int64_t> counts {}; ///< confidently counted cases; the diagonal is at least 1
    NoiseMatrix<double> matrix {}; ///< the counts scaled to the given labels: cases, adds up to n
    Interval expectedErrors; ///< off the diagonal of `matrix`; bootstrap over cases
    int bootstraps = 0; ///< draws behind the interval
    std::uint64_t seed = 0;
    std::int64_t suspected = 0;
    std::vector<NoiseCase> cases; ///< all of them, least self-confident first, then by row
    std::vector<double> foundAfter; ///< share of the expected errors in the first i + 1 cases of the ranking

    /// Gives: the smallest number of cases that holds the share. Takes: 0 < share <= 1.  Cost: O(log n).
    [[nodiscard]] BudgetPoint budgetFor(double share) const;
};

struct NoiseOptions
{
    std::uint64_t seed = 1;
    bool interval = true; ///< false: the ranking alone, quickly
};

/// Confident learning on two classes.
/// Takes:  predictions out of fold and calibrated; undecided ones are left out.
/// Gives:  deterministic for the same input and seed.
/// Fails:  InvalidInput, kind "single-class", when a class has no labelled case; Cancelled.
/// Cost:   O(n log n + draws n); 2,000 draws, fewer (at least 200) above 200,000 cases.
/// Source: Northcutt 2021 (counts, calibration, ranking by self-confidence as cleanlab 2.9 does it);
/// errorChance:
///         class-conditional noise (Angluin & Laird 1988; Natarajan 2013) with the rates of `matrix`.
[[nodiscard]] Result<LabelNoise>
estimateLabelNoise(const Predictions& predictions, const NoiseOptions& options, Progress& progress);

} // namespace casebench
