// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only: how a run lies in its columns.

#include "core/data/Run.h"

namespace casebench {

/// Counts, metrics, importance, warnings, threshold, calibration, encoder and versions.
[[nodiscard]] Json evidenceToJson(const Run& run);
/// Fails: Corrupt.
[[nodiscard]] Result<void> evidenceFromJson(const Json& json, Run& run);

[[nodiscard]] std::string encodePredictions(const Predictions& predictions);
/// Fails: Corrupt.
[[nodiscard]] Result<Predictions> decodePredictions(std::string_view bytes);

} // namespace casebench
