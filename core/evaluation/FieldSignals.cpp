// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/FieldSignals.h"

#include "core/base/Random.h"
#include "core/evaluation/CrossValidation.h"
#include "core/models/Families.h"
#include "core/stats/Binary.h"
#include "core/stats/Descriptive.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <numeric>

namespace casebench {

namespace {

constexpr int kFolds = 5;
constexpr int kBins = 50;
constexpr double kPriorWeight = 5; // cases of the overall share added to each level (ours)
constexpr std::size_t kClassMinimum = 20;
constexpr double kStrongAuc = 0.75; // below it, no single field is suspicious (ours)
constexpr std::size_t kStrongMost = 3;
constexpr std::size_t kOthersFewest = 3; // fewer other fields are no match (ours)
constexpr std::int64_t kStratumRows = 10; // of either kind in a month (ours)
constexpr std::int64_t kFilledRows = 50;
constexpr double kFilledDecided = 0.5;
constexpr double kFilledUndecided = 0.05;

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

bool isMeasured(const Field& field)
{
    using enum FieldRole;
    return field.role == Feature || field.role == Sensitive || field.role == Group || field.role == Ignore;
}

/// The level of each row of a sample: a small number; the last one is missing.
struct Levels
{
    std::vector<std::uint32_t> of; ///< per sample row
    std::size_t count = 0;
};

Levels binned(const std::vector<double>& values)
{
    std::vector<double> filled;
    for (const double value : values) {
        if (!std::isnan(value))
            filled.push_back(value);
    }
    const std::vector<double> edges = quantileEdges(filled, kBins);
    Levels levels { {}, edges.size() + 2 };
    for (const double value : values) {
        const auto bin = static_cast<std::uint32_t>(std::ranges::lower_bound(edges, value) - edges.begin());
        levels.of.push_back(std::isnan(value) ? static_cast<std::uint32_t>(edges.size() + 1) : bin);
    }
    return levels;
}

Levels levelsOf(const CaseTable& table, const Column& column, std::span<const std::uint32_t> rows)
{
    if (column.kind() == FieldKind::Category || column.kind() == FieldKind::YesNo) {
        Levels levels { {}, column.dictionary().size() + 1 };
        for (const std::uint32_t row : rows)
            levels.of.push_back(column.codes()[row] < 0 ? static_cast<std::uint32_t>(levels.count - 1)
                                                        : static_cast<std::uint32_t>(column.codes()[row]));
        return levels;
    }
    if (column.kind() == FieldKind::Text) {
        Levels levels { {}, 2 };
        for (const std::uint32_t row : rows)
            levels.of.push_back(column.isMissing(row) ? 1 : 0);
        return levels;
    }
    std::vector<double> values;
    const Column* start = table.timeColumn();
    for (const std::uint32_t row : rows) {
        if (column.isMissing(row) || (column.kind() == FieldKind::Time && start->times()[row] == kNoTime))
            values.push_back(kUndefined);
        else if (column.kind() == FieldKind::Number)
            values.push_back(column.numbers()[row]);
        else // how long after the case it is
            values.push_back(static_cast<double>(column.times()[row] - start->times()[row]));
    }
    return binned(values);
}

/// The decided cases that are looked at, with their folds.
struct Sample
{
    std::vector<std::uint32_t> rows;
    std::vector<int> folds;
    std::size_t positives = 0;
};

Sample drawSample(const SplitInput& input, std::size_t size, std::uint64_t seed)
{
    Sample sample;
    sample.rows.assign(input.rows.begin(), input.rows.end());
    if (sample.rows.size() > size) {
        Random random = Random::forPurpose(seed, "signals");
        random.shuffle(std::span<std::uint32_t>(sample.rows));
        sample.rows.resize(size);
        std::ranges::sort(sample.rows);
    }
    sample.folds = stratifiedFolds({ sample.rows, input.truth, input.times, input.groups }, kFolds, seed);
    for (const std::uint32_t row : sample.rows)
        sample.positives += input.truth[row] == kPositive ? 1 : 0;
    return sample;
}

/// The share of positives at each case's level, learnt on the other folds.
std::vector<double> scoresOf(const Levels& levels, const Sample& sample, std::span<const Truth> truth)
{
    std::vector<std::array<double, kFolds>> positives(levels.count, { 0, 0, 0, 0, 0 });
    std::vector<std::array<double, kFolds>> all(levels.count, { 0, 0, 0, 0, 0 });
    for (std::size_t i = 0; i < sample.rows.size(); ++i) {
        const auto fold = static_cast<std::size_t>(sample.folds[i]);
        all[levels.of[i]][fold] += 1;
        positives[levels.of[i]][fold] += truth[sample.rows[i]] == kPositive ? 1 : 0;
    }
    const double prior = static_cast<double>(sample.positives) / static_cast<double>(sample.rows.size());
    std::vector<double> scores;
    for (std::size_t i = 0; i < sample.rows.size(); ++i) {
        const auto& p = positives[levels.of[i]];
        const auto& n = all[levels.of[i]];
        const auto fold = static_cast<std::size_t>(sample.folds[i]);
        const double otherP = std::accumulate(p.begin(), p.end(), 0.0) - p[fold];
        const double otherN = std::accumulate(n.begin(), n.end(), 0.0) - n[fold];
        scores.push_back((otherP + kPriorWeight * prior) / (otherN + kPriorWeight));
    }
    return scores;
}

/// Mean over the folds: scores of different folds come from different rates and are not ranked together.
double crossValidatedAuc(std::span<const double> scores, const Sample& sample, std::span<const Truth> truth)
{
    double sum = 0;
    double weight = 0;
    for (int fold = 0; fold < kFolds; ++fold) {
        std::vector<double> held;
        std::vector<Truth> verdicts;
        for (std::size_t i = 0; i < sample.rows.size(); ++i) {
            if (sample.folds[i] == fold) {
                held.push_back(scores[i]);
                verdicts.push_back(truth[sample.rows[i]]);
            }
        }
        const double auc = rocAuc(verdicts, held);
        if (std::isnan(auc))
            continue;
        sum += auc * static_cast<double>(held.size());
        weight += static_cast<double>(held.size());
    }
    return weight == 0 ? kUndefined : sum / weight;
}

/// Words that speak of what is known late; they strengthen a hint, they are none by themselves.
bool speaksOfTheEnd(const std::string& name)
{
    static constexpr std::array<std::string_view, 14> kWords {
        "duration", "outcome",    "result", "closed",  "closing",   "resolved", "resolution",
        "decision", "chargeback", "refund", "settled", "recovered", "writeoff", "verdict"
    };
    std::string lower;
    for (const char c : name)
        lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return std::ranges::any_of(kWords,
                               [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

std::string question(const std::string& field)
{
    return speaksOfTheEnd(field)
        ? " Its name speaks of the end of a case, too: leave it out unless it is known "
          "when the model is asked."
        : " Is it known before the outcome?";
}

void hintTooGood(FieldSignal& signal)
{
    if (signal.auc > kLeakAuc)
        signal.hints.push_back(
            { LeakKind::TooGood,
              fmt::format("{} alone tells the verdict almost always (AUC {:.3f}, {} decided cases).{}",
                          signal.field, signal.auc, signal.n, question(signal.field)) });
}

/// All features but one, by a logistic model out of fold, against that one on the same cases.
Result<void> hintBeatsTheRest(const CaseTable& table,
                              const SplitInput& input,
                              const SignalOptions& options,
                              FieldSignal& signal,
                              Progress& progress)
{
    std::vector<std::string> others;
    for (const std::size_t at : table.schema.modelFields()) {
        if (table.schema[at].name != signal.field)
            others.push_back(table.schema[at].name);
    }
    if (others.size() < kOthersFewest)
        return {};
    const Sample sample = drawSample(input, options.modelSample, options.seed);
    const SplitInput on { sample.rows, input.truth, input.times, input.groups };
    CB_TRY(const Family* family, findFamily("logistic"));
    CB_TRY(const ParameterValues values, ParameterValues::resolve(family->parameters(), {}));
    auto rest = outOfFold(table, on, { *family, values, others, kFolds, { options.seed, 1 } }, progress);
    if (!rest)
        return rest.error().code == ErrorCode::Cancelled ? Result<void>(rest.error()) : Result<void>();
    const Column& column = *table.column(signal.field);
    const auto own = scoresOf(levelsOf(table, column, sample.rows), sample, input.truth);
    const AucDifference difference = rocAucDifference(rest->truth, rest->probability, own);
    if (!(difference.delta.low > 0))
        return {};
    signal.hints.push_back(
        { LeakKind::BeatsTheRest,
          fmt::format(
              "{} alone ranks cases better (AUC {:.3f}) than all {} other features together ({:.3f}); "
              "{} decided cases, difference {:.3f} ({:.3f}–{:.3f}). That is too good.{}",
              signal.field, rocAuc(rest->truth, own), others.size(), rocAuc(rest->truth, rest->probability),
              sample.rows.size(), difference.delta.value, difference.delta.low, difference.delta.high,
              question(signal.field)) });
    return {};
}

/// Filled and all cases, of the decided and the undecided ones.
struct FillCounts
{
    std::int64_t decided = 0;
    std::int64_t decidedFilled = 0;
    std::int64_t undecided = 0;
    std::int64_t undecidedFilled = 0;
};

/// Whether a case counts when the fill of decided cases is compared with that of undecided ones.
enum class Stratum : std::uint8_t
{
    Nowhere,
    Undecided,
    Decided
};

/// Only months that have both: else a field that came or went would look like one that knows.
/// Gives: one per case; empty when too few count for any field.
std::vector<Stratum> strataOf(const CaseTable& table, std::span<const Truth> truth)
{
    struct Month
    {
        std::int64_t decided = 0;
        std::int64_t undecided = 0;
    };

    const Column* times = table.timeColumn();
    std::map<MonthIndex, Month> months;
    std::vector<const Month*> of(table.rowCount(), nullptr);
    for (std::size_t row = 0; row < of.size(); ++row) {
        if (times != nullptr && times->times()[row] == kNoTime)
            continue;
        Month& month = months[times == nullptr ? MonthIndex { 0 } : monthOf(times->times()[row])];
        ++(truth[row] == kUndecided ? month.undecided : month.decided);
        of[row] = &month;
    }
    std::vector<Stratum> strata(of.size(), Stratum::Nowhere);
    std::int64_t decided = 0;
    std::int64_t undecided = 0;
    for (std::size_t row = 0; row < of.size(); ++row) {
        if (of[row] == nullptr || of[row]->decided < kStratumRows || of[row]->undecided < kStratumRows)
            continue;
        strata[row] = truth[row] == kUndecided ? Stratum::Undecided : Stratum::Decided;
        ++(truth[row] == kUndecided ? undecided : decided);
    }
    return decided >= kFilledRows && undecided >= kFilledRows ? strata : std::vector<Stratum>();
}

FillCounts fillCounts(const Column& column, std::span<const Stratum> strata)
{
    FillCounts counts;
    for (std::size_t row = 0; row < strata.size(); ++row) {
        if (strata[row] == Stratum::Nowhere)
            continue;
        const int filled = column.isMissing(row) ? 0 : 1;
        const bool decided = strata[row] == Stratum::Decided;
        ++(decided ? counts.decided : counts.undecided);
        (decided ? counts.decidedFilled : counts.undecidedFilled) += filled;
    }
    return counts;
}

void hintAfterOutcome(const Column& column,
                      std::span<const Stratum> strata,
                      std::span<const Instant> decidedAt,
                      FieldSignal& signal)
{
    if (!strata.empty() && column.missingCount() > 0) {
        const FillCounts counts = fillCounts(column, strata);
        const auto share = [](std::int64_t part, std::int64_t all) {
            return static_cast<double>(part) / static_cast<double>(all);
        };
        if (counts.decided >= kFilledRows && counts.undecided >= kFilledRows
            && share(counts.decidedFilled, counts.decided) >= kFilledDecided
            && share(counts.undecidedFilled, counts.undecided) <= kFilledUndecided)
            signal.hints.push_back(
                { LeakKind::AfterOutcome,
                  fmt::format("{} is filled in {:.0f} % of {} decided cases and in {:.0f} % of {} undecided "
                              "ones of the same months: it is known only after the outcome.",
                              signal.field, 100 * share(counts.decidedFilled, counts.decided), counts.decided,
                              100 * share(counts.undecidedFilled, counts.undecided), counts.undecided) });
    }
    if (column.kind() != FieldKind::Time || decidedAt.empty())
        return;
    std::int64_t dated = 0;
    std::int64_t after = 0;
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (decidedAt[row] == kNoTime || column.isMissing(row))
            continue;
        ++dated;
        after += column.times()[row] >= decidedAt[row] ? 1 : 0;
    }
    if (dated >= kFilledRows && 2 * after >= dated)
        signal.hints.push_back(
            { LeakKind::AfterOutcome,
              fmt::format("{} lies after the decision in {} of {} decided cases: it is known "
                          "only after the outcome.",
                          signal.field, after, dated) });
}

/// The strongest features that are not too good already.
std::vector<FieldSignal*> strongest(std::vector<FieldSignal>& signals, const Schema& schema)
{
    std::vector<FieldSignal*> strong;
    for (FieldSignal& signal : signals) {
        const Field& field = schema[*schema.indexOf(signal.field)];
        if (field.role == FieldRole::Feature && signal.auc >= kStrongAuc && signal.auc <= kLeakAuc
            && field.kind != FieldKind::Text && field.kind != FieldKind::Time)
            strong.push_back(&signal);
    }
    std::ranges::stable_sort(strong, std::greater {}, [](const FieldSignal* signal) { return signal->auc; });
    strong.resize(std::min(strong.size(), kStrongMost));
    return strong;
}

} // namespace

Result<std::vector<FieldSignal>> measureSignals(const CaseTable& table,
                                                const SplitInput& input,
                                                std::span<const Instant> decidedAt,
                                                const SignalOptions& options,
                                                Progress& progress)
{
    const auto positives = static_cast<std::size_t>(
        std::ranges::count_if(input.rows, [&](std::uint32_t row) { return input.truth[row] == kPositive; }));
    const bool enough = input.rows.size() >= options.decidedMinimum && positives >= kClassMinimum
        && input.rows.size() - positives >= kClassMinimum;
    const Sample sample = enough ? drawSample(input, options.sample, options.seed) : Sample {};
    const auto caseTime = table.schema.firstOf(FieldRole::Time);
    const std::vector<Stratum> strata = strataOf(table, input.truth);
    std::vector<FieldSignal> signals;
    for (std::size_t at = 0; at < table.schema.size(); ++at) {
        CB_CHECK(progress.checkpoint());
        const Field& field = table.schema[at];
        const Column& column = table.columns[at];
        if (!isMeasured(field))
            continue;
        FieldSignal signal { field.name, kUndefined, static_cast<std::int64_t>(sample.rows.size()) };
        if (enough && (field.kind != FieldKind::Time || caseTime))
            signal.auc = crossValidatedAuc(
                scoresOf(levelsOf(table, column, sample.rows), sample, input.truth), sample, input.truth);
        if (field.role == FieldRole::Feature) {
            hintTooGood(signal);
            hintAfterOutcome(column, strata, decidedAt, signal);
        }
        signals.push_back(std::move(signal));
        progress.report(0.6 * static_cast<double>(at + 1) / static_cast<double>(table.schema.size()),
                        "measuring what each field says");
    }
    Progress modelling = progress.part(0.6, 1);
    for (FieldSignal* signal : strongest(signals, table.schema))
        CB_CHECK(hintBeatsTheRest(table, input, options, *signal, modelling));
    return signals;
}

} // namespace casebench
