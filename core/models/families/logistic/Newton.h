// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Label.h"
#include "core/data/Matrix.h"

namespace casebench {

struct LogisticFit
{
    double intercept = 0;
    std::vector<double> weights;
    int iterations = 0;
};

/// Minimises sum of log(1 + exp(-s * margin)) + |weights|^2 / (2 C), the intercept unpenalised, by Newton's
/// method with step halving (iteratively reweighted least squares). Takes:  finite matrix with both classes,
/// c > 0. Gives:  the optimum to a relative loss change of 1e-13 or a step below 1e-9. Fails:  InvalidInput
/// when there are more than 4,000 columns (the normal equations would need too much memory) or the equations
/// cannot
///         be solved; Cancelled (asked once an iteration).
/// Cost:   O(rows * columns^2 + columns^3) an iteration, about eight of them.
/// Source: Hastie, Tibshirani & Friedman 2009, 4.4.1; objective as scikit-learn's LogisticRegression.
[[nodiscard]] Result<LogisticFit>
fitLogistic(const Matrix& matrix, std::span<const Truth> truth, double c, Progress& progress);

} // namespace casebench
