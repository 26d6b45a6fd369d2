// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/RowSource.h"

#include <span>

namespace casebench {

/// One format that can be read. The list of them is in Importers.cpp.
struct Importer
{
    std::string_view id; ///< "csv"
    std::string_view title; ///< for the file dialog
    std::string_view extension; ///< with the dot, lower case
    bool gzip = false; ///< whether extension + ".gz" is read too
    Result<std::unique_ptr<RowSource>> (*open)(const std::filesystem::path& path,
                                               const ReadOptions& options) = nullptr;
};

/// All formats, in the order of the file dialog.
[[nodiscard]] std::span<const Importer> importers();

/// The format that the file's name chooses.
/// Fails:  Unsupported, kind "unsupported-format", naming what can be read.
[[nodiscard]] Result<const Importer*> importerFor(const std::filesystem::path& path);

} // namespace casebench
