// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/workflow only: the first pass over a file, shared by the preview and the import.

#include "core/workflow/ImportCases.h"

namespace casebench {

/// Profile, plan, open questions and the comparison with the mapping or the project. Changes nothing.
[[nodiscard]] Result<ImportSummary>
lookAtFile(Project& project, const ImportRequest& request, Progress& progress);

/// Masks what the summary shows of personal fields.
void maskExamples(ImportSummary& summary);
/// The same for one cell.
[[nodiscard]] ChangedCell maskedCell(ChangedCell cell, std::span<const FieldPlan> plan);

/// Fails: InvalidInput when a field that holds times or numbers reads in two ways and nobody said which.
[[nodiscard]] Result<void> checkQuestions(const ImportSummary& summary);

} // namespace casebench
