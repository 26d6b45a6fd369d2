// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Snapshot.h"
#include "core/store/Project.h"

namespace casebench {

struct SnapshotRequest
{
    std::string name;
    Instant from = kNoTime; ///< inclusive, on the time field
    Instant to = kNoTime; ///< exclusive
    std::string where; ///< filter expression, or ""
    LabelPolicy policy = LabelPolicy::Confirmed;
    Instant asOf = kNoTime; ///< kNoTime = now
    bool decidedOnly = false; ///< leave undecided cases out altogether
};

/// Freezes a choice of cases. Fails: InvalidInput (no case, bad expression), Refused (name taken, role).
[[nodiscard]] Result<Snapshot>
takeSnapshot(Project& project, const Actor& actor, const SnapshotRequest& request, Progress& progress);
/// A snapshot with its rows and truth, exactly as they were when it was taken; a field that is personal by
/// now is personal here too, so that no model learns from it and nothing shows it.
[[nodiscard]] Result<SnapshotData>
loadSnapshot(Project& project, std::string_view nameOrId, Progress& progress);
/// The same with the roles of then: for what repeats and shows nothing.
[[nodiscard]] Result<SnapshotData>
loadFrozenSnapshot(Project& project, std::string_view nameOrId, Progress& progress);
/// One, or all in order, as they may be shown: with the roles of loadSnapshot, and a filter that names values
/// of a field that is personal by now masked.
[[nodiscard]] Result<Snapshot> shownSnapshot(const Project& project, std::string_view nameOrId);
[[nodiscard]] Result<std::vector<Snapshot>> shownSnapshots(const Project& project);
/// Recomputes the digest. Gives: whether it holds.
[[nodiscard]] Result<bool> verifySnapshot(Project& project, std::string_view nameOrId, Progress& progress);

/// SHA-256 over schema and, in row order, every row's id, typed cells and truth (statistics.md, dataset
/// digest).
/// Missing differs from empty, Not asked from No; texts are NFC. Cost: O(cells).
[[nodiscard]] std::string datasetDigest(const CaseTable& table, std::span<const Truth> truth);

struct SnapshotDifference
{
    struct Cell
    {
        std::string caseId;
        std::string field; ///< "label" for the truth
        std::string a; ///< masked where the field is personal
        std::string b;
    };

    std::int64_t onlyInA = 0;
    std::int64_t onlyInB = 0;
    std::vector<std::string> fieldsOnlyInA;
    std::vector<std::string> fieldsOnlyInB;
    std::int64_t cellsChanged = 0;
    std::vector<Cell> cells; ///< the first 1,000
};

[[nodiscard]] Result<SnapshotDifference>
diffSnapshots(Project& project, std::string_view a, std::string_view b, Progress& progress);

} // namespace casebench
