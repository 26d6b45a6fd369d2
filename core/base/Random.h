// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace casebench {

/// Seeded random numbers that are the same on every platform and library (std's distributions are not).
/// Generator: xoshiro256** seeded by splitmix64. Source: Blackman & Vigna 2018, prng.di.unimi.it.
class Random
{
public:
    explicit Random(std::uint64_t seed);
    /// An independent stream for a named purpose, so that one consumer more does not shift all others.
    [[nodiscard]] static Random forPurpose(std::uint64_t seed, std::string_view purpose);

    [[nodiscard]] std::uint64_t next();
    /// Uniform in [0, 1), 53 bits.
    [[nodiscard]] double uniform();
    /// Uniform in 0..bound-1 without bias (Lemire 2019). bound > 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);
    /// Standard normal (Box-Muller, both values used).
    [[nodiscard]] double normal();

    [[nodiscard]] bool chance(double probability) { return uniform() < probability; }

    /// Fisher-Yates.
    template<typename T>
    void shuffle(std::span<T> values)
    {
        for (std::size_t i = values.size(); i > 1; --i)
            std::swap(values[i - 1], values[static_cast<std::size_t>(below(i))]);
    }

    /// 0..n-1 in random order.
    [[nodiscard]] std::vector<std::uint32_t> permutation(std::size_t n);

private:
    std::uint64_t m_state[4];
    double m_spare = 0;
    bool m_hasSpare = false;
};

} // namespace casebench
