// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/families/logistic/Newton.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::size_t kMaxColumns = 4000; // 128 MB of normal equations (ours)
constexpr int kMaxIterations = 100;
constexpr int kMaxHalvings = 40;
constexpr double kSmallStep = 1e-9;
constexpr double kSmallGain = 1e-13; // of the loss, relative

/// log(1 + exp(x)) without overflow.
double softplus(double x)
{
    return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

double sigmoid(double x)
{
    return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x));
}

/// The equations of one Newton step: size is columns + 1, the intercept stands last; only the lower triangle
/// is kept.
struct Equations
{
    std::size_t size = 0;
    std::vector<double> hessian; ///< size x size, row-major, lower triangle
    std::vector<double> gradient;
};

class Objective
{
public:
    Objective(const Matrix& matrix, std::span<const Truth> truth, double c)
        : m_matrix(matrix)
        , m_truth(truth)
        , m_penalty(1 / c)
    {
    }

    [[nodiscard]] std::size_t size() const { return m_matrix.columns + 1; }

    [[nodiscard]] double margin(const std::vector<double>& beta, std::size_t row) const
    {
        double sum = beta.back();
        const auto cells = m_matrix.row(row);
        for (std::size_t c = 0; c < cells.size(); ++c)
            sum += beta[c] * static_cast<double>(cells[c]);
        return sum;
    }

    [[nodiscard]] double loss(const std::vector<double>& beta) const
    {
        double sum = 0;
        for (std::size_t r = 0; r < m_matrix.rows; ++r) {
            const double m = margin(beta, r);
            sum += softplus(m_truth[r] == kPositive ? -m : m);
        }
        for (std::size_t c = 0; c < m_matrix.columns; ++c)
            sum += 0.5 * m_penalty * beta[c] * beta[c];
        return sum;
    }

    [[nodiscard]] Equations equations(const std::vector<double>& beta) const
    {
        const std::size_t n = size();
        Equations eq { n, std::vector<double>(n * n, 0), std::vector<double>(n, 0) };
        std::vector<double> row(n, 1);
        for (std::size_t r = 0; r < m_matrix.rows; ++r) {
            const auto cells = m_matrix.row(r);
            std::copy(cells.begin(), cells.end(), row.begin());
            const double p = sigmoid(margin(beta, r));
            const double residual = p - (m_truth[r] == kPositive ? 1.0 : 0.0);
            const double weight = p * (1 - p);
            for (std::size_t i = 0; i < n; ++i) {
                if (row[i] == 0) // one-hot columns are mostly zero
                    continue;
                eq.gradient[i] += residual * row[i];
                const double scaled = weight * row[i];
                double* target = eq.hessian.data() + i * n;
                for (std::size_t j = 0; j <= i; ++j)
                    target[j] += scaled * row[j];
            }
        }
        for (std::size_t c = 0; c < m_matrix.columns; ++c) {
            eq.gradient[c] += m_penalty * beta[c];
            eq.hessian[c * n + c] += m_penalty;
        }
        return eq;
    }

private:
    const Matrix& m_matrix;
    std::span<const Truth> m_truth;
    double m_penalty;
};

/// Cholesky in place and two triangular solves: the step lies in eq.gradient afterwards. False when not
/// positive definite.
bool solveStep(Equations& eq)
{
    const std::size_t n = eq.size;
    auto at = [&](std::size_t i, std::size_t j) -> double& { return eq.hessian[i * n + j]; };
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = at(i, j);
            for (std::size_t k = 0; k < j; ++k)
                sum -= at(i, k) * at(j, k);
            if (i != j) {
                at(i, j) = sum / at(j, j);
                continue;
            }
            if (!(sum > 0))
                return false;
            at(i, i) = std::sqrt(sum);
        }
    }
    std::vector<double>& x = eq.gradient;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < i; ++k)
            x[i] -= at(i, k) * x[k];
        x[i] /= at(i, i);
    }
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t k = i + 1; k < n; ++k)
            x[i] -= at(k, i) * x[k];
        x[i] /= at(i, i);
    }
    return true;
}

/// The largest fraction 1, 1/2, 1/4 ... of the step that does not raise the loss; moves beta and gives the
/// new loss.
double
descend(const Objective& objective, std::vector<double>& beta, const std::vector<double>& step, double loss)
{
    double fraction = 1;
    for (int halving = 0; halving < kMaxHalvings; ++halving, fraction /= 2) {
        std::vector<double> next = beta;
        for (std::size_t i = 0; i < next.size(); ++i)
            next[i] -= fraction * step[i];
        if (const double reached = objective.loss(next); reached <= loss) {
            beta = std::move(next);
            return reached;
        }
    }
    return loss;
}

} // namespace

Result<LogisticFit>
fitLogistic(const Matrix& matrix, std::span<const Truth> truth, double c, Progress& progress)
{
    if (matrix.columns > kMaxColumns)
        return Error { ErrorCode::InvalidInput,
                       fmt::format("Logistic regression takes at most {} encoded columns, these are {}.",
                                   kMaxColumns, matrix.columns),
                       {},
                       "too-many-columns",
                       "Leave fields with many categories out, or use boosted trees." };
    const Objective objective(matrix, truth, c);
    std::vector<double> beta(objective.size(), 0);
    double loss = objective.loss(beta);
    int iteration = 0;
    while (iteration < kMaxIterations) {
        CB_CHECK(progress.checkpoint());
        ++iteration;
        Equations eq = objective.equations(beta);
        if (!solveStep(eq))
            return Error { ErrorCode::InvalidInput,
                           "The equations of logistic regression have no unique solution.",
                           {},
                           "singular",
                           "Use a smaller C, or leave extreme values out." };
        const double before = loss;
        loss = descend(objective, beta, eq.gradient, loss);
        progress.report(static_cast<double>(iteration) / (iteration + 4.0), "Fitting coefficients");
        const double step =
            std::abs(*std::ranges::max_element(eq.gradient, {}, [](double x) { return std::abs(x); }));
        if (step < kSmallStep || before - loss <= kSmallGain * std::max(1.0, std::abs(loss)))
            break;
    }
    CB_CHECK(progress.checkpoint());
    LogisticFit fit { beta.back(), std::move(beta), iteration };
    fit.weights.pop_back();
    return fit;
}

} // namespace casebench
