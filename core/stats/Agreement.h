// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <span>

namespace casebench {

/// Cohen's kappa of a k x k table of two people's verdicts, row-major. NaN when nothing can disagree or
/// the table is empty.
/// Source: Cohen 1960.
[[nodiscard]] inline double cohenKappa(std::span<const std::int64_t> table, std::size_t k)
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
    return expected < 1 ? (agreed / n - expected) / (1 - expected) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace casebench
