// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/Calibration.h"

#include "core/base/Contract.h"

#include <algorithm>
#include <cmath>

namespace casebench {

namespace {

constexpr int kMaxIterations = 100;

/// Loss, gradient and Hessian of Platt's objective in (a, b), with p = 1 / (1 + exp(a * f + b)).
struct Platt
{
    std::span<const double> margins;
    std::vector<double> targets;

    [[nodiscard]] double loss(double a, double b) const
    {
        double sum = 0;
        for (std::size_t i = 0; i < margins.size(); ++i) {
            const double x = a * margins[i] + b;
            // The form that cannot overflow (Lin, Lin & Weng 2007, section 3).
            sum += x >= 0 ? targets[i] * x + std::log1p(std::exp(-x))
                          : (targets[i] - 1) * x + std::log1p(std::exp(x));
        }
        return sum;
    }

    struct Step
    {
        double a = 0;
        double b = 0;
        double size = 0; ///< largest gradient component
    };

    [[nodiscard]] Step newton(double a, double b) const
    {
        constexpr double kRidge = 1e-12;
        double haa = kRidge;
        double hbb = kRidge;
        double hab = 0;
        double ga = 0;
        double gb = 0;
        for (std::size_t i = 0; i < margins.size(); ++i) {
            const double p = calibrated({ true, a, b, 0 }, margins[i]);
            const double weight = p * (1 - p);
            haa += margins[i] * margins[i] * weight;
            hab += margins[i] * weight;
            hbb += weight;
            ga += margins[i] * (targets[i] - p);
            gb += targets[i] - p;
        }
        const double determinant = haa * hbb - hab * hab;
        return { -(hbb * ga - hab * gb) / determinant, -(haa * gb - hab * ga) / determinant,
                 std::max(std::abs(ga), std::abs(gb)) };
    }
};

} // namespace

Calibration fitPlatt(std::span<const double> allMargins, std::span<const Truth> truth)
{
    expects(allMargins.size() == truth.size(), "fitPlatt: lengths differ");
    std::vector<double> margins;
    std::vector<bool> positive;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (truth[i] != kUndecided && std::isfinite(allMargins[i])) {
            margins.push_back(allMargins[i]);
            positive.push_back(truth[i] == kPositive);
        }
    }
    const auto positives = std::ranges::count(positive, true);
    const auto negatives = std::ranges::count(positive, false);
    if (std::min(positives, negatives) < kCalibrationMinimum
        || std::ranges::min(margins) == std::ranges::max(margins))
        return {};
    Platt problem { margins, {} };
    const double high = (static_cast<double>(positives) + 1) / (static_cast<double>(positives) + 2);
    const double low = 1 / (static_cast<double>(negatives) + 2);
    for (const bool is : positive)
        problem.targets.push_back(is ? high : low);
    double a = 0;
    double b = std::log((static_cast<double>(negatives) + 1) / (static_cast<double>(positives) + 1));
    double loss = problem.loss(a, b);
    for (int iteration = 0; iteration < kMaxIterations; ++iteration) {
        const Platt::Step step = problem.newton(a, b);
        if (step.size < 1e-9)
            break;
        double fraction = 1;
        for (; fraction >= 1e-10; fraction /= 2) {
            if (const double reached = problem.loss(a + fraction * step.a, b + fraction * step.b);
                reached < loss) {
                a += fraction * step.a;
                b += fraction * step.b;
                loss = reached;
                break;
            }
        }
        if (fraction < 1e-10) // no step helps: this is the minimum, to rounding
            break;
    }
    // A slope of the wrong sign says that larger margins mean fewer positives: nothing to build decisions on.
    if (!(a < 0) || !std::isfinite(a) || !std::isfinite(b))
        return {};
    return { true, a, b, positives + negatives };
}

double calibrated(const Calibration& calibration, double margin)
{
    const double x = calibration.a * margin + calibration.b;
    return x >= 0 ? std::exp(-x) / (1 + std::exp(-x)) : 1 / (1 + std::exp(x));
}

std::vector<double> calibrated(const Calibration& calibration, std::span<const double> margins)
{
    std::vector<double> probabilities;
    probabilities.reserve(margins.size());
    for (const double margin : margins)
        probabilities.push_back(calibrated(calibration, margin));
    return probabilities;
}

} // namespace casebench
