// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace casebench {

/// Encoded features, rows x columns, row-major, float32 by contract (interop.md 3.2): graph and native
/// code see the same numbers.
/// Missing is NaN.
struct Matrix
{
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<float> values;

    [[nodiscard]] std::span<const float> row(std::size_t index) const
    {
        return { values.data() + index * columns, columns };
    }

    [[nodiscard]] std::span<float> row(std::size_t index)
    {
        return { values.data() + index * columns, columns };
    }

    [[nodiscard]] float at(std::size_t r, std::size_t c) const { return values[r * columns + c]; }
};

} // namespace casebench
