// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"

#include <cstdint>
#include <span>
#include <vector>

namespace casebench {

/// One answer of one person on one item; all three are places in lists of the caller.
struct CrowdAnswer
{
    std::uint32_t item = 0;
    std::uint32_t person = 0;
    std::uint8_t category = 0;
};

/// What the answers of many people amount to, with how each person answers when the truth is known.
struct CrowdConsensus
{
    std::size_t categories = 0;
    std::vector<double> posterior; ///< items x categories, row-major; the prior for an item without an answer
    std::vector<double> confusion; ///< people x true x said, each row of said adds up to 1
    std::vector<double> prior; ///< share of each category, from the posteriors ("natural")
    int rounds = 0;
    bool converged = false; ///< the largest change of a posterior fell below 1e-6

    [[nodiscard]] double probability(std::size_t item, std::size_t category) const
    {
        return posterior[item * categories + category];
    }

    [[nodiscard]] double said(std::size_t person, std::size_t truth, std::size_t category) const
    {
        return confusion[(person * categories + truth) * categories + category];
    }
};

/// Dawid-Skene: EM from majority shares, a full confusion matrix per person, smoothing .01 per cell, natural
/// prior, until the largest change of a posterior is below 1e-6, at most 200 rounds. Takes:  answers with
/// item < items, person < people, category < categories; at most one of a person on an item. Gives:
/// deterministic. Fails:  Cancelled. Cost:   O(rounds (answers categories + people categories^2)). Source:
/// Dawid & Skene 1979; the defaults are those of statistics.md 1.
[[nodiscard]] Result<CrowdConsensus> dawidSkene(std::span<const CrowdAnswer> answers,
                                                std::size_t items,
                                                std::size_t people,
                                                std::size_t categories,
                                                Progress& progress);

} // namespace casebench
