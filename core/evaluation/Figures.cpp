// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/Figures.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace casebench {

namespace {

constexpr std::size_t kBins = 10; // statistics.md 1, ECE

/// Ranks from the lowest probability up, equal ones together; weights are draws.
struct RankTally
{
    double positivesBelow = 0;
    double negativesBelow = 0;
    double concordant = 0; // pairs, ties half

    void addGroup(double positives, double negatives)
    {
        concordant += positives * (negativesBelow + negatives / 2);
        positivesBelow += positives;
        negativesBelow += negatives;
    }
};

/// Equal-count bins filled from the lowest probability up; a case drawn several times may straddle two bins.
class BinTally
{
public:
    explicit BinTally(std::size_t total)
        : m_total(total)
        , m_end(total / kBins)
    {
    }

    void add(std::uint32_t count, bool positive, double probability)
    {
        while (count > 0) {
            while (m_seen == m_end)
                close();
            const auto part = static_cast<std::uint32_t>(std::min<std::size_t>(count, m_end - m_seen));
            m_gap += part * ((positive ? 1.0 : 0.0) - probability);
            m_seen += part;
            count -= part;
        }
    }

    [[nodiscard]] double error()
    {
        while (m_bin < kBins)
            close();
        return m_sum / static_cast<double>(m_total);
    }

private:
    void close()
    {
        m_sum += std::abs(m_gap);
        m_gap = 0;
        ++m_bin;
        m_end = m_total * (m_bin + 1) / kBins;
    }

    std::size_t m_total;
    std::size_t m_end;
    std::size_t m_seen = 0;
    std::size_t m_bin = 0;
    double m_gap = 0;
    double m_sum = 0;
};

Figures toFigures(
    double auc, double averagePrecision, const Confusion& counts, double brier, double logLoss, double ece)
{
    return { auc,
             averagePrecision,
             counts.recall(),
             counts.precision(),
             counts.specificity(),
             counts.f1(),
             counts.mcc(),
             brier,
             logLoss,
             ece };
}

} // namespace

std::size_t metricIndex(std::string_view name)
{
    const auto at = std::ranges::find(kMetricNames, name);
    expects(at != kMetricNames.end(), "metricIndex: no such metric");
    return static_cast<std::size_t>(at - kMetricNames.begin());
}

ResampledFigures::ResampledFigures(std::span<const Truth> truth,
                                   std::span<const double> probability,
                                   double threshold)
    : m_threshold(threshold)
{
    expects(truth.size() == probability.size(), "ResampledFigures: lengths differ");
    for (std::uint32_t i = 0; i < truth.size(); ++i) {
        const bool positive = truth[i] == kPositive;
        const Truth one[] = { truth[i] };
        const double p[] = { probability[i] };
        m_cases.push_back({ i, positive, probability[i], brierScore(one, p), logLoss(one, p) });
    }
    std::ranges::stable_sort(m_cases, {}, &Case::probability);
}

Figures ResampledFigures::of(std::span<const std::uint32_t> counts) const
{
    const std::size_t total = std::accumulate(counts.begin(), counts.end(), std::size_t { 0 });
    RankTally ranks;
    BinTally bins(total);
    Confusion confusion;
    double squares = 0;
    double losses = 0;
    for (std::size_t i = 0; i < m_cases.size();) {
        const double level = m_cases[i].probability;
        double positives = 0;
        double negatives = 0;
        for (; i < m_cases.size() && m_cases[i].probability == level; ++i) {
            const std::uint32_t count = counts[m_cases[i].index];
            (m_cases[i].positive ? positives : negatives) += count;
            squares += count * m_cases[i].squaredError;
            losses += count * m_cases[i].logLoss;
            bins.add(count, m_cases[i].positive, level);
        }
        ranks.addGroup(positives, negatives);
        (level >= m_threshold ? confusion.tp : confusion.fn) += positives;
        (level >= m_threshold ? confusion.fp : confusion.tn) += negatives;
    }
    // Average precision walks from the highest probability down, equal ones together.
    double precisionSum = 0;
    double tp = 0;
    double flagged = 0;
    for (std::size_t i = m_cases.size(); i-- > 0;) {
        double positives = 0;
        const double level = m_cases[i].probability;
        for (;; --i) {
            const std::uint32_t count = counts[m_cases[i].index];
            positives += m_cases[i].positive ? count : 0;
            flagged += count;
            if (i == 0 || m_cases[i - 1].probability != level)
                break;
        }
        tp += positives;
        if (positives > 0)
            precisionSum += positives * tp / flagged;
    }
    const double all = static_cast<double>(total);
    return toFigures(ranks.concordant / (ranks.positivesBelow * ranks.negativesBelow), precisionSum / tp,
                     confusion, squares / all, losses / all, total == 0 ? std::nan("") : bins.error());
}

CountResampler::CountResampler(std::span<const Truth> truth, std::uint64_t seed)
    : m_resampler(truth, seed)
    , m_counts(truth.size(), 0)
{
}

std::span<const std::uint32_t> CountResampler::next()
{
    std::ranges::fill(m_counts, 0U);
    m_resampler.next(m_indices);
    for (const std::uint32_t index : m_indices)
        ++m_counts[index];
    return m_counts;
}

Figures plainFigures(std::span<const Truth> truth, std::span<const double> probability, double threshold)
{
    return toFigures(rocAuc(truth, probability), averagePrecision(truth, probability),
                     confusionAt(truth, probability, threshold), brierScore(truth, probability),
                     logLoss(truth, probability), expectedCalibrationError(truth, probability));
}

} // namespace casebench
