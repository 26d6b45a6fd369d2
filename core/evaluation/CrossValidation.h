// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Run.h"
#include "core/data/Split.h"
#include "core/models/Family.h"

namespace casebench {

/// What a fold is trained with.
struct FoldPlan
{
    const Family& family;
    const ParameterValues& values;
    std::span<const std::string> fields;
    int folds = 5;
    FitContext context {};
};

/// Every decided row is predicted once by a model that never saw it. Encoder and model are fitted per fold;
/// folds are stratified and keep groups together; the probability comes from Platt fitted on the pooled
/// margins of the *other* folds (the link when they are too few). Takes:  input.rows: the decided positions,
/// ascending, both classes with at least `folds` rows (else fewer folds, at least 2). Gives:  one entry per
/// row of input.rows, in that order; Predictions::rows holds positions mapped through table.rows. Fails:
/// InvalidInput when a class has fewer than two rows; as Encoder::fit and Family::fit; Cancelled (between and
/// within fits). Cost:   folds fits.
[[nodiscard]] Result<Predictions>
outOfFold(const CaseTable& table, const SplitInput& input, const FoldPlan& plan, Progress& progress);

} // namespace casebench
