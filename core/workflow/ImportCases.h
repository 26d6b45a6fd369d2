// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/ImportPlan.h"
#include "core/importing/Importer.h"
#include "core/store/Project.h"
#include "core/workflow/ExpectData.h"

#include <filesystem>
#include <optional>

namespace casebench {

/// One file of cases, and what the person decided about it.
struct ImportRequest
{
    std::filesystem::path path;
    ReadOptions read; ///< encoding, delimiter, date order ...
    FieldChoices choices; ///< --id --time --label --role --kind
    std::string positive; ///< the label value that means scam; "" = guessed from its words
    bool dryRun = false;
};

/// A verdict per row from a label field of the file (statistics.md 2, "Label field named at import").
struct ImportedLabels
{
    std::string field;
    std::string positive; ///< the value that means scam
    std::int64_t positives = 0;
    std::int64_t negatives = 0;
    std::int64_t missing = 0;
};

/// What an import did, or with dryRun would do.
struct ImportSummary
{
    std::int64_t sourceId = 0; ///< 0 for a dry run
    FileProfile profile; ///< header, notes, quarantine, SHA-256
    std::vector<FieldPlan> plan;
    std::int64_t rowsAccepted =
        0; ///< rows of the file that are in the project now: new, updated or unchanged
    std::int64_t rowsNew = 0;
    std::int64_t rowsUpdated = 0; ///< known ids with a changed cell
    std::int64_t rowsQuarantined = 0;
    std::int64_t cellsChanged = 0;
    std::vector<std::string> fieldsNew;
    std::vector<std::string> fieldsGone;
    std::vector<CoercedField> coerced;
    std::optional<ImportedLabels> labels;
    std::vector<RowIssue> quarantine; ///< of the file, and rows whose id is missing or stands twice
    std::optional<ExpectationReport>
        expectations; ///< what the file's cases were held to; none without expectations
    std::string expectationsFailure; ///< why they could not be checked; the import itself stands
};

/// Reads a file into the project in one transaction: all there or not there.
/// Takes:  actor allowed Intake.
/// Fails:  the tokens of the import contract as Error.kind; Refused; Cancelled (nothing is left).
/// Cost:   two streamed passes over the file.
[[nodiscard]] Result<ImportSummary>
importCases(Project& project, const Actor& actor, const ImportRequest& request, Progress& progress);

/// The look before the import: types, guessed kinds and roles with reasons, notes. Changes nothing, not
/// even the log.
[[nodiscard]] Result<ImportSummary>
previewImport(Project& project, const ImportRequest& request, Progress& progress);

} // namespace casebench
