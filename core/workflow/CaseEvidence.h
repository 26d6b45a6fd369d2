// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/store/EvidenceStore.h"

#include <filesystem>

namespace casebench {

inline constexpr std::size_t kMostEvidenceBytes = std::size_t { 512 } << 20; // ours

/// Copies a file to the project's evidence folder (mode 0700, the file named by its SHA-256, 0600) and notes
/// it with the case. The original is not touched; the same bytes are kept once, however many cases name them.
/// Fails:  Unreadable, NotFound; Refused for a link, for what is no regular file, for an open project, and
///         "evidence-known"; InvalidInput above kMostEvidenceBytes.
[[nodiscard]] Result<Evidence> addEvidence(Project& project,
                                           const Actor& actor,
                                           std::string_view caseId,
                                           const std::filesystem::path& file,
                                           std::string_view note,
                                           Progress& progress);

[[nodiscard]] Result<std::vector<Evidence>> caseEvidence(Project& project, std::string_view caseId);

/// The file to open, once its bytes were found to be those that were added.
/// Fails:  NotFound; Corrupt "E_EVIDENCE" when a byte of it was changed or it is gone.
[[nodiscard]] Result<std::filesystem::path>
verifiedEvidence(Project& project, std::int64_t evidence, Progress& progress);

/// One sentence per evidence file that is not as it was added.
[[nodiscard]] Result<std::vector<std::string>> checkEvidence(Project& project, Progress& progress);

} // namespace casebench
