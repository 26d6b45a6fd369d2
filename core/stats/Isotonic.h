// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace casebench {

/// A rising map of scores, linear between its knots and clipped at its ends.
struct IsotonicMap
{
    std::vector<double> x; ///< ascending, distinct
    std::vector<double> y; ///< never falling, same length

    /// NaN when the map has no knot or the score is NaN. Cost: O(log knots).
    [[nodiscard]] double operator()(double score) const;
};

/// The never-falling map of least squared error (pool adjacent violators); equal scores are averaged first.
/// Takes:  score and target (0/1 or any number) of the same length, without NaN.
/// Gives:  the map, inner knots of flat stretches left out; without knots for empty input.
/// Cost:   O(n log n).
/// Source: Zadrozny & Elkan 2002; ties and interpolation as
/// sklearn.isotonic.IsotonicRegression(out_of_bounds="clip").
[[nodiscard]] IsotonicMap fitIsotonic(std::span<const double> score, std::span<const double> target);

} // namespace casebench
