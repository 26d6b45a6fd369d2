// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/TextRanks.h"

#include "core/stats/RadixOrder.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace casebench {

namespace {

constexpr std::size_t kKeyBytes = 8;

/// How many bytes all texts begin with.
std::size_t sharedPrefix(std::span<const std::string_view> texts)
{
    std::size_t shared = texts.empty() ? 0 : texts.front().size();
    for (const std::string_view text : texts) {
        const auto longest = std::min(shared, text.size());
        const auto differs = std::mismatch(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(longest),
                                           texts.front().begin());
        shared = static_cast<std::size_t>(differs.first - text.begin());
    }
    return shared;
}

/// Eight bytes, the first weighing most; what is missing counts as zero.
std::uint64_t keyOf(std::string_view text)
{
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < kKeyBytes; ++i)
        key = key << 8U | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    return key;
}

/// Texts whose keys are equal are put in order by their bytes.
void settleTies(std::span<const std::string_view> texts,
                const std::vector<std::uint64_t>& keys,
                std::vector<std::uint32_t>& order)
{
    const auto byText = [&](std::uint32_t a, std::uint32_t b) { return texts[a] < texts[b]; };
    for (auto from = order.begin(); from != order.end();) {
        const auto to = std::find_if(from, order.end(),
                                     [&, key = keys[*from]](std::uint32_t at) { return keys[at] != key; });
        if (!std::is_sorted(from, to, byText))
            std::sort(from, to, byText);
        from = to;
    }
}

/// The texts in ascending order, equal ones beside each other.
std::vector<std::uint32_t> orderOf(std::span<const std::string_view> texts)
{
    if (std::ranges::is_sorted(texts)) { // ids mostly are
        std::vector<std::uint32_t> order(texts.size());
        std::iota(order.begin(), order.end(), 0U);
        return order;
    }
    const std::size_t shared = sharedPrefix(texts);
    std::vector<std::uint64_t> keys(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i)
        keys[i] = keyOf(texts[i].substr(shared));
    std::vector<std::uint32_t> order = radixOrder(keys);
    settleTies(texts, keys, order);
    return order;
}

} // namespace

std::vector<std::uint32_t> rankTexts(std::span<const std::string_view> texts)
{
    const std::vector<std::uint32_t> order = orderOf(texts);
    std::vector<std::uint32_t> ranks(texts.size());
    std::uint32_t rank = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i > 0 && texts[order[i]] != texts[order[i - 1]])
            ++rank;
        ranks[order[i]] = rank;
    }
    return ranks;
}

} // namespace casebench
