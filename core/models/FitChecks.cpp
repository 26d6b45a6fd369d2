// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/FitChecks.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace casebench {

Result<void> checkCells(const Matrix& matrix, std::size_t columns, CellRule rule)
{
    if (matrix.columns != columns || matrix.values.size() != matrix.rows * matrix.columns)
        return Error { ErrorCode::InvalidInput,
                       fmt::format("The model reads {} encoded columns, the cases have {}.", columns,
                                   matrix.columns),
                       {},
                       "shape",
                       "Score with the encoder that was stored with the model." };
    for (std::size_t i = 0; i < matrix.values.size(); ++i) {
        const float value = matrix.values[i];
        if (std::isfinite(value) || (std::isnan(value) && rule == CellRule::MissingAllowed))
            continue;
        return Error { ErrorCode::InvalidInput,
                       std::isnan(value) ? "A missing value reached a model that cannot bear one."
                                         : "A value is infinite.",
                       fmt::format("encoded row {}, column {}", i / columns + 1, i % columns + 1), "cell",
                       "Correct the value, or leave the field out." };
    }
    return {};
}

Result<ClassCounts> checkTraining(const Matrix& matrix, std::span<const Truth> truth, CellRule rule)
{
    if (matrix.rows == 0 || matrix.columns == 0)
        return Error { ErrorCode::InvalidInput,
                       "There is nothing to learn from: no row or no column.",
                       {},
                       "empty",
                       "Choose more cases or fields." };
    if (truth.size() != matrix.rows)
        return Error { ErrorCode::InvalidInput,
                       fmt::format("{} rows have {} verdicts.", matrix.rows, truth.size()),
                       {},
                       "shape" };
    ClassCounts counts;
    for (const Truth value : truth) {
        if (value != kNegative && value != kPositive)
            return Error { ErrorCode::InvalidInput,
                           "An undecided case cannot be learned from.",
                           {},
                           "undecided",
                           "Leave undecided cases out." };
        ++(value == kPositive ? counts.positives : counts.negatives);
    }
    if (counts.positives == 0 || counts.negatives == 0)
        return Error { ErrorCode::InvalidInput,
                       fmt::format("All {} cases are {}: there is nothing to tell apart.", matrix.rows,
                                   counts.positives == 0 ? "negative" : "positive"),
                       {},
                       "single-class",
                       "Label cases of both kinds, or choose a longer span." };
    CB_CHECK(checkCells(matrix, matrix.columns, rule));
    return counts;
}

Result<double> finiteMember(const Json& object, std::string_view key)
{
    CB_TRY(const double value, jsonDouble(object, key));
    if (!std::isfinite(value))
        return Error { ErrorCode::Corrupt, "A number of the model is not finite.", std::string(key) };
    return value;
}

Result<std::vector<double>> finiteList(const Json& object, std::string_view key, std::size_t count)
{
    CB_TRY(const Json* list, jsonMember(object, key, Json::value_t::array));
    std::vector<double> values;
    for (const Json& entry : *list) {
        if (!entry.is_number() || !std::isfinite(entry.get<double>()))
            return Error { ErrorCode::Corrupt, "An entry is not a finite number.", std::string(key) };
        values.push_back(entry.get<double>());
    }
    if (values.size() != count)
        return Error { ErrorCode::Corrupt,
                       fmt::format("The list has {} entries instead of {}.", values.size(), count),
                       std::string(key) };
    return values;
}

Result<Json> ownModel(std::string_view bytes, std::string_view family, std::size_t columns)
{
    CB_TRY(Json json, parseJson(bytes, 4));
    CB_TRY(const std::string named, jsonText(json, "family"));
    CB_TRY(const long long format, jsonInteger(json, "format"));
    if (named != family || format != 1)
        return Error { ErrorCode::Corrupt, fmt::format("This is not a {} model of format 1.", family) };
    CB_TRY(const long long count, jsonInteger(json, "columns"));
    if (count < 0 || static_cast<std::size_t>(count) != columns)
        return Error { ErrorCode::InvalidInput,
                       fmt::format("The model reads {} encoded columns, the encoder gives {}.", count,
                                   columns),
                       {},
                       "shape" };
    return json;
}

} // namespace casebench
