// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labelling/LabelNoise.h"

#include "core/stats/Bootstrap.h"

#include <algorithm>
#include <cmath>

namespace casebench {

namespace {

constexpr double kSlack = 1e-6; // cleanlab's tolerance below a threshold
constexpr double kTie = 1e-8; // cleanlab's lean towards the given label
constexpr double kBootstrapBudget = 4e8; // case draws of one interval (ours): a second or two
constexpr double kFewestBootstraps = 200; // ours

/// A labelled case reduced to what the counts need.
struct Labelled
{
    Truth given = 0;
    double p = 0; ///< of scam
};

double probabilityOf(int label, double p)
{
    return label == kPositive ? p : 1 - p;
}

/// t_j = mean p_j over the cases labelled j.
std::array<double, 2> thresholdsOf(std::span<const Labelled> cases)
{
    std::array<double, 2> sum {};
    std::array<double, 2> n {};
    for (const Labelled& one : cases) {
        sum[static_cast<std::size_t>(one.given)] += probabilityOf(one.given, one.p);
        n[static_cast<std::size_t>(one.given)] += 1;
    }
    return { sum[0] / n[0], sum[1] / n[1] };
}

/// The class a case confidently belongs to, or kUndecided. Two confident classes: the likelier one; a dead
/// heat goes to class 0, as numpy's argmax does.
Truth confidentClass(double p, const std::array<double, 2>& threshold)
{
    const bool negative = 1 - p >= threshold[0] - kSlack;
    const bool positive = p >= threshold[1] - kSlack;
    if (negative && positive)
        return p > 1 - p ? kPositive : kNegative;
    return positive ? kPositive : negative ? kNegative : kUndecided;
}

NoiseMatrix<std::int64_t> confidentCounts(std::span<const Labelled> cases,
                                          const std::array<double, 2>& threshold)
{
    NoiseMatrix<std::int64_t> counts {};
    for (const Labelled& one : cases) {
        if (const Truth guess = confidentClass(one.p, threshold); guess != kUndecided)
            ++counts[static_cast<std::size_t>(one.given)][static_cast<std::size_t>(guess)];
    }
    for (const std::size_t j : { 0U, 1U })
        counts[j][j] = std::max<std::int64_t>(counts[j][j], 1);
    return counts;
}

/// Each row scaled to the number of cases given that label.
NoiseMatrix<double> scaledToGiven(const NoiseMatrix<std::int64_t>& counts, std::span<const Labelled> cases)
{
    std::array<double, 2> given {};
    for (const Labelled& one : cases)
        given[static_cast<std::size_t>(one.given)] += 1;
    NoiseMatrix<double> matrix {};
    for (const std::size_t i : { 0U, 1U }) {
        const auto row = static_cast<double>(counts[i][0] + counts[i][1]);
        for (const std::size_t j : { 0U, 1U })
            matrix[i][j] = static_cast<double>(counts[i][j]) / row * given[i];
    }
    return matrix;
}

double offDiagonal(const NoiseMatrix<double>& matrix)
{
    return matrix[0][1] + matrix[1][0];
}

/// P(the other class | given label, features) from the rates P(given | true) of the matrix. The model has
/// learned the noisy label, so its probability is first turned back into one of the true class.
double errorChance(Truth given, double p, const NoiseMatrix<double>& matrix)
{
    const double scams = matrix[0][1] + matrix[1][1];
    const double others = matrix[0][0] + matrix[1][0];
    const double calledGivenScam = matrix[1][1] / scams;
    const double calledGivenOther = matrix[1][0] / others;
    const double spread = calledGivenScam - calledGivenOther;
    const double scam = spread > 0 ? std::clamp((p - calledGivenOther) / spread, 0.0, 1.0) : p;
    const double wrong = given == kPositive ? calledGivenOther * (1 - scam) : (1 - calledGivenScam) * scam;
    const double right = given == kPositive ? calledGivenScam * scam : (1 - calledGivenOther) * (1 - scam);
    return wrong + right > 0 ? wrong / (wrong + right) : 0;
}

Result<void> addInterval(std::span<const Labelled> cases, LabelNoise& noise, Progress& progress)
{
    const double n = static_cast<double>(cases.size());
    noise.bootstraps =
        static_cast<int>(std::clamp(kBootstrapBudget / n, kFewestBootstraps, double { kBootstraps }));
    std::vector<std::int8_t> truth;
    for (const Labelled& one : cases)
        truth.push_back(one.given);
    StratifiedResampler resampler(truth, noise.seed);
    std::vector<std::uint32_t> indices;
    std::vector<Labelled> sample;
    std::vector<double> draws;
    for (int b = 0; b < noise.bootstraps; ++b) {
        CB_CHECK(progress.checkpoint());
        resampler.next(indices);
        sample.clear();
        for (const std::uint32_t i : indices)
            sample.push_back(cases[i]);
        draws.push_back(offDiagonal(scaledToGiven(confidentCounts(sample, thresholdsOf(sample)), sample)));
        progress.report(static_cast<double>(b + 1) / noise.bootstraps, "estimating label noise");
    }
    noise.expectedErrors = percentileInterval(offDiagonal(noise.matrix), std::move(draws), noise.n);
    return {};
}

void addRanking(const Predictions& predictions, LabelNoise& noise)
{
    for (std::size_t i = 0; i < predictions.size(); ++i) {
        const Truth given = predictions.truth[i];
        if (given == kUndecided)
            continue;
        const double p = predictions.probability[i];
        const Truth guess = confidentClass(p, noise.threshold);
        // A label the model itself prefers is no suspicion, however low the bar of the other class is.
        const bool preferred = probabilityOf(given, p) + kTie >= probabilityOf(1 - given, p);
        noise.cases.push_back({ predictions.rows[i], given, probabilityOf(given, p),
                                errorChance(given, p, noise.matrix),
                                guess != kUndecided && guess != given && !preferred });
        noise.suspected += noise.cases.back().suspected ? 1 : 0;
    }
    std::ranges::sort(noise.cases, [](const NoiseCase& a, const NoiseCase& b) {
        return a.selfConfidence != b.selfConfidence ? a.selfConfidence < b.selfConfidence : a.row < b.row;
    });
    double all = 0;
    for (const NoiseCase& one : noise.cases)
        all += one.errorChance;
    double found = 0;
    for (const NoiseCase& one : noise.cases) {
        found += one.errorChance;
        noise.foundAfter.push_back(all > 0 ? std::min(found / all, 1.0) : 1.0);
    }
}

} // namespace

BudgetPoint LabelNoise::budgetFor(double share) const
{
    constexpr double kRounding = 1e-12;
    const auto at = std::ranges::lower_bound(foundAfter, share - kRounding);
    const auto index = at == foundAfter.end() ? foundAfter.end() - 1 : at;
    return { share, foundAfter.empty() ? 0 : (index - foundAfter.begin()) + 1 };
}

Result<LabelNoise>
estimateLabelNoise(const Predictions& predictions, const NoiseOptions& options, Progress& progress)
{
    std::vector<Labelled> cases;
    std::array<std::int64_t, 2> given {};
    for (std::size_t i = 0; i < predictions.size(); ++i) {
        if (predictions.truth[i] == kUndecided)
            continue;
        cases.push_back({ predictions.truth[i], predictions.probability[i] });
        ++given[static_cast<std::size_t>(predictions.truth[i])];
    }
    if (given[0] == 0 || given[1] == 0)
        return Error { ErrorCode::InvalidInput,
                       "Label noise needs labelled cases of both kinds with out-of-fold probabilities.",
                       {},
                       "single-class",
                       "Train a run on a snapshot that has scams and others." };
    LabelNoise noise;
    noise.n = static_cast<std::int64_t>(cases.size());
    noise.seed = options.seed;
    noise.threshold = thresholdsOf(cases);
    noise.counts = confidentCounts(cases, noise.threshold);
    noise.matrix = scaledToGiven(noise.counts, cases);
    noise.expectedErrors = { offDiagonal(noise.matrix), NAN, NAN, noise.n };
    if (options.interval)
        CB_CHECK(addInterval(cases, noise, progress));
    addRanking(predictions, noise);
    return noise;
}

} // namespace casebench
