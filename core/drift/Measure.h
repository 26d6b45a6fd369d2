// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Column.h"
#include "core/data/DriftReport.h"

namespace casebench {

/// How sharp the verdicts are (statistics.md 2); printed with every report.
struct DriftOptions
{
    double alpha = 0.05; ///< of the Benjamini-Hochberg corrected p
    double smallPoints = 0.05; ///< yes/no: difference of shares
    double smallCramersV = 0.10;
    double smallPsi = 0.10; ///< and above its critical value
    double smallShift = 0.10; ///< Wasserstein-1 over the reference's sd
    std::uint64_t seed = 1; ///< of permutation tests
};

/// One field, before and now. Columns are of one kind.
struct FieldSamples
{
    const Column& reference;
    const Column& window;
};

/// How fields of one nature are compared: fills statistic, p, effect, shares, counts and further measures
/// of a FieldDrift, but
/// neither pAdjusted nor verdict, which need all fields.
class Measure
{
public:
    virtual ~Measure() = default;
    /// "two-level", "category", "number"
    [[nodiscard]] virtual std::string_view id() const = 0;
    /// Whether this measure speaks for such a field.
    [[nodiscard]] virtual bool applies(const FieldSamples& samples) const = 0;
    /// Takes:  samples with at least one value on each side.
    /// Gives:  drift with everything but name, pAdjusted, verdict and impact; whySkipped when no
    ///         statement is possible.
    /// Cost:   O(n) for codes, O(n log n) for numbers.
    virtual void
    compare(const FieldSamples& samples, const DriftOptions& options, FieldDrift& drift) const = 0;
    /// Whether the effect is at least small, in this measure's own unit.
    [[nodiscard]] virtual bool isMaterial(const FieldDrift& drift, const DriftOptions& options) const = 0;
};

} // namespace casebench
