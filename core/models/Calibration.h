// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Run.h"

#include <span>

namespace casebench {

/// Fewer of either class, and Platt's two parameters are noise (statistics.md 2).
inline constexpr std::int64_t kCalibrationMinimum = 50;

/// Platt scaling on cases that the model did not train on, with his smoothed targets.
/// Takes:  margins and truth of the same length; undecided cases are left out.
/// Gives:  a fitted calibration when both classes have kCalibrationMinimum cases, the margins vary, and a
/// larger margin means a larger
///         probability; else an unfitted one (the link alone).
/// Cost:   O(n) per Newton step, about ten of them.
/// Source: Platt 1999; Lin, Lin & Weng 2007 for the iteration.
[[nodiscard]] Calibration fitPlatt(std::span<const double> margins, std::span<const Truth> truth);

/// Probability of the positive class.
[[nodiscard]] double calibrated(const Calibration& calibration, double margin);
[[nodiscard]] std::vector<double> calibrated(const Calibration& calibration, std::span<const double> margins);

} // namespace casebench
