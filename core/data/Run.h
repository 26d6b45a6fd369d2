// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Label.h"
#include "core/data/Recipe.h"
#include "core/stats/Interval.h"

namespace casebench {

/// Where a run stands on the way to champion.
enum class RunState
{
    Trained,
    Submitted,
    Approved,
    Champion,
    Rejected,
    Retired
};

inline constexpr std::array<std::pair<RunState, std::string_view>, 6> kRunStateNames { {
    { RunState::Trained, "trained" },
    { RunState::Submitted, "submitted" },
    { RunState::Approved, "approved" },
    { RunState::Champion, "champion" },
    { RunState::Rejected, "rejected" },
    { RunState::Retired, "retired" },
} };

[[nodiscard]] inline std::string_view name(RunState state)
{
    return nameIn(kRunStateNames, state);
}

/// A named figure with its interval and n. Undefined is NaN.
struct Metric
{
    std::string name; ///< roc_auc average_precision recall precision specificity f1 mcc brier log_loss ece
    Interval value;
};

/// Scores of known cases, paired by row.
struct Predictions
{
    std::vector<CaseRow> rows;
    std::vector<Truth> truth; ///< kUndecided where nobody knows
    std::vector<double> margin; ///< the model's own unit (log-odds, or distance)
    std::vector<double> probability; ///< calibrated

    [[nodiscard]] std::size_t size() const { return rows.size(); }
};

/// Platt: p = 1 / (1 + exp(a * margin + b)). Not fitted: the family's own link.
struct Calibration
{
    bool fitted = false;
    double a = -1;
    double b = 0;
    std::int64_t n = 0; ///< hold-out cases it was fitted on
};

/// Loss of recall when a field is shuffled in the hold-out.
struct FieldImportance
{
    std::string field;
    double drop = 0;
    double sd = 0;
};

/// What was done with months whose labels hold no scam (label-regime gaps).
enum class GapAnswer
{
    None, ///< there was no such month, or nobody was asked yet
    Exclude, ///< their cases were left out
    Keep, ///< trained on as they are
};

inline constexpr std::array<std::pair<GapAnswer, std::string_view>, 3> kGapAnswerNames { {
    { GapAnswer::None, "none" },
    { GapAnswer::Exclude, "exclude" },
    { GapAnswer::Keep, "keep" },
} };

[[nodiscard]] inline std::string_view name(GapAnswer answer)
{
    return nameIn(kGapAnswerNames, answer);
}

/// Which labels a training saw.
struct LabelBasis
{
    LabelPolicy policy = LabelPolicy::Confirmed;
    std::int64_t positives = 0; ///< that trained or measured
    std::int64_t negatives = 0;
    std::int64_t undecided = 0; ///< of the snapshot: they train nothing
    std::int64_t excluded = 0; ///< decided cases of months that were left out
    std::vector<std::string> gapMonths; ///< "2026-02"
    GapAnswer gapAnswer = GapAnswer::None;
    std::string gapAnsweredBy; ///< the person, or "default" when a script did not say
};

/// One training of a recipe on a snapshot, with all that proves it.
struct Run
{
    std::int64_t id = 0;
    std::string name;
    std::int64_t snapshotId = 0;
    std::string snapshotDigest;
    std::int64_t parentRun = 0; ///< the run it was proposed to replace; 0 = none
    std::int64_t alertId = 0; ///< the alert that triggered it; 0 = none
    Recipe recipe;
    RunState state = RunState::Trained;
    std::string trainedBy;
    Instant trainedAt = kNoTime;
    double seconds = 0;
    LabelBasis labels;

    std::int64_t rowsTrained = 0;
    std::int64_t rowsHoldout = 0;
    std::vector<Metric> metrics; ///< on the hold-out, at the threshold
    Interval referenceRecall; ///< out of fold, over all decided rows of the snapshot
    std::vector<FieldImportance> importance; ///< descending
    std::vector<std::string> warnings; ///< what a careful person should know (leak hints, regime gaps ...)

    double threshold = 0.5; ///< positive when the calibrated probability is at least this
    Calibration calibration;
    Json encoder; ///< Encoder::toJson
    std::string modelBytes;
    std::string modelSha256;
    std::string modelDigest; ///< hex SHA-256 over family, encoder, model bytes, calibration and threshold:
                             ///< what is approved
    std::map<std::string, std::string> versions; ///< casebench, xgboost, dlib, compiler ...
};

/// A run with its stored predictions.
struct RunPredictions
{
    Predictions holdout;
    Predictions outOfFold;
};

} // namespace casebench
