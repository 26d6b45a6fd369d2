// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/Binary.h"

#include "core/base/Contract.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace casebench {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

bool isDecided(std::int8_t truth)
{
    return truth == 0 || truth == 1;
}

/// Decided positions by ascending or descending score; equal scores keep their order.
std::vector<std::uint32_t> orderByScore(TruthSpan truth, Values score, bool descending)
{
    expects(truth.size() == score.size(), "truth and score of different lengths");
    std::vector<std::uint32_t> order;
    order.reserve(truth.size());
    for (std::uint32_t i = 0; i < truth.size(); ++i) {
        if (isDecided(truth[i]))
            order.push_back(i);
    }
    std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
        return descending ? score[a] > score[b] : score[a] < score[b];
    });
    return order;
}

/// Walks distinct scores from the highest down: visit(score, true positives so far, false positives so far).
template<typename Visit>
void walkThresholds(TruthSpan truth, Values score, Visit visit)
{
    const auto order = orderByScore(truth, score, true);
    double tp = 0;
    double fp = 0;
    for (std::size_t i = 0; i < order.size();) {
        const double level = score[order[i]];
        for (; i < order.size() && score[order[i]] == level; ++i)
            ++(truth[order[i]] == 1 ? tp : fp);
        visit(level, tp, fp);
    }
}

std::pair<double, double> classCounts(TruthSpan truth)
{
    return { static_cast<double>(std::ranges::count(truth, std::int8_t { 1 })),
             static_cast<double>(std::ranges::count(truth, std::int8_t { 0 })) };
}

} // namespace

double Confusion::mcc() const
{
    return (tp * tn - fp * fn) / std::sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn));
}

Confusion confusionAt(TruthSpan truth, Values probability, double threshold)
{
    expects(truth.size() == probability.size(), "truth and probability of different lengths");
    Confusion counts;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (!isDecided(truth[i]))
            continue;
        const bool flagged = probability[i] >= threshold;
        ++(truth[i] == 1 ? (flagged ? counts.tp : counts.fn) : (flagged ? counts.fp : counts.tn));
    }
    return counts;
}

double averagePrecision(TruthSpan truth, Values score)
{
    const double positives = classCounts(truth).first;
    if (positives == 0)
        return kNaN;
    double sum = 0;
    double before = 0;
    walkThresholds(truth, score, [&](double, double tp, double fp) {
        sum += (tp - before) / positives * (tp / (tp + fp));
        before = tp;
    });
    return sum;
}

std::vector<CurvePoint> rocCurve(TruthSpan truth, Values score)
{
    const auto [positives, negatives] = classCounts(truth);
    std::vector<CurvePoint> points;
    if (positives == 0 || negatives == 0)
        return points;
    points.push_back({ 0, 0, std::numeric_limits<double>::infinity() });
    walkThresholds(truth, score, [&, p = positives, n = negatives](double level, double tp, double fp) {
        points.push_back({ fp / n, tp / p, level });
    });
    return points;
}

std::vector<CurvePoint> precisionRecallCurve(TruthSpan truth, Values score)
{
    const double positives = classCounts(truth).first;
    std::vector<CurvePoint> points;
    if (positives > 0)
        walkThresholds(truth, score, [&](double level, double tp, double fp) {
            points.push_back({ tp / positives, tp / (tp + fp), level });
        });
    return points;
}

double brierScore(TruthSpan truth, Values probability)
{
    double sum = 0;
    double n = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (isDecided(truth[i])) {
            sum += (probability[i] - truth[i]) * (probability[i] - truth[i]);
            ++n;
        }
    }
    return sum / n;
}

double logLoss(TruthSpan truth, Values probability)
{
    constexpr double kClip = 1e-15;
    double sum = 0;
    double n = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (isDecided(truth[i])) {
            const double p = std::clamp(probability[i], kClip, 1 - kClip);
            sum -= truth[i] == 1 ? std::log(p) : std::log1p(-p);
            ++n;
        }
    }
    return sum / n;
}

std::vector<ReliabilityBin> reliabilityBins(TruthSpan truth, Values probability, int bins)
{
    const auto order = orderByScore(truth, probability, false);
    std::vector<ReliabilityBin> result;
    const auto count = static_cast<std::size_t>(bins);
    for (std::size_t b = 0; b < count; ++b) {
        const std::size_t begin = order.size() * b / count;
        const std::size_t end = order.size() * (b + 1) / count;
        if (begin == end)
            continue;
        ReliabilityBin bin { probability[order[begin]], probability[order[end - 1]], 0, 0,
                             static_cast<std::int64_t>(end - begin) };
        for (std::size_t i = begin; i < end; ++i) {
            bin.predicted += probability[order[i]];
            bin.positives += truth[order[i]];
        }
        bin.predicted /= static_cast<double>(bin.n);
        result.push_back(bin);
    }
    return result;
}

double expectedCalibrationError(TruthSpan truth, Values probability, int bins)
{
    double sum = 0;
    double n = 0;
    for (const ReliabilityBin& bin : reliabilityBins(truth, probability, bins)) {
        const auto size = static_cast<double>(bin.n);
        sum += size * std::abs(static_cast<double>(bin.positives) / size - bin.predicted);
        n += size;
    }
    return sum / n;
}

} // namespace casebench
