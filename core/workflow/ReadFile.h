// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/ImportPlan.h"
#include "core/importing/Importer.h"

#include <filesystem>

namespace casebench {

/// The options with SHA-256 as the digest of what is read.
[[nodiscard]] ReadOptions withSha256(ReadOptions options);

/// A small file whole, every column as text: label files.
struct TextFile
{
    FileProfile profile;
    CaseTablePtr table;
    std::vector<std::uint64_t> lines; ///< one per row
};

[[nodiscard]] Result<TextFile>
readTextFile(const std::filesystem::path& path, const ReadOptions& options, Progress& progress);

} // namespace casebench
