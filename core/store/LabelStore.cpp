// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/LabelStore.h"

#include "core/store/CaseStore.h"
#include "core/store/PersonStore.h"
#include "core/store/Sqlite.h"

#include <fmt/format.h>
#include <set>

namespace casebench {

namespace {

constexpr std::string_view kSelect =
    "SELECT seq, case_row, verdict, origin, person, reason, note, confidence, decided_at, decided_assumed, "
    "recorded_at, retracts FROM label ";

Result<LabelEvent> readEvent(const Statement& row)
{
    LabelEvent event;
    event.seq = row.integer(0);
    event.row = static_cast<CaseRow>(row.integer(1));
    CB_TRY(event.verdict, valueIn(kVerdictNames, row.text(2)));
    CB_TRY(event.origin, valueIn(kLabelOriginNames, row.text(3)));
    event.person = row.string(4);
    event.reason = row.string(5);
    event.note = row.string(6);
    event.confidence = row.real(7);
    event.decidedAt = row.isNull(8) ? kNoTime : row.integer(8);
    event.decidedAssumed = row.integer(9) != 0;
    event.recordedAt = row.integer(10);
    event.retracts = row.integer(11);
    return event;
}

Result<std::vector<LabelEvent>> readEvents(Statement rows)
{
    std::vector<LabelEvent> events;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return events;
        CB_TRY(LabelEvent event, readEvent(rows));
        events.push_back(std::move(event));
    }
}

Result<void> checkEvent(Database& database, const LabelEvent& event, std::size_t rowCount)
{
    if (event.row >= rowCount)
        return Error { ErrorCode::InvalidInput,
                       fmt::format("The project has no case in row {}.", event.row) };
    if (event.confidence < 0 || event.confidence > 1)
        return Error { ErrorCode::InvalidInput, "A confidence lies between 0 and 1." };
    if (event.retracts != 0) {
        CB_TRY(const std::int64_t known,
               database.integer("SELECT count(*) FROM label WHERE seq = ?1 AND case_row = ?2", event.retracts,
                                event.row));
        if (known == 0)
            return Error { ErrorCode::InvalidInput,
                           fmt::format("There is no verdict {} of this case to take back.", event.retracts) };
    }
    return {};
}

} // namespace

LabelStore::LabelStore(const Project& project)
    : m_project(&project)
{
}

Result<std::int64_t> LabelStore::append(WriteTransaction& tx, const LabelEvent& event) const
{
    return appendAll(tx, std::span(&event, 1));
}

Result<std::int64_t> LabelStore::appendAll(WriteTransaction& tx, std::span<const LabelEvent> events) const
{
    Database& database = tx.database();
    CB_TRY(const std::size_t rowCount, CaseStore(*m_project).rowCount());
    CB_TRY(Statement insert,
           database.prepare("INSERT INTO label(case_row, verdict, origin, person, reason, note, confidence, "
                            "decided_at, decided_assumed, "
                            "recorded_at, retracts) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, nullif(?8, ?12), ?9, "
                            "?10, nullif(?11, 0))"));
    std::set<std::string, std::less<>> known;
    std::int64_t first = 0;
    for (const LabelEvent& event : events) {
        CB_CHECK(checkEvent(database, event, rowCount));
        if (known.insert(event.person).second)
            CB_CHECK(PersonStore(*m_project).ensure(tx, event.person));
        CB_CHECK(insert.run(event.row, name(event.verdict), nameIn(kLabelOriginNames, event.origin),
                            event.person, event.reason, event.note, event.confidence, event.decidedAt,
                            event.decidedAssumed ? 1 : 0, tx.time(), event.retracts, kNoTime));
        if (first == 0)
            first = database.lastInsertedId();
    }
    return first;
}

Result<std::vector<LabelEvent>> LabelStore::events(CaseRow row) const
{
    CB_TRY(Statement rows,
           m_project->database().query(std::string(kSelect) + "WHERE case_row = ?1 ORDER BY seq", row));
    return readEvents(std::move(rows));
}

Result<std::vector<LabelEvent>> LabelStore::allEvents(std::optional<std::int64_t> maxSeq) const
{
    CB_TRY(Statement rows,
           m_project->database().query(std::string(kSelect) + "WHERE seq <= ?1 ORDER BY seq",
                                       maxSeq.value_or(std::numeric_limits<std::int64_t>::max())));
    return readEvents(std::move(rows));
}

Result<std::optional<LabelEvent>> LabelStore::lastStanding(std::string_view person) const
{
    CB_TRY(Statement rows,
           m_project->database().query(
               std::string(kSelect)
                   + "AS l WHERE person = ?1 AND retracts IS NULL AND NOT EXISTS "
                     "(SELECT 1 FROM label r WHERE r.case_row = l.case_row AND r.retracts = l.seq) "
                     "ORDER BY seq DESC LIMIT 1",
               person));
    CB_TRY(auto events, readEvents(std::move(rows)));
    return events.empty() ? std::optional<LabelEvent>() : std::optional(std::move(events.front()));
}

Result<std::int64_t> LabelStore::count() const
{
    return m_project->database().integer("SELECT count(*) FROM label");
}

Result<std::int64_t> LabelStore::lastSeq() const
{
    return m_project->database().integer("SELECT max(seq) FROM label");
}

} // namespace casebench
