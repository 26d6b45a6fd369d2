// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/Compare.h"

#include "core/base/Text.h"
#include "core/evaluation/Figures.h"
#include "core/evaluation/Slices.h"
#include "core/stats/Paired.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr int kDrawsAtOnce = 100; // between two chances to stop (ours)

/// The decided cases, as every model predicts them.
struct SharedCases
{
    std::vector<std::uint32_t> positions; ///< in the predictions
    std::vector<Truth> truth;
    std::vector<std::vector<double>> probability; ///< by model
};

Result<SharedCases> sharedCases(std::span<const ComparedModel> models)
{
    if (models.empty())
        return Error {
            ErrorCode::InvalidInput, "There is no run to compare.", {}, {}, "Name at least one run."
        };
    const Predictions& first = models.front().predictions;
    for (const ComparedModel& model : models) {
        const Predictions& other = model.predictions;
        if (other.rows != first.rows || other.truth != first.truth
            || other.probability.size() != first.rows.size())
            return Error { ErrorCode::InvalidInput,
                           "The runs were not scored on the same cases.",
                           model.name,
                           {},
                           "Compare on a snapshot that both can score." };
    }
    SharedCases cases;
    cases.probability.resize(models.size());
    for (std::uint32_t i = 0; i < first.size(); ++i) {
        if (first.truth[i] == kUndecided)
            continue;
        cases.positions.push_back(i);
        cases.truth.push_back(first.truth[i]);
        for (std::size_t m = 0; m < models.size(); ++m)
            cases.probability[m].push_back(models[m].predictions.probability[i]);
    }
    if (cases.truth.empty())
        return Error { ErrorCode::InvalidInput,
                       "None of the cases is decided.",
                       {},
                       {},
                       "Label cases of this span first." };
    return cases;
}

McNemarTest
mcnemar(const SharedCases& cases, std::span<const ComparedModel> models, std::size_t a, std::size_t b)
{
    McNemarTest test;
    for (std::size_t i = 0; i < cases.truth.size(); ++i) {
        const bool positive = cases.truth[i] == kPositive;
        const bool rightA = (cases.probability[a][i] >= models[a].threshold) == positive;
        const bool rightB = (cases.probability[b][i] >= models[b].threshold) == positive;
        test.b += rightA && !rightB ? 1 : 0;
        test.c += rightB && !rightA ? 1 : 0;
    }
    test.p = mcnemarExact(test.b, test.c);
    return test;
}

/// draws[model][metric] over the same resamples of the cases: that is what makes the differences paired.
using Draws = std::vector<std::array<std::vector<double>, kMetricNames.size()>>;

Result<Draws> drawFigures(const SharedCases& cases,
                          std::span<const ComparedModel> models,
                          const ComparisonOptions& options,
                          Progress& progress)
{
    std::vector<ResampledFigures> resampled;
    for (std::size_t m = 0; m < models.size(); ++m)
        resampled.emplace_back(cases.truth, cases.probability[m], models[m].threshold);
    Draws draws(models.size());
    CountResampler resampler(cases.truth, options.seed);
    for (int b = 0; b < options.bootstraps; ++b) {
        if (b % kDrawsAtOnce == 0) {
            CB_CHECK(progress.checkpoint());
            progress.report(static_cast<double>(b) / options.bootstraps, "Resampling cases");
        }
        const auto counts = resampler.next();
        for (std::size_t m = 0; m < models.size(); ++m) {
            const Figures figures = resampled[m].of(counts);
            for (std::size_t k = 0; k < figures.size(); ++k)
                draws[m][k].push_back(figures[k]);
        }
    }
    return draws;
}

void addPair(Comparison& result,
             const SharedCases& cases,
             std::span<const ComparedModel> models,
             const Draws& draws,
             std::size_t b)
{
    const McNemarTest test = mcnemar(cases, models, 0, b);
    const Figures plainA = plainFigures(cases.truth, cases.probability[0], models[0].threshold);
    const Figures plainB = plainFigures(cases.truth, cases.probability[b], models[b].threshold);
    for (std::size_t k = 0; k < kMetricNames.size(); ++k) {
        PairedDifference difference {
            models[0].runId, models[b].runId, std::string(kMetricNames[k]), {}, std::nan(""), test
        };
        std::vector<double> deltas;
        for (std::size_t d = 0; d < draws[b][k].size(); ++d)
            deltas.push_back(draws[b][k][d] - draws[0][k][d]);
        difference.delta = percentileInterval(plainB[k] - plainA[k], std::move(deltas), result.cases);
        if (kMetricNames[k] == "roc_auc") {
            const AucDifference auc =
                rocAucDifference(cases.truth, cases.probability[0], cases.probability[b]);
            difference.delta = auc.delta;
            difference.p = auc.p;
        }
        result.pairs.push_back(std::move(difference));
    }
}

/// "27 points" of a share; never "-0".
std::string points(double share)
{
    const double rounded = std::round(std::abs(share) * 100);
    return fmt::format("{:.0f} point{}", rounded, rounded == 1 ? "" : "s");
}

std::string intervalText(double low, double high)
{
    return std::isnan(low) || std::isnan(high)
        ? "no interval"
        : fmt::format("interval {:.0f} to {:.0f}", std::round(low * 100) + 0.0, std::round(high * 100) + 0.0);
}

struct Wording
{
    const char* more;
    const char* fewer;
    const char* same;
};

/// One clause: significant differences are told as such, others as "about as many".
std::string clause(const Interval& delta, const Wording& words)
{
    if (std::isnan(delta.value))
        return fmt::format("{} (cannot be told: a class is absent)", words.same);
    if (!std::isnan(delta.low) && delta.low <= 0 && delta.high >= 0)
        return fmt::format("{} (difference {:+.0f} points, {})", words.same,
                           std::round(delta.value * 100) + 0.0, intervalText(delta.low, delta.high));
    const std::string text =
        fmt::vformat(delta.value > 0 ? words.more : words.fewer, fmt::make_format_args(points(delta.value)));
    return delta.value > 0 ? fmt::format("{} ({})", text, intervalText(delta.low, delta.high))
                           : fmt::format("{} ({})", text, intervalText(-delta.high, -delta.low));
}

} // namespace

std::string
comparisonSentence(const ModelFigures& a, const ModelFigures& b, std::span<const PairedDifference> pairs)
{
    const auto deltaOf = [&](std::string_view metric) {
        const auto at = std::ranges::find_if(pairs, [&](const PairedDifference& pair) {
            return pair.runA == a.runId && pair.runB == b.runId && pair.metric == metric;
        });
        return at == pairs.end() ? PairedDifference {} : *at;
    };
    const PairedDifference recall = deltaOf("recall");
    const Interval specificity = deltaOf("specificity").delta;
    const Interval alarms { -specificity.value, -specificity.high, -specificity.low, specificity.n };
    return fmt::format("{} {} and {}, compared with {} on {} cases; exact McNemar {}.", b.name,
                       clause(recall.delta,
                              { "finds {} more of the scams", "finds {} fewer of the scams",
                                "finds about as many of the scams" }),
                       clause(alarms,
                              { "raises false alarms by {}", "lowers false alarms by {}",
                                "raises about as many false alarms" }),
                       a.name, countText(recall.delta.n), pValueText(recall.mcnemar.p));
}

Result<Comparison> compareModels(std::span<const ComparedModel> models,
                                 const CaseTable& table,
                                 const ComparisonOptions& options,
                                 Progress& progress)
{
    CB_TRY(const SharedCases cases, sharedCases(models));
    const Predictions& first = models.front().predictions;
    Comparison result;
    result.cases = static_cast<std::int64_t>(cases.truth.size());
    for (const std::uint32_t position : cases.positions)
        result.rows.push_back(first.rows[position]);
    Progress drawing = progress.part(0, 0.7);
    CB_TRY(const Draws draws, drawFigures(cases, models, options, drawing));
    for (std::size_t m = 0; m < models.size(); ++m) {
        CB_CHECK(progress.checkpoint());
        const ComparedModel& model = models[m];
        result.models.push_back({ model.runId, model.name,
                                  evaluateBinary(cases.truth, cases.probability[m], model.threshold,
                                                 { options.bootstraps, options.seed }),
                                  confusionAt(cases.truth, cases.probability[m], model.threshold),
                                  calibrationBins(cases.truth, cases.probability[m]) });
        if (m > 0) {
            addPair(result, cases, models, draws, m);
            result.sentence += (m > 1 ? " " : "")
                + comparisonSentence(result.models.front(), result.models[m], result.pairs);
        }
        progress.report(0.7 + 0.2 * static_cast<double>(m + 1) / static_cast<double>(models.size()),
                        "Comparing models");
    }
    CB_CHECK(progress.checkpoint());
    if (table.rowCount() == first.size()) {
        CB_TRY(result.slices, sliceFigures(models, table, cases.positions, options.sliceBy));
    }
    return result;
}

} // namespace casebench
