// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drift/Measure.h"

#include <memory>
#include <span>

namespace casebench {

/// All measures, first match speaks. A new one is one file under measures/ and one line in Measures.cpp.
[[nodiscard]] std::span<const std::unique_ptr<const Measure>> driftMeasures();

/// The measure that speaks for these samples; nullptr for times and free texts.
[[nodiscard]] const Measure* measureFor(const FieldSamples& samples);

} // namespace casebench
