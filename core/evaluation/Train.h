// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Run.h"
#include "core/data/Snapshot.h"

namespace casebench {

/// What the model that is kept was fitted on. The hold-out metrics always come from a model that saw the
/// training part only.
enum class FinalFit
{
    TrainingPart, ///< the evaluated model itself is kept; calibrated on the hold-out
    AllRows, ///< encoder and model are fitted once more on all decided rows; calibrated on the out-of-fold
             ///< margins
};

/// The one place that decides it.
inline constexpr FinalFit kFinalFit = FinalFit::TrainingPart;

struct TrainingOptions
{
    FinalFit finalFit = kFinalFit;
    int bootstraps = 2000;
    int shuffles = 10; ///< of the permutation importance
};

/// Run fields filled: recipe (as used), rowsTrained, rowsHoldout, metrics, referenceRecall, importance,
/// warnings, threshold, calibration, encoder, modelBytes, versions (of libraries), seconds. Ids, names,
/// people, times and digests are the caller's.
struct TrainingOutcome
{
    Run run;
    RunPredictions
        predictions; ///< probabilities of the hold-out as evaluated; out of fold over all decided rows
};

/// Splits, encodes, fits, calibrates, evaluates and cross-validates; nothing is stored.
/// Takes:  data: table, truth (kUndecided rows train nothing); recipe: an empty field list means every model
/// field. Gives:  deterministic for the same data, recipe and library versions (seconds apart). Fails:
/// InvalidInput with the reason when the data cannot teach anything (promises.md 1.3) or a parameter is
/// wrong; NotFound for a
///         field that is not there; Library; Cancelled.
/// Cost:   (folds + 1) fits, bootstraps x hold-out rows, fields x shuffles x hold-out rows.
[[nodiscard]] Result<TrainingOutcome>
trainModel(const SnapshotData& data, const Recipe& recipe, Progress& progress);
[[nodiscard]] Result<TrainingOutcome> trainModel(const SnapshotData& data,
                                                 const Recipe& recipe,
                                                 const TrainingOptions& options,
                                                 Progress& progress);

} // namespace casebench
