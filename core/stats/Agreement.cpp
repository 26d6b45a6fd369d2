// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/Agreement.h"

#include "core/stats/Bootstrap.h"

#include <functional>
#include <map>

namespace casebench {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/// Items that look alike, counted. Agreement depends on nothing else, so a resample is a new set of weights.
struct Patterns
{
    std::size_t categories = 0;
    std::vector<std::vector<std::int64_t>> counts;
    std::vector<std::int64_t> weights;
    std::vector<std::uint32_t> ofItem; ///< the pattern of each item that has two answers or more
};

Patterns patternsOf(const ItemCounts& items)
{
    Patterns patterns;
    patterns.categories = items.categories;
    std::map<std::vector<std::int64_t>, std::uint32_t> known;
    for (std::size_t i = 0; i < items.items(); ++i) {
        const auto item = items.item(i);
        std::int64_t answers = 0;
        for (const std::int64_t count : item)
            answers += count;
        if (answers < 2)
            continue;
        const auto [at, isNew] = known.try_emplace({ item.begin(), item.end() },
                                                   static_cast<std::uint32_t>(patterns.counts.size()));
        if (isNew) {
            patterns.counts.push_back(at->first);
            patterns.weights.push_back(0);
        }
        ++patterns.weights[at->second];
        patterns.ofItem.push_back(at->second);
    }
    return patterns;
}

double answersOf(std::span<const std::int64_t> item)
{
    double answers = 0;
    for (const std::int64_t count : item)
        answers += static_cast<double>(count);
    return answers;
}

/// Ordered pairs of agreeing answers.
double agreeingPairs(std::span<const std::int64_t> item)
{
    double pairs = 0;
    for (const std::int64_t count : item)
        pairs += static_cast<double>(count) * static_cast<double>(count - 1);
    return pairs;
}

double fleiss(const Patterns& patterns, std::span<const std::int64_t> weights)
{
    std::vector<double> share(patterns.categories, 0);
    double items = 0;
    double observed = 0;
    double perItem = 0;
    for (std::size_t p = 0; p < patterns.counts.size(); ++p) {
        if (weights[p] == 0)
            continue;
        const auto weight = static_cast<double>(weights[p]);
        const double answers = answersOf(patterns.counts[p]);
        if (perItem != 0 && answers != perItem)
            return kUndefined;
        perItem = answers;
        items += weight;
        observed += weight * agreeingPairs(patterns.counts[p]) / (answers * (answers - 1));
        for (std::size_t c = 0; c < patterns.categories; ++c)
            share[c] += weight * static_cast<double>(patterns.counts[p][c]);
    }
    double expected = 0;
    for (const double said : share)
        expected += said / (items * perItem) * (said / (items * perItem));
    return expected < 1 ? (observed / items - expected) / (1 - expected) : kUndefined;
}

double alpha(const Patterns& patterns, std::span<const std::int64_t> weights)
{
    std::vector<double> said(patterns.categories, 0);
    double answers = 0;
    double disagreeing = 0; // sum over items of ordered disagreeing pairs / (answers - 1)
    for (std::size_t p = 0; p < patterns.counts.size(); ++p) {
        const auto weight = static_cast<double>(weights[p]);
        const double m = answersOf(patterns.counts[p]);
        answers += weight * m;
        disagreeing += weight * (m * (m - 1) - agreeingPairs(patterns.counts[p])) / (m - 1);
        for (std::size_t c = 0; c < patterns.categories; ++c)
            said[c] += weight * static_cast<double>(patterns.counts[p][c]);
    }
    double together = answers * answers;
    for (const double one : said)
        together -= one * one;
    const double expected = together / (answers - 1);
    return expected > 0 ? 1 - disagreeing / expected : kUndefined;
}

using Statistic = std::function<double(std::span<const std::int64_t> weights)>;

Result<Interval> bootstrapped(std::span<const std::uint32_t> patternOfItem,
                              std::span<const std::int64_t> weights,
                              const Statistic& statistic,
                              const AgreementBootstrap& bootstrap,
                              Progress& progress)
{
    Random random = Random::forPurpose(bootstrap.seed, "agreement");
    std::vector<std::int64_t> drawn(weights.size());
    std::vector<double> draws;
    for (int b = 0; b < bootstrap.draws && !patternOfItem.empty(); ++b) {
        CB_CHECK(progress.checkpoint());
        std::ranges::fill(drawn, 0);
        for (std::size_t i = 0; i < patternOfItem.size(); ++i)
            ++drawn[patternOfItem[static_cast<std::size_t>(random.below(patternOfItem.size()))]];
        draws.push_back(statistic(drawn));
        progress.report(static_cast<double>(b + 1) / bootstrap.draws, "drawing intervals");
    }
    return percentileInterval(statistic(weights), std::move(draws),
                              static_cast<std::int64_t>(patternOfItem.size()));
}

} // namespace

double cohenKappa(std::span<const std::int64_t> table, std::size_t k)
{
    double n = 0;
    double agreed = 0;
    double expected = 0;
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j)
            n += static_cast<double>(table[i * k + j]);
        agreed += static_cast<double>(table[i * k + i]);
    }
    for (std::size_t i = 0; i < k; ++i) {
        double row = 0;
        double column = 0;
        for (std::size_t j = 0; j < k; ++j) {
            row += static_cast<double>(table[i * k + j]);
            column += static_cast<double>(table[j * k + i]);
        }
        expected += row / n * (column / n);
    }
    return expected < 1 ? (agreed / n - expected) / (1 - expected) : kUndefined;
}

double fleissKappa(const ItemCounts& items)
{
    const Patterns patterns = patternsOf(items);
    return fleiss(patterns, patterns.weights);
}

double krippendorffAlpha(const ItemCounts& items)
{
    const Patterns patterns = patternsOf(items);
    return alpha(patterns, patterns.weights);
}

double pairwiseAgreement(const ItemCounts& items)
{
    double sum = 0;
    double n = 0;
    for (std::size_t i = 0; i < items.items(); ++i) {
        const double answers = answersOf(items.item(i));
        if (answers < 2)
            continue;
        sum += agreeingPairs(items.item(i)) / (answers * (answers - 1));
        n += 1;
    }
    return n > 0 ? sum / n : kUndefined;
}

Result<Interval> cohenKappaInterval(std::span<const std::int64_t> table,
                                    std::size_t k,
                                    const AgreementBootstrap& bootstrap,
                                    Progress& progress)
{
    std::vector<std::uint32_t> cellOfItem;
    for (std::size_t cell = 0; cell < table.size(); ++cell)
        cellOfItem.insert(cellOfItem.end(), static_cast<std::size_t>(table[cell]),
                          static_cast<std::uint32_t>(cell));
    return bootstrapped(
        cellOfItem, table, [k](std::span<const std::int64_t> weights) { return cohenKappa(weights, k); },
        bootstrap, progress);
}

Result<Interval>
fleissKappaInterval(const ItemCounts& items, const AgreementBootstrap& bootstrap, Progress& progress)
{
    const Patterns patterns = patternsOf(items);
    return bootstrapped(
        patterns.ofItem, patterns.weights,
        [&](std::span<const std::int64_t> weights) { return fleiss(patterns, weights); }, bootstrap,
        progress);
}

Result<Interval>
krippendorffAlphaInterval(const ItemCounts& items, const AgreementBootstrap& bootstrap, Progress& progress)
{
    const Patterns patterns = patternsOf(items);
    return bootstrapped(
        patterns.ofItem, patterns.weights,
        [&](std::span<const std::int64_t> weights) { return alpha(patterns, weights); }, bootstrap, progress);
}

} // namespace casebench
