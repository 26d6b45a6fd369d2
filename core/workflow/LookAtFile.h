// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/workflow only: the first pass over a file, shared by the preview and the import.

#include "core/workflow/ImportCases.h"

namespace casebench {

/// Profile, plan, open questions and the comparison with the mapping or the project. Changes nothing.
[[nodiscard]] Result<ImportSummary>
lookAtFile(Project& project, const ImportRequest& request, Progress& progress);

/// What a file is compared with, as the project has it before the file comes in.
struct KnownCases
{
    Schema schema;
    std::optional<Mapping> fields; ///< the project's, when no mapping was named and there are any
};

/// Takes: profile: its header counts.
[[nodiscard]] Result<KnownCases>
knownCases(const Project& project, const ImportRequest& request, const FileProfile& profile);
/// lookAtFile for a file that was profiled.
[[nodiscard]] Result<ImportSummary> lookAtProfile(const Project& project,
                                                  const ImportRequest& request,
                                                  const KnownCases& known,
                                                  FileProfile profile);
/// Looks at the beginning of a large file only. Gives: nothing when that is not worth it.
[[nodiscard]] std::optional<FileProfile> profileOfBeginning(const ImportRequest& request);

/// Masks what the summary shows of personal fields.
void maskExamples(ImportSummary& summary);
/// The same for one cell.
[[nodiscard]] ChangedCell maskedCell(ChangedCell cell, std::span<const FieldPlan> plan);

/// Fails: InvalidInput when a field that holds times or numbers reads in two ways and nobody said which.
[[nodiscard]] Result<void> checkQuestions(const ImportSummary& summary);

} // namespace casebench
