// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/ChanceAgreement.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace casebench {

namespace {

constexpr std::size_t kFullTree = 128; // fields whose links are all measured (ours)
constexpr std::size_t kLinks = 65'536; // measured beyond that, from the fields that tell most (ours)
constexpr double kDeviations = 3; // above independence before a link counts (ours)

using Hash = std::uint64_t;

/// Counts pairs of equal keys; its memory is used again and again.
class PairCounter
{
public:
    explicit PairCounter(std::size_t cases)
        : m_slots(std::bit_ceil(std::max<std::size_t>(cases * 2, 16)))
    {
    }

    template<typename KeyOf>
    double equalPairs(std::size_t cases, KeyOf keyOf)
    {
        ++m_turn;
        const std::size_t mask = m_slots.size() - 1;
        double pairs = 0;
        for (std::size_t i = 0; i < cases; ++i) {
            const Hash key = keyOf(i);
            for (std::size_t at = (key ^ (key >> 32)) & mask;; at = (at + 1) & mask) {
                Slot& slot = m_slots[at];
                if (slot.turn != m_turn) {
                    slot = { key, m_turn, 1 };
                    break;
                }
                if (slot.key == key) {
                    pairs += slot.count++;
                    break;
                }
            }
        }
        return pairs;
    }

private:
    struct Slot
    {
        Hash key = 0;
        std::uint32_t turn = 0;
        std::uint32_t count = 0;
    };

    std::vector<Slot> m_slots;
    std::uint32_t m_turn = 0;
};

/// -log2 of a share of pairs; what was never seen counts as seen once.
double bitsOf(double equal, double pairs)
{
    return std::log2(pairs / std::max(equal, 1.0));
}

} // namespace

Result<ChanceAgreement> ChanceAgreement::measure(const std::vector<std::vector<Hash>>& cells,
                                                 Progress& progress)
{
    ChanceAgreement chance;
    const std::size_t fields = cells.size();
    const std::size_t cases = fields == 0 ? 0 : cells.front().size();
    chance.m_own.assign(fields, 0);
    if (cases < 2)
        return chance;
    const double pairs = static_cast<double>(cases) * static_cast<double>(cases - 1) / 2;
    PairCounter counter(cases);
    for (std::size_t i = 0; i < fields; ++i) {
        CB_CHECK(progress.checkpoint());
        chance.m_own[i] =
            bitsOf(counter.equalPairs(cases, [&](std::size_t row) { return cells[i][row]; }), pairs);
    }
    const auto sharedBits = [&](std::size_t a, std::size_t b) {
        const double equal = counter.equalPairs(
            cases, [&](std::size_t row) { return cells[a][row] * 0x9e3779b97f4a7c15ULL + cells[b][row]; });
        const double expected = pairs * std::exp2(-chance.m_own[a] - chance.m_own[b]);
        if (equal <= expected + kDeviations * std::sqrt(expected) + 1)
            return 0.0;
        // No field tells more than it tells alone.
        return std::clamp(chance.m_own[a] + chance.m_own[b] - bitsOf(equal, pairs), 0.0,
                          std::min(chance.m_own[a], chance.m_own[b]));
    };
    std::vector<std::size_t> parents(fields);
    std::iota(parents.begin(), parents.end(), std::size_t { 0 });
    if (fields > kFullTree) {
        std::ranges::stable_sort(parents, std::greater {}, [&](std::size_t i) { return chance.m_own[i]; });
        parents.resize(std::clamp<std::size_t>(kLinks / fields, 8, 64));
    }
    chance.m_shared.assign(fields <= kFullTree ? fields * fields : 0, 0);
    std::vector<double> best(fields, 0); // that a field shares with a parent that comes before it
    for (std::size_t p = 0; p < parents.size(); ++p) {
        CB_CHECK(progress.checkpoint());
        for (std::size_t b = 0; b < fields; ++b) {
            const auto rank = static_cast<std::size_t>(std::ranges::find(parents, b) - parents.begin());
            if (rank <= p)
                continue;
            const double bits = sharedBits(parents[p], b);
            best[b] = std::max(best[b], bits);
            if (!chance.m_shared.empty())
                chance.m_shared[parents[p] * fields + b] = chance.m_shared[b * fields + parents[p]] = bits;
        }
    }
    // Each field linked to an earlier one is a tree too, if not the best: it serves where there are too many.
    chance.m_all = chance.m_shared.empty() ? std::accumulate(chance.m_own.begin(), chance.m_own.end(), 0.0)
            - std::accumulate(best.begin(), best.end(), 0.0)
                                           : chance.treeBits({});
    return chance;
}

/// Prim's algorithm for the tree of the most shared bits.
double ChanceAgreement::treeBits(std::span<const std::size_t> leftOut) const
{
    std::vector<std::size_t> outside;
    for (std::size_t i = 0; i < m_own.size(); ++i) {
        if (std::ranges::find(leftOut, i) == leftOut.end())
            outside.push_back(i);
    }
    std::vector<double> link(m_own.size(), 0);
    double bits = 0;
    while (!outside.empty()) {
        const auto next = std::ranges::max_element(outside, {}, [&](std::size_t i) { return link[i]; });
        const std::size_t field = *next;
        *next = outside.back();
        outside.pop_back();
        bits += m_own[field] - link[field];
        for (const std::size_t i : outside)
            link[i] = std::max(link[i], shared(field, i));
    }
    return bits;
}

double ChanceAgreement::bitsWithout(std::span<const std::size_t> leftOut) const
{
    if (!m_shared.empty())
        return leftOut.empty() ? m_all : treeBits(leftOut);
    double bits = m_all;
    for (const std::size_t field : leftOut)
        bits -= m_own[field];
    return bits;
}

} // namespace casebench
