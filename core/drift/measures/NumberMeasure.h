// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drift/Measure.h"

namespace casebench {

/// Numbers: Kolmogorov-Smirnov p; PSI on ten frozen reference quantile bins with its critical value;
/// Wasserstein-1 over the
/// reference's sd. Three views, one verdict. Out-of-range values and missing shares are tested beside,
/// not inside, the bins.
class NumberMeasure : public Measure
{
public:
    [[nodiscard]] std::string_view id() const override { return "number"; }

    [[nodiscard]] bool applies(const FieldSamples& samples) const override;
    void compare(const FieldSamples& samples, const DriftOptions& options, FieldDrift& drift) const override;
    [[nodiscard]] bool isMaterial(const FieldDrift& drift, const DriftOptions& options) const override;
};

} // namespace casebench
