// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Encoder.h"
#include "core/data/Label.h"
#include "core/models/Parameters.h"

#include <memory>

namespace casebench {

/// How a margin becomes a probability when no calibration was fitted.
enum class MarginLink
{
    Logistic, ///< the margin is log-odds: p = 1 / (1 + exp(-margin))
    None, ///< a distance without a scale; the same curve serves as a stand-in, so that 0 stays the border
};

/// What each encoded column adds to the margin of each row; base + sum over the columns = margin.
struct Contributions
{
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<double> base; ///< one per row
    std::vector<double> amounts; ///< rows x columns, row-major, in the model's unit

    [[nodiscard]] std::span<const double> row(std::size_t index) const
    {
        return { amounts.data() + index * columns, columns };
    }
};

/// A trained model: immutable. One thread at a time may ask it.
class TrainedModel
{
public:
    TrainedModel() = default;
    TrainedModel(const TrainedModel&) = delete;
    TrainedModel& operator=(const TrainedModel&) = delete;
    virtual ~TrainedModel() = default;

    /// Encoded columns it was trained on.
    [[nodiscard]] virtual std::size_t columns() const = 0;
    /// One margin per row; larger speaks for the positive class. No row is fine.
    /// Fails:  InvalidInput when the column count differs or a value is one the family cannot bear (infinite;
    /// NaN for linear ones).
    [[nodiscard]] virtual Result<std::vector<double>> margins(const Matrix& matrix) const = 0;
    [[nodiscard]] virtual MarginLink link() const = 0;
    /// "log-odds" or "margin".
    [[nodiscard]] virtual std::string_view marginUnit() const = 0;

    /// Optional power. Fails: Unsupported when the family has no exact contributions, else as margins().
    [[nodiscard]] virtual Result<Contributions> contributions(const Matrix& matrix) const;

    /// "TreeSHAP, path-dependent"; "" when the family has no exact contributions.
    [[nodiscard]] virtual std::string_view contributionMethod() const { return {}; }

    /// JSON text; the same model gives the same bytes.
    [[nodiscard]] virtual std::string serialize() const = 0;
};

struct FitContext
{
    std::uint64_t seed = 1;
    int threads = 1;
};

/// A kind of model. Stateless, shared by all threads.
class Family
{
public:
    Family() = default;
    Family(const Family&) = delete;
    Family& operator=(const Family&) = delete;
    virtual ~Family() = default;

    [[nodiscard]] virtual std::string_view id() const = 0;
    [[nodiscard]] virtual std::string_view title() const = 0;
    [[nodiscard]] virtual std::span<const ParameterSpec> parameters() const = 0;
    [[nodiscard]] virtual EncodingStyle encodingStyle() const = 0;

    /// Libraries that take part, for the run's versions: {"xgboost", "1.7.4"}. Empty when it is all our own.
    [[nodiscard]] virtual std::map<std::string, std::string> versions() const { return {}; }

    /// Takes:  matrix: at least one row and column; truth: 0 or 1 per row, both present; values resolved from
    /// parameters(). Gives:  the model; same input, seed and threads: same serialized bytes. Fails:
    /// InvalidInput (shape, one class, undecided truth, values the family cannot bear), Library, Cancelled.
    [[nodiscard]] virtual Result<std::unique_ptr<TrainedModel>> fit(const Matrix& matrix,
                                                                    std::span<const Truth> truth,
                                                                    const ParameterValues& values,
                                                                    const FitContext& context,
                                                                    Progress& progress) const = 0;

    /// Reads what serialize() wrote; every number is checked before a library sees it (promises.md 2.7).
    /// Fails:  Corrupt with the place; InvalidInput when the model has another column count.
    [[nodiscard]] virtual Result<std::unique_ptr<TrainedModel>> load(std::string_view bytes,
                                                                     std::size_t columns) const = 0;
};

} // namespace casebench
