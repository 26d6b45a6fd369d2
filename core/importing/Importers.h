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
    bool headerFirst = false; ///< the header is known without a look through the file
    Result<std::unique_ptr<RowSource>> (*open)(const std::filesystem::path& path,
                                               const ReadOptions& options) = nullptr;
};

/// Share of the work that preparing takes, for progress (ours).
inline constexpr double kPrepared = 0.2;

/// Opens the file with the format's reader and makes it ready: its header is known then.
/// Fails:  with the tokens of the import contract; Cancelled.
[[nodiscard]] Result<std::unique_ptr<RowSource>> openPrepared(const Importer& importer,
                                                              const std::filesystem::path& path,
                                                              const ReadOptions& options,
                                                              Progress& progress);

/// All formats, in the order of the file dialog.
[[nodiscard]] std::span<const Importer> importers();

/// The format that the file's name chooses.
/// Fails:  Unsupported, kind "unsupported-format", naming what can be read.
[[nodiscard]] Result<const Importer*> importerFor(const std::filesystem::path& path);

} // namespace casebench
