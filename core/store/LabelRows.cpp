// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/LabelRows.h"

namespace casebench {

Result<StoredLabel> readStoredLabel(const Statement& row)
{
    StoredLabel stored;
    LabelEvent& event = stored.event;
    event.seq = row.integer(0);
    event.row = static_cast<CaseRow>(row.integer(1));
    stored.sealed = !row.isNull(12) && row.integer(13) == 0;
    if (!stored.sealed) {
        CB_TRY(event.verdict, valueIn(kVerdictNames, row.text(2)));
    }
    CB_TRY(event.origin, valueIn(kLabelOriginNames, row.text(3)));
    event.person = row.string(4);
    event.reason = row.string(5);
    event.note = row.string(6);
    event.confidence = row.real(7);
    event.decidedAt = row.isNull(8) ? kNoTime : row.integer(8);
    event.decidedAssumed = row.integer(9) != 0;
    event.recordedAt = row.integer(10);
    event.retracts = row.integer(11);
    stored.cell = std::string(row.blob(12));
    return stored;
}

Result<std::vector<LabelEvent>> readLabels(const Project& project, Statement rows)
{
    LabelSealer sealer(project);
    std::vector<LabelEvent> events;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return events;
        CB_TRY(StoredLabel stored, readStoredLabel(rows));
        if (stored.sealed) {
            CB_TRY(const bool readable, sealer.open(stored.cell, stored.event));
            if (!readable)
                continue;
        }
        events.push_back(std::move(stored.event));
    }
}

LabelInserter::LabelInserter(const Project& project, WriteTransaction& tx, Statement plain, Statement sealed)
    : m_tx(tx)
    , m_sealer(project)
    , m_plain(std::move(plain))
    , m_sealed(std::move(sealed))
{
}

Result<LabelInserter> LabelInserter::begin(const Project& project, WriteTransaction& tx)
{
    CB_TRY(Statement plain,
           tx.database().prepare(
               "INSERT INTO label(seq, case_row, verdict, origin, person, reason, note, confidence, "
               "decided_at, decided_assumed, recorded_at, retracts, sealed) "
               "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, nullif(?9, ?10), ?11, ?12, nullif(?13, 0), NULL)"));
    CB_TRY(Statement sealed,
           tx.database().prepare(
               "INSERT INTO label(seq, case_row, verdict, origin, person, reason, note, confidence, "
               "decided_at, decided_assumed, recorded_at, retracts, sealed) "
               "VALUES(?1, ?2, '', ?3, ?4, '', '', NULL, NULL, ?5, ?6, nullif(?7, 0), ?8)"));
    return LabelInserter(project, tx, std::move(plain), std::move(sealed));
}

Result<void> LabelInserter::insert(const LabelEvent& event, bool seal)
{
    const std::string_view origin = nameIn(kLabelOriginNames, event.origin);
    const int assumed = event.decidedAssumed ? 1 : 0;
    if (!seal)
        return m_plain.run(event.seq, event.row, name(event.verdict), origin, event.person, event.reason,
                           event.note, event.confidence, event.decidedAt, kNoTime, assumed, m_tx.time(),
                           event.retracts);
    CB_TRY(const std::string cell, m_sealer.seal(m_tx, event));
    return m_sealed.run(event.seq, event.row, origin, event.person, assumed, m_tx.time(), event.retracts,
                        Blob { cell });
}

} // namespace casebench
