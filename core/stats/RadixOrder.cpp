// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/RadixOrder.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <numeric>
#include <utility>

namespace casebench {

namespace {

constexpr unsigned kDigitBits = 11; // 2048 counters stay in the first-level cache (ours)
constexpr std::size_t kBuckets = std::size_t { 1 } << kDigitBits;
constexpr std::size_t kDigits = 6;
constexpr std::size_t kFewRows = 256; // below it a comparison sort is quicker (ours)

using Counts = std::array<std::array<std::uint32_t, kBuckets>, kDigits>;

std::size_t digitOf(std::uint64_t key, std::size_t digit)
{
    return static_cast<std::size_t>(key >> (digit * kDigitBits)) & (kBuckets - 1);
}

/// The bits in which any two keys differ.
std::uint64_t differingBits(const std::vector<std::uint64_t>& keys)
{
    std::uint64_t all = ~std::uint64_t { 0 };
    std::uint64_t any = 0;
    for (const std::uint64_t key : keys) {
        all &= key;
        any |= key;
    }
    return all ^ any;
}

struct Sorting
{
    std::vector<std::uint64_t> keys;
    std::vector<std::uint32_t> order;
};

void scatter(const Sorting& from, Sorting& to, std::size_t digit, std::array<std::uint32_t, kBuckets>& counts)
{
    std::uint32_t next = 0;
    for (std::uint32_t& count : counts)
        count = std::exchange(next, next + count);
    for (std::size_t i = 0; i < from.keys.size(); ++i) {
        const std::uint32_t at = counts[digitOf(from.keys[i], digit)]++;
        to.keys[at] = from.keys[i];
        to.order[at] = from.order[i];
    }
}

} // namespace

std::vector<std::uint32_t> radixOrder(std::vector<std::uint64_t> keys)
{
    Sorting now { std::move(keys), std::vector<std::uint32_t>(0) };
    now.order.resize(now.keys.size());
    std::iota(now.order.begin(), now.order.end(), 0U);
    if (now.keys.size() < kFewRows) {
        std::ranges::stable_sort(now.order, {}, [&](std::uint32_t at) { return now.keys[at]; });
        return std::move(now.order);
    }
    // Times and ids mostly stand in order already, and the other way round when asked descending.
    if (std::ranges::is_sorted(now.keys))
        return std::move(now.order);
    if (std::ranges::adjacent_find(now.keys, std::less_equal {}) == now.keys.end()) {
        std::ranges::reverse(now.order);
        return std::move(now.order);
    }
    const std::uint64_t differing = differingBits(now.keys);
    auto counts = std::make_unique<Counts>();
    for (auto& digit : *counts)
        digit.fill(0);
    for (const std::uint64_t key : now.keys) {
        for (std::size_t digit = 0; digit < kDigits; ++digit)
            ++(*counts)[digit][digitOf(key, digit)];
    }
    Sorting next { std::vector<std::uint64_t>(now.keys.size()), std::vector<std::uint32_t>(now.keys.size()) };
    for (std::size_t digit = 0; digit < kDigits; ++digit) {
        if (digitOf(differing, digit) == 0)
            continue;
        scatter(now, next, digit, (*counts)[digit]);
        std::swap(now, next);
    }
    return std::move(now.order);
}

} // namespace casebench
