// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/DriftReport.h"
#include "core/data/Duplicates.h"
#include "core/data/FieldSummary.h"
#include "core/evaluation/FieldSignals.h"
#include "core/store/Project.h"

#include <optional>

namespace casebench {

/// Something about a field that a careful person should know.
struct FieldHint
{
    std::string kind; ///< too-good, beats-the-rest, after-outcome, constant, near-id
    std::string text;
};

/// One field of the schema card.
struct FieldCard
{
    Field field;
    FieldSummary summary;
    std::string firstSource; ///< the import that brought it; "" when none did
    std::string lastSource; ///< the newest import that had it
    std::optional<FieldDrift> drift; ///< since the reference; nothing when it was not compared
    std::string driftText; ///< in words: "steady", "new since the reference", why it is undefined
    std::optional<bool> seenByChampion; ///< nothing without a champion
    double auc = 0; ///< of the field alone, cross-validated; NaN when it cannot be said
    std::vector<FieldHint> hints;
};

/// Cases that stand in pairs.
struct CasePairs
{
    struct Group
    {
        std::vector<std::string> caseIds; ///< at most 20
        std::int64_t size = 0;
        std::vector<std::string> fields; ///< near: those that differ; linked: those that link
    };

    std::int64_t groups = 0;
    std::int64_t cases = 0;
    std::vector<Group> listed; ///< at most 100, largest first
};

struct SchemaCard
{
    std::int64_t rows = 0;
    std::int64_t decided = 0;
    std::vector<FieldCard> fields; ///< in schema order
    std::string champion; ///< name; "" when there is none
    std::string
        referenceRun; ///< whose reference drift is measured against: the champion, else the newest run
    std::string referenceSnapshot;
    std::int64_t referenceRows = 0;
    std::int64_t windowRows = 0; ///< cases that are not in the reference
    std::string whyNoDrift; ///< one sentence when nothing could be compared
    CasePairs exact;
    CasePairs near;
    std::string nearNote; ///< what near means here
    CasePairs linked;
    std::vector<std::string> linkedBy; ///< fields that can link cases
};

/// What the hints of a schema card mean, as sentences for help, dossier and tooltips.
[[nodiscard]] std::string hintRule(std::string_view kind);

/// Everything known about the fields of a project. Looks only.
/// Fails:  as CaseStore::loadTable; Cancelled.
/// Cost:   one pass over all columns, the reference's columns, and O(sample x fields) for the hints.
[[nodiscard]] Result<SchemaCard> schemaCard(Project& project, Progress& progress);

/// Something that happened to a field.
struct FieldEvent
{
    Instant at = kNoTime;
    std::string person;
    std::string what; ///< "came with calls-2026-05.csv", "kind number -> category" ...
    std::string reason;
    std::int64_t auditSeq = 0;

    bool operator==(const FieldEvent&) const = default;
};

/// When the field came, was retyped or given another role, by whom, oldest first: from audit log and sources.
/// Fails:  NotFound.  Cost: reads the audit log once.
[[nodiscard]] Result<std::vector<FieldEvent>> fieldHistory(Project& project, std::string_view field);

} // namespace casebench
