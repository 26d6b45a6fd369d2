// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/bundling/SignedDirectory.h"

#include <filesystem>

namespace casebench {

/// Signature, files and approval of a bundle, without any project.
/// Takes:  paths of PEM public keys; approverKey "" = the approval is checked by the key it carries.
/// Gives:  a report with every problem; not ok is a value.  Fails: what loading the keys fails with;
///         Cancelled.
[[nodiscard]] Result<VerifyReport> verifyBundleFiles(const std::filesystem::path& bundle,
                                                     const std::filesystem::path& publicKey,
                                                     const std::filesystem::path& approverKey,
                                                     Progress& progress);

} // namespace casebench
