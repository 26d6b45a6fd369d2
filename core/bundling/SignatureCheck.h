// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/bundling only: the two halves of a verification, so that two signatures share one reading of
// the files.

#include "core/bundling/SignedDirectory.h"

#include <filesystem>
#include <optional>

namespace casebench {

/// Reads one signature file and checks it up to the root digest. Fills fingerprint, payloadSha256, subject,
/// rootDigest and files of the report. Gives: the statement, or nothing and one more problem in the report.
[[nodiscard]] std::optional<Statement> checkSignature(const std::filesystem::path& signatureFile,
                                                      const PublicKey& key,
                                                      Policy policy,
                                                      VerifyReport& report);

/// Adds every difference between what was signed and what is there.
void compareFiles(const Statement& statement, const FileManifest& manifest, VerifyReport& report);

/// readManifest with a root that cannot be read turned into a problem of the report. Fails: Cancelled.
[[nodiscard]] Result<FileManifest> manifestFor(const std::filesystem::path& directory,
                                               const ManifestOptions& options,
                                               VerifyReport& report,
                                               Progress& progress);

} // namespace casebench
