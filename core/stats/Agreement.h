// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/stats/Interval.h"

#include <cstdint>
#include <span>
#include <vector>

namespace casebench {

// Agreement of people on nominal categories. NaN when nothing can disagree or nothing is there.

/// Cohen's kappa of a k x k table of two people's verdicts, row-major.
/// Source: Cohen 1960.
[[nodiscard]] double cohenKappa(std::span<const std::int64_t> table, std::size_t k);

/// How often each category was said of each item, items x k, row-major; the unit of what follows.
struct ItemCounts
{
    std::size_t categories = 0;
    std::vector<std::int64_t> counts;

    [[nodiscard]] std::size_t items() const { return categories == 0 ? 0 : counts.size() / categories; }

    [[nodiscard]] std::span<const std::int64_t> item(std::size_t i) const
    {
        return std::span(counts).subspan(i * categories, categories);
    }
};

/// Fleiss' kappa.
/// Takes:  items with the same number (>= 2) of answers each; items with fewer than two are left out.
/// Gives:  NaN also when the items differ in their number of answers.
/// Source: Fleiss 1971.
[[nodiscard]] double fleissKappa(const ItemCounts& items);

/// Krippendorff's alpha, nominal: 1 - D_o / D_e; items with one answer say nothing and are left out.
/// Source: Krippendorff 2011, "Computing Krippendorff's alpha-reliability".
[[nodiscard]] double krippendorffAlpha(const ItemCounts& items);

/// Share of agreeing pairs of answers, mean over the items with two or more answers.
[[nodiscard]] double pairwiseAgreement(const ItemCounts& items);

/// How an interval is drawn.
struct AgreementBootstrap
{
    int draws = 2000; ///< statistics.md 1
    std::uint64_t seed = 1;
};

/// Percentile bootstrap over items; n counts the items with two or more answers.
/// Cost:   O(draws items). Fails: Cancelled.
[[nodiscard]] Result<Interval> cohenKappaInterval(std::span<const std::int64_t> table,
                                                  std::size_t k,
                                                  const AgreementBootstrap& bootstrap,
                                                  Progress& progress);
[[nodiscard]] Result<Interval>
fleissKappaInterval(const ItemCounts& items, const AgreementBootstrap& bootstrap, Progress& progress);
[[nodiscard]] Result<Interval>
krippendorffAlphaInterval(const ItemCounts& items, const AgreementBootstrap& bootstrap, Progress& progress);

} // namespace casebench
