// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/Family.h"

namespace casebench {

/// What a linear model is: margin = intercept + sum of weights * x.
struct LinearParts
{
    std::string family; ///< "logistic" or "svm": kept in the bytes
    MarginLink link = MarginLink::Logistic;
    double intercept = 0;
    std::vector<double> weights; ///< one per column
    std::vector<double> means; ///< of the training rows' columns: what a contribution is held against
};

/// The trained form of every linear family.
class LinearModel final : public TrainedModel
{
public:
    explicit LinearModel(LinearParts parts);
    /// Fails: as Family::load.
    [[nodiscard]] static Result<std::unique_ptr<TrainedModel>>
    load(std::string_view bytes, std::string_view family, MarginLink link, std::size_t columns);

    [[nodiscard]] std::size_t columns() const override { return m_parts.weights.size(); }

    [[nodiscard]] Result<std::vector<double>> margins(const Matrix& matrix) const override;

    [[nodiscard]] MarginLink link() const override { return m_parts.link; }

    [[nodiscard]] std::string_view marginUnit() const override
    {
        return m_parts.link == MarginLink::Logistic ? "log-odds" : "margin";
    }

    [[nodiscard]] Result<Contributions> contributions(const Matrix& matrix) const override;

    [[nodiscard]] std::string_view contributionMethod() const override
    {
        return "linear, interventional on training means";
    }

    [[nodiscard]] std::string serialize() const override;

    [[nodiscard]] const LinearParts& parts() const { return m_parts; }

private:
    LinearParts m_parts;
};

/// Mean of each column. The matrix has at least one row.
[[nodiscard]] std::vector<double> columnMeans(const Matrix& matrix);

} // namespace casebench
