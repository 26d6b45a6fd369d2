// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/Measures.h"

#include "core/drift/measures/CategoryMeasure.h"
#include "core/drift/measures/NumberMeasure.h"
#include "core/drift/measures/TwoLevelMeasure.h"

#include <array>

namespace casebench {

std::span<const std::unique_ptr<const Measure>> driftMeasures()
{
    static const std::array<std::unique_ptr<const Measure>, 3> kMeasures {
        std::make_unique<TwoLevelMeasure>(),
        std::make_unique<CategoryMeasure>(),
        std::make_unique<NumberMeasure>(),
    };
    return kMeasures;
}

const Measure* measureFor(const FieldSamples& samples)
{
    for (const auto& measure : driftMeasures()) {
        if (measure->applies(samples))
            return measure.get();
    }
    return nullptr;
}

} // namespace casebench
