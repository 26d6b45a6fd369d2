// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundling/Bundle.h"
#include "core/data/Schema.h"
#include "core/models/Scorer.h"

#include <map>

namespace casebench {

/// Members of a bundle. What is approved and scored is one file, so that nothing can be mixed and matched.
inline constexpr std::string_view kPipelineFile =
    "pipeline.json"; ///< modelIdentityBytes: family, encoder, model, calibration, threshold
inline constexpr std::string_view kModelFile =
    "model.json"; ///< the native model alone, for the family's own tools
inline constexpr std::string_view kContractFile = "contract.json"; ///< columns that a file to score must have
inline constexpr std::string_view kMissingTextsKey =
    "missing_texts"; ///< of the contract: field -> texts that stand for "no value"; absent when there are
                     ///< none
inline constexpr std::string_view kCalibratorFile = "calibrator.json";
inline constexpr std::string_view kThresholdFile = "threshold.json";
inline constexpr std::string_view kLineageFile = "lineage.json";
inline constexpr std::string_view kMetricsFile = "metrics.json";
inline constexpr std::string_view kReferenceFile = "reference.json";
inline constexpr std::string_view kCardFile = "README.md";

/// Reads pipeline.json. Fails: Corrupt when a part is missing or does not hold together.
[[nodiscard]] Result<ScorerParts> parsePipeline(std::string_view bytes);

struct BundleModel
{
    Scorer scorer;
    Schema contract; ///< the columns it needs, with kinds
    std::map<std::string, std::vector<std::string>> missingTexts; ///< by field: what stands for "no value"
    std::string name;
    VerifyReport report;
};

/// Verifies, then reads. Takes: paths of the PEM public keys; approverKey may be empty.
/// Fails:  Corrupt or Refused with the first problem's kind; nothing is parsed before the signature holds.
[[nodiscard]] Result<BundleModel> openBundleModel(const std::filesystem::path& bundle,
                                                  const std::filesystem::path& publicKey,
                                                  const std::filesystem::path& approverKey,
                                                  Progress& progress);

} // namespace casebench
