// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stats/Binary.h"

namespace casebench {

/// Confidence-based performance estimation: the confusion expected from calibrated probabilities, without
/// labels. Valid only without concept drift and without unseen regions; the caller checks that.
/// Cost:   O(n).
/// Source: CBPE, NannyML documentation.
[[nodiscard]] inline Confusion expectedConfusion(Values probability, double threshold)
{
    Confusion expected;
    for (const double p : probability) {
        if (p >= threshold) {
            expected.tp += p;
            expected.fp += 1 - p;
        } else {
            expected.fn += p;
            expected.tn += 1 - p;
        }
    }
    return expected;
}

} // namespace casebench
