// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drift/Measure.h"

namespace casebench {

/// Yes/no and other fields with at most two levels: two-proportion z (Fisher's exact test when an
/// expected count is below 5);
/// the effect is a difference in points, which an investigator can read.
class TwoLevelMeasure : public Measure
{
public:
    [[nodiscard]] std::string_view id() const override { return "two-level"; }

    [[nodiscard]] bool applies(const FieldSamples& samples) const override;
    void compare(const FieldSamples& samples, const DriftOptions& options, FieldDrift& drift) const override;
    [[nodiscard]] bool isMaterial(const FieldDrift& drift, const DriftOptions& options) const override;
};

} // namespace casebench
