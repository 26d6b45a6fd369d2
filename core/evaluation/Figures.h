// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Label.h"
#include "core/evaluation/Evaluate.h"
#include "core/stats/Bootstrap.h"

namespace casebench {

/// One value per kMetricNames, in that order.
using Figures = std::array<double, kMetricNames.size()>;

/// Position in kMetricNames. Asking for another name is a bug.
[[nodiscard]] std::size_t metricIndex(std::string_view name);

/// The ten figures of one model's predictions, computed again and again for resampled cases. Sorted once,
/// then one pass a draw: the plain functions of stats sort every time, which 2,000 draws of a large hold-out
/// cannot afford. Equal to them when every case counts once.
class ResampledFigures
{
public:
    /// Takes:  decided cases only (truth 0 or 1), same length.
    ResampledFigures(std::span<const Truth> truth, std::span<const double> probability, double threshold);

    /// Takes:  how often each case was drawn, by its position in the arrays given.
    /// Cost:   O(n).
    [[nodiscard]] Figures of(std::span<const std::uint32_t> counts) const;

private:
    struct Case
    {
        std::uint32_t index = 0; ///< in the arrays given
        bool positive = false;
        double probability = 0;
        double squaredError = 0;
        double logLoss = 0;
    };

    std::vector<Case> m_cases; ///< ascending by probability
    double m_threshold;
};

/// Draws of case counts, each class at its own size.
class CountResampler
{
public:
    CountResampler(std::span<const Truth> truth, std::uint64_t seed);
    /// How often each case is drawn this time; valid until the next call.
    [[nodiscard]] std::span<const std::uint32_t> next();

private:
    StratifiedResampler m_resampler;
    std::vector<std::uint32_t> m_indices;
    std::vector<std::uint32_t> m_counts;
};

/// The ten figures once, by the functions of stats.
[[nodiscard]] Figures
plainFigures(std::span<const Truth> truth, std::span<const double> probability, double threshold);

} // namespace casebench
