// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/bundling/SignedDirectory.h"
#include "core/crypto/Signature.h"
#include "core/store/Project.h"

#include <filesystem>

namespace casebench {

struct ExportedBundle
{
    std::filesystem::path path;
    std::string payloadSha256;
    std::string rootDigest;
    std::string fingerprint;
    std::string approverFingerprint;
    std::vector<std::string> files;
};

/// Writes the signed bundle of an approved run: native model, contract, calibrator, threshold, lineage,
/// metrics, reference
/// profile and a readable card. It appears whole or not at all.
/// Fails:  Refused when the run is not approved, the approval's signature does not hold, or the actor
///         trained it; Unreadable.
[[nodiscard]] Result<ExportedBundle> exportBundle(Project& project,
                                                  const Actor& actor,
                                                  std::string_view run,
                                                  const PrivateKey& key,
                                                  const std::filesystem::path& out,
                                                  Progress& progress);

} // namespace casebench
