// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace casebench {

/// Positions 0..n-1 in ascending order of their keys, equal keys in their old order.
/// Cost:   O(n): a pass for each 11 bits of the first 32 in which any two keys differ, and three more for
///         those that agree in all of them; none where the keys are in order or strictly in reverse; 20
///         bytes a key beside it at most. Thread-safe (pure).
/// Source: least-significant-digit radix sort, Knuth TAOCP 3, 5.2.5.
[[nodiscard]] std::vector<std::uint32_t> radixOrder(std::span<const std::uint64_t> keys);

/// The same of some positions only, in the order they are given: keys[positions[0]], keys[positions[1]] ...
[[nodiscard]] std::vector<std::uint32_t> radixOrder(std::span<const std::uint64_t> keys,
                                                    std::vector<std::uint32_t> positions);

/// Keys whose unsigned order is the order of the numbers; -0 is 0. Not for NaN.
[[nodiscard]] inline std::uint64_t orderKey(double value)
{
    constexpr std::uint64_t kSign = std::uint64_t { 1 } << 63U;
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);
    return (bits & kSign) != 0 ? ~bits : bits | kSign;
}

[[nodiscard]] inline std::uint64_t orderKey(std::int64_t value)
{
    return static_cast<std::uint64_t>(value) ^ (std::uint64_t { 1 } << 63U);
}

} // namespace casebench
