// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Encoder.h"
#include "core/data/Split.h"

namespace casebench {

/// What the warnings look at: the training as it was done.
struct TrainedOn
{
    const CaseTable& table;
    const SplitInput& input;
    const Split& split;
    const Encoder& encoder; ///< fitted on split.train
};

/// What a careful person should know about a training set: fields left out, a field that gives the answer
/// away, scarce classes, months without a positive, cases that stand on both sides of the split, groups that
/// do. Cost: O(rows x columns x log rows).
[[nodiscard]] std::vector<std::string> trainingWarnings(const TrainedOn& trained);

} // namespace casebench
