// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/ImportCases.h"

namespace casebench {

/// One cell of a previewed row that does not become what its text says.
struct PreviewCell
{
    std::size_t field = 0; ///< position in the plan
    ChangeReason why = ChangeReason::Unreadable;
    std::string newText; ///< as the value prints; "" = missing

    bool operator==(const PreviewCell&) const = default;
};

/// One row of the file as it will be read; personal values masked.
struct PreviewRow
{
    std::uint64_t line = 0;
    std::vector<std::string> cells; ///< one per plan entry; empty when the row has no such cells (ragged)
    std::vector<PreviewCell> changed;
    std::string refused; ///< why the row is set aside; "" = it is taken

    bool operator==(const PreviewRow&) const = default;
};

/// A look at a whole file before anything is decided: what the import would do, without doing it.
struct ImportPreview
{
    ImportSummary summary; ///< quarantine complete: ids missing or twice are in it
    bool firstImport = true; ///< the project has no case yet
    std::int64_t bytes = 0;
    std::int64_t rowsKnown = 0; ///< cases that the project has: they are updated
    std::vector<PreviewRow> first; ///< the first rows
    std::vector<PreviewRow>
        odd; ///< rows with a changed cell or refused, by line: at most 20 per field and reason
    std::vector<ChangedCell> changes; ///< the first 10,000 changed cells, masked
};

inline constexpr std::size_t kPreviewRows = 100;
inline constexpr std::size_t kPreviewChanges = 10'000;

/// The look before the import. Changes nothing, not even the log.
/// Fails:  as importCases, but for open questions, which are in the summary.
/// Cost:   two streamed passes over the file; the memory of two batches and of the ids.
[[nodiscard]] Result<ImportPreview>
previewImport(Project& project, const ImportRequest& request, Progress& progress);

} // namespace casebench
