// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/data/Label.h"
#include "core/store/LabelSeal.h"
#include "core/store/Project.h"
#include "core/store/Sqlite.h"

#include <vector>

namespace casebench {

inline constexpr std::string_view kLabelSelect =
    "SELECT l.seq, l.case_row, coalesce(o.verdict, l.verdict), l.origin, l.person, coalesce(o.reason, "
    "l.reason), "
    "coalesce(o.note, l.note), coalesce(o.confidence, l.confidence), coalesce(o.decided_at, l.decided_at), "
    "l.decided_assumed, l.recorded_at, l.retracts, l.sealed, o.seq IS NOT NULL "
    "FROM label AS l LEFT JOIN label_opening AS o ON o.seq = l.seq ";
/// The same where nothing was ever opened: a look into another table for each verdict would be half of the
/// work.
inline constexpr std::string_view kLabelSelectUnopened =
    "SELECT l.seq, l.case_row, l.verdict, l.origin, l.person, l.reason, l.note, l.confidence, l.decided_at, "
    "l.decided_assumed, l.recorded_at, l.retracts, l.sealed, 0 FROM label AS l ";

/// A row as it is stored: of a sealed one only who and when.
struct StoredLabel
{
    LabelEvent event;
    bool sealed = false;
    std::string cell; ///< its seal, or ""
};

/// Takes: row: as kLabelSelect gives it.
[[nodiscard]] Result<StoredLabel> readStoredLabel(const Statement& row);
/// Opens what is sealed in passing; what has no key is left out.
[[nodiscard]] Result<std::vector<LabelEvent>> readLabels(const Project& project, Statement rows);

/// The two ways to write a row.
class LabelInserter
{
public:
    [[nodiscard]] static Result<LabelInserter> begin(const Project& project, WriteTransaction& tx);
    /// Takes: event: its seq is given. Fails: as sealing does.
    [[nodiscard]] Result<void> insert(const LabelEvent& event, bool seal);

private:
    LabelInserter(const Project& project, WriteTransaction& tx, Statement plain, Statement sealed);

    WriteTransaction& m_tx;
    LabelSealer m_sealer;
    Statement m_plain;
    Statement m_sealed;
};

} // namespace casebench
