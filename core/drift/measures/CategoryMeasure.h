// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drift/Measure.h"

namespace casebench {

/// Categories: chi-squared homogeneity over the union of levels (a permutation test when an expected
/// count is below 5), Cramer's V.
class CategoryMeasure : public Measure
{
public:
    [[nodiscard]] std::string_view id() const override { return "category"; }

    [[nodiscard]] bool applies(const FieldSamples& samples) const override;
    void compare(const FieldSamples& samples, const DriftOptions& options, FieldDrift& drift) const override;
    [[nodiscard]] bool isMaterial(const FieldDrift& drift, const DriftOptions& options) const override;
};

} // namespace casebench
