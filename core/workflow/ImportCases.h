// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/ImportPlan.h"
#include "core/importing/Importer.h"
#include "core/importing/MappingDifference.h"
#include "core/importing/Questions.h"
#include "core/store/Project.h"
#include "core/workflow/CollectLabels.h"
#include "core/workflow/ExpectData.h"

#include <filesystem>
#include <optional>

namespace casebench {

/// One file of cases, and what the person decided about it.
struct ImportRequest
{
    std::filesystem::path path;
    ReadOptions read; ///< encoding, delimiter, date order ...
    FieldChoices choices; ///< --id --time --label --role --kind --rename
    std::optional<Mapping> mapping; ///< what the file must match; a person's own words above win
    std::string mappingSha256; ///< of the mapping, for the record
    ChangeSink changes; ///< is handed every changed cell, personal values masked; may be empty
    std::string positive; ///< the label value that means scam; "" = guessed from its words
    bool dryRun = false;
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
    std::vector<CoercedField> coerced; ///< what could not be read; examples of personal fields masked
    std::vector<ChangedCells> changed; ///< every changed cell by field and reason, masked likewise
    std::vector<ImportQuestion> questions; ///< what only a person can decide, and nobody has
    std::string comparedWith; ///< the mapping's name; "" = the fields of the project
    std::optional<MappingDifference> difference; ///< nothing when there was nothing to compare with
    FieldChoices choices; ///< as they acted: the person's and the mapping's
    std::optional<ImportedLabels> labels;
    std::vector<RowIssue> quarantine; ///< of the file, and rows whose id is missing or stands twice
    std::optional<ExpectationReport>
        expectations; ///< what the file's cases were held to; none without expectations
    std::string expectationsFailure; ///< why they could not be checked; the import itself stands
};

/// Reads a file into the project in one transaction: all there or not there.
/// Takes:  actor allowed Intake.
/// Fails:  the tokens of the import contract as Error.kind; InvalidInput "date-ambiguous" or "number-locale"
/// when a field that holds times or numbers can be read in two ways and nobody said which; Refused; Cancelled
/// (nothing is left). Cost:   one streamed pass over the file where its first 4 MiB tell the types of all of
/// it, else two or three.
[[nodiscard]] Result<ImportSummary>
importCases(Project& project, const Actor& actor, const ImportRequest& request, Progress& progress);

} // namespace casebench
