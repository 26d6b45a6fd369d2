// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/RadixOrder.h"

#include "core/base/Scratch.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <numeric>
#include <utility>

namespace casebench {

namespace {

constexpr unsigned kPrefixBits = 32; // what fits beside a position in one word
constexpr unsigned kDigitBits = 11; // 2048 counters stay in the first-level cache (ours)
constexpr std::size_t kDigits = 3; // that cover the prefix
constexpr std::size_t kBuckets = std::size_t { 1 } << kDigitBits;
constexpr std::size_t kFewRows = 256; // below it a comparison sort is quicker (ours)

using Keys = std::span<const std::uint64_t>;

using Positions = std::span<std::uint32_t>;
using Counts = std::array<std::array<std::uint32_t, kBuckets>, kDigits>;

std::uint64_t digitOf(std::uint64_t prefix, std::size_t digit)
{
    return prefix >> (digit * kDigitBits) & (kBuckets - 1);
}

/// What is sorted by: the first 32 bits in which any two keys differ.
struct Prefix
{
    std::uint64_t least = 0;
    unsigned shift = 0; ///< bits of the key that are left out
    std::size_t digits = 0; ///< that differ at all
    bool isWhole = true; ///< nothing that differs is left out

    Prefix(Keys keys, std::span<const std::uint32_t> positions)
    {
        least = ~std::uint64_t { 0 };
        std::uint64_t greatest = 0;
        std::uint64_t differing = 0;
        const std::uint64_t first = keys[positions.front()];
        for (const std::uint32_t at : positions) {
            const std::uint64_t key = keys.data()[at];
            least = std::min(least, key);
            greatest = std::max(greatest, key);
            differing |= key ^ first;
        }
        // Whole numbers end in zeros, as doubles and as microseconds.
        shift = differing == 0 ? 0 : static_cast<unsigned>(std::countr_zero(differing));
        auto bits = static_cast<unsigned>(std::bit_width((greatest - least) >> shift));
        if (bits > kPrefixBits) {
            isWhole = false;
            shift += bits - kPrefixBits;
            bits = kPrefixBits;
        }
        digits = (bits + kDigitBits - 1) / kDigitBits;
    }

    [[nodiscard]] std::uint64_t of(std::uint64_t key) const { return (key - least) >> shift; }
};

/// Where the first of each value of each digit goes.
std::unique_ptr<Counts> startsOf(Keys keys, std::span<const std::uint32_t> positions, const Prefix& prefix)
{
    auto starts = std::make_unique<Counts>();
    for (const std::uint32_t at : positions) {
        const std::uint64_t value = prefix.of(keys.data()[at]);
        for (std::size_t digit = 0; digit < kDigits; ++digit)
            ++(*starts)[digit][digitOf(value, digit)];
    }
    for (auto& digit : *starts) {
        std::uint32_t next = 0;
        for (std::uint32_t& count : digit)
            count = std::exchange(next, next + count);
    }
    return starts;
}

/// Positions in the order of the prefixes of their keys. Between the passes a position stands below its
/// prefix in one word: one to move, and none to look up.
void sortByPrefix(Keys keys, Positions positions, const Prefix& prefix)
{
    if (prefix.digits == 0)
        return;
    const std::size_t size = positions.size();
    const auto starts = startsOf(keys, positions, prefix);
    const auto place = [&](std::size_t digit, std::uint64_t value) {
        return (*starts)[digit][digitOf(value, digit)]++;
    };
    if (prefix.digits == 1) {
        Scratch<std::uint32_t> sorted(size);
        for (const std::uint32_t at : positions)
            sorted.data()[place(0, prefix.of(keys.data()[at]))] = at;
        std::ranges::copy(sorted.all(), positions.begin());
        return;
    }
    Scratch<std::uint64_t> first(size);
    for (const std::uint32_t at : positions) {
        const std::uint64_t value = prefix.of(keys.data()[at]);
        first.data()[place(0, value)] = value << kPrefixBits | at;
    }
    const auto last = [&](std::size_t digit, std::span<const std::uint64_t> entries) {
        for (const std::uint64_t entry : entries)
            positions.data()[place(digit, entry >> kPrefixBits)] = static_cast<std::uint32_t>(entry);
    };
    if (prefix.digits == 2) {
        last(1, first.all());
        return;
    }
    Scratch<std::uint64_t> second(size);
    for (const std::uint64_t entry : first.all())
        second.data()[place(1, entry >> kPrefixBits)] = entry;
    last(2, second.all());
}

/// A few positions by their whole keys.
void sortFew(Keys keys, Positions positions)
{
    constexpr std::size_t kVeryFew = 16; // as of which moving them one by one costs more (ours)
    const auto less = [data = keys.data()](std::uint32_t a, std::uint32_t b) { return data[a] < data[b]; };
    if (std::ranges::is_sorted(positions, less))
        return;
    if (positions.size() > kVeryFew) {
        std::ranges::stable_sort(positions, less);
        return;
    }
    for (auto at = positions.begin(); at != positions.end(); ++at)
        std::rotate(std::upper_bound(positions.begin(), at, *at, less), at, at + 1);
}

void sortByKey(Keys keys, Positions positions);

/// Puts in order by the whole keys what agrees in the prefix and is not, which hardly ever happens to numbers
/// of a few digits.
void settleTies(Keys keys, Positions positions, const Prefix& prefix)
{
    const auto keyAt = [&](std::size_t i) { return keys.data()[positions.data()[i]]; };
    const auto isTied = [&](std::size_t i) { return prefix.of(keyAt(i - 1)) == prefix.of(keyAt(i)); };
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        const std::uint64_t key = keyAt(i);
        if (key >= before) {
            before = key;
            continue;
        }
        std::size_t from = i - 1; // only in a tie does one stand before a smaller one
        while (from > 0 && isTied(from))
            --from;
        while (i + 1 < positions.size() && isTied(i + 1))
            ++i;
        sortByKey(keys, positions.subspan(from, i + 1 - from));
        before = keyAt(i);
    }
}

/// Calls itself once at most: keys that agree in the first 32 bits that differ have 32 more.
void sortByKey(Keys keys, Positions positions) // NOLINT(misc-no-recursion)
{
    if (positions.size() < kFewRows) {
        sortFew(keys, positions);
        return;
    }
    const Prefix prefix(keys, positions);
    sortByPrefix(keys, positions, prefix);
    if (!prefix.isWhole)
        settleTies(keys, positions, prefix);
}

} // namespace

std::vector<std::uint32_t> radixOrder(std::span<const std::uint64_t> keys,
                                      std::vector<std::uint32_t> positions)
{
    const auto keyOf = [data = keys.data()](std::uint32_t at) { return data[at]; };
    if (positions.size() < kFewRows) {
        sortFew(keys, positions);
        return positions;
    }
    // Times and ids mostly stand in order already, and the other way round when asked descending.
    if (std::ranges::is_sorted(positions, {}, keyOf))
        return positions;
    if (std::ranges::adjacent_find(positions, std::less_equal {}, keyOf) == positions.end()) {
        std::ranges::reverse(positions);
        return positions;
    }
    sortByKey(keys, positions);
    return positions;
}

std::vector<std::uint32_t> radixOrder(std::span<const std::uint64_t> keys)
{
    std::vector<std::uint32_t> positions(keys.size());
    std::iota(positions.begin(), positions.end(), 0U);
    return radixOrder(keys, std::move(positions));
}

} // namespace casebench
