// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/LinearModel.h"

#include "core/models/FitChecks.h"

namespace casebench {

LinearModel::LinearModel(LinearParts parts)
    : m_parts(std::move(parts))
{
    expects(m_parts.weights.size() == m_parts.means.size(),
            "LinearModel: weights and means differ in length");
}

Result<std::unique_ptr<TrainedModel>>
LinearModel::load(std::string_view bytes, std::string_view family, MarginLink link, std::size_t columns)
{
    CB_TRY(const Json json, ownModel(bytes, family, columns));
    LinearParts parts { std::string(family), link, 0, {}, {} };
    CB_TRY(parts.intercept, finiteMember(json, "intercept"));
    CB_TRY(parts.weights, finiteList(json, "weights", columns));
    CB_TRY(parts.means, finiteList(json, "means", columns));
    return std::unique_ptr<TrainedModel>(std::make_unique<LinearModel>(std::move(parts)));
}

Result<std::vector<double>> LinearModel::margins(const Matrix& matrix) const
{
    CB_CHECK(checkCells(matrix, columns(), CellRule::FiniteOnly));
    std::vector<double> margins(matrix.rows);
    for (std::size_t r = 0; r < matrix.rows; ++r) {
        const auto row = matrix.row(r);
        double sum = m_parts.intercept;
        for (std::size_t c = 0; c < row.size(); ++c)
            sum += m_parts.weights[c] * static_cast<double>(row[c]);
        margins[r] = sum;
    }
    return margins;
}

Result<Contributions> LinearModel::contributions(const Matrix& matrix) const
{
    CB_CHECK(checkCells(matrix, columns(), CellRule::FiniteOnly));
    double base = m_parts.intercept;
    for (std::size_t c = 0; c < columns(); ++c)
        base += m_parts.weights[c] * m_parts.means[c];
    Contributions result { matrix.rows, columns(), std::vector<double>(matrix.rows, base),
                           std::vector<double>(matrix.rows * columns()) };
    for (std::size_t r = 0; r < matrix.rows; ++r) {
        const auto row = matrix.row(r);
        for (std::size_t c = 0; c < row.size(); ++c)
            result.amounts[r * columns() + c] =
                m_parts.weights[c] * (static_cast<double>(row[c]) - m_parts.means[c]);
    }
    return result;
}

std::string LinearModel::serialize() const
{
    return canonicalJson({ { "family", m_parts.family },
                           { "format", 1 },
                           { "columns", columns() },
                           { "intercept", m_parts.intercept },
                           { "weights", m_parts.weights },
                           { "means", m_parts.means } });
}

std::vector<double> columnMeans(const Matrix& matrix)
{
    std::vector<double> means(matrix.columns, 0);
    for (std::size_t r = 0; r < matrix.rows; ++r) {
        const auto row = matrix.row(r);
        for (std::size_t c = 0; c < row.size(); ++c)
            means[c] += static_cast<double>(row[c]);
    }
    for (double& mean : means)
        mean /= static_cast<double>(matrix.rows);
    return means;
}

} // namespace casebench
