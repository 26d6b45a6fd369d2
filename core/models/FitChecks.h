// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/data/Label.h"
#include "core/data/Matrix.h"

#include <span>

namespace casebench {

/// What a family can bear in a cell.
enum class CellRule
{
    MissingAllowed, ///< NaN is missing
    FiniteOnly,
};

/// How many rows of each class a training has.
struct ClassCounts
{
    std::size_t negatives = 0;
    std::size_t positives = 0;
};

/// The checks that every family's fit begins with. Fails: InvalidInput with the reason. Cost: O(cells).
[[nodiscard]] Result<ClassCounts>
checkTraining(const Matrix& matrix, std::span<const Truth> truth, CellRule rule);
/// The checks before every prediction. Fails: InvalidInput with the reason. Cost: O(cells).
[[nodiscard]] Result<void> checkCells(const Matrix& matrix, std::size_t columns, CellRule rule);

/// A list of exactly `count` finite numbers. Fails: Corrupt.
[[nodiscard]] Result<std::vector<double>>
finiteList(const Json& object, std::string_view key, std::size_t count);
/// A finite number. Fails: Corrupt.
[[nodiscard]] Result<double> finiteMember(const Json& object, std::string_view key);
/// The document of one of our own model formats. Fails: Corrupt (not JSON, another format); InvalidInput
/// (another column count).
[[nodiscard]] Result<Json> ownModel(std::string_view bytes, std::string_view family, std::size_t columns);

} // namespace casebench
