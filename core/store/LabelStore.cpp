// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/LabelStore.h"

#include "core/store/CaseStore.h"
#include "core/store/LabelSeal.h"
#include "core/store/PersonStore.h"
#include "core/store/Sqlite.h"
#include "core/store/WithoutChecks.h"

#include <fmt/format.h>
#include <set>

namespace casebench {

namespace {

constexpr std::string_view kSelect =
    "SELECT l.seq, l.case_row, coalesce(o.verdict, l.verdict), l.origin, l.person, coalesce(o.reason, "
    "l.reason), "
    "coalesce(o.note, l.note), coalesce(o.confidence, l.confidence), coalesce(o.decided_at, l.decided_at), "
    "l.decided_assumed, l.recorded_at, l.retracts, l.sealed, o.seq IS NOT NULL "
    "FROM label AS l LEFT JOIN label_opening AS o ON o.seq = l.seq ";
/// The same where nothing was ever opened: a look into another table for each verdict would be half of the
/// work.
constexpr std::string_view kSelectUnopened =
    "SELECT l.seq, l.case_row, l.verdict, l.origin, l.person, l.reason, l.note, l.confidence, l.decided_at, "
    "l.decided_assumed, l.recorded_at, l.retracts, l.sealed, 0 FROM label AS l ";
constexpr std::size_t kManyEvents = 64; // from here on it pays to prepare other statements once more (ours)
constexpr std::string_view kStillSealed = "l.sealed IS NOT NULL AND o.seq IS NULL";

/// A row as it is stored: of a sealed one only who and when.
struct StoredEvent
{
    LabelEvent event;
    bool sealed = false;
    std::string cell; ///< its seal, or ""
};

Result<StoredEvent> readStored(const Statement& row)
{
    StoredEvent stored;
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

/// Opens what is sealed in passing; what has no key is left out.
Result<std::vector<LabelEvent>> readEvents(const Project& project, Statement rows)
{
    LabelSealer sealer(project);
    std::vector<LabelEvent> events;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return events;
        CB_TRY(StoredEvent stored, readStored(rows));
        if (stored.sealed) {
            CB_TRY(const bool readable, sealer.open(stored.cell, stored.event));
            if (!readable)
                continue;
        }
        events.push_back(std::move(stored.event));
    }
}

Result<bool> anyOpened(const Project& project)
{
    CB_TRY(const std::int64_t first,
           project.database().integer("SELECT EXISTS(SELECT 1 FROM label_opening)"));
    return first != 0;
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

bool sameWords(const LabelEvent& a, const LabelEvent& b)
{
    const bool sameSureness =
        a.confidence == b.confidence || (std::isnan(a.confidence) && std::isnan(b.confidence));
    return a.verdict == b.verdict && a.reason == b.reason && a.note == b.note && a.decidedAt == b.decidedAt
        && sameSureness;
}

/// The two ways to write a row.
class Inserter
{
public:
    [[nodiscard]] static Result<Inserter> begin(const Project& project, WriteTransaction& tx)
    {
        CB_TRY(
            Statement plain,
            tx.database().prepare(
                "INSERT INTO label(seq, case_row, verdict, origin, person, reason, note, confidence, "
                "decided_at, decided_assumed, recorded_at, retracts, sealed) "
                "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, nullif(?9, ?10), ?11, ?12, nullif(?13, 0), NULL)"));
        CB_TRY(Statement sealed,
               tx.database().prepare(
                   "INSERT INTO label(seq, case_row, verdict, origin, person, reason, note, confidence, "
                   "decided_at, decided_assumed, recorded_at, retracts, sealed) "
                   "VALUES(?1, ?2, '', ?3, ?4, '', '', NULL, NULL, ?5, ?6, nullif(?7, 0), ?8)"));
        return Inserter(project, tx, std::move(plain), std::move(sealed));
    }

    [[nodiscard]] Result<void> insert(const LabelEvent& event, bool seal)
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

private:
    Inserter(const Project& project, WriteTransaction& tx, Statement plain, Statement sealed)
        : m_tx(tx)
        , m_sealer(project)
        , m_plain(std::move(plain))
        , m_sealed(std::move(sealed))
    {
    }

    WriteTransaction& m_tx;
    LabelSealer m_sealer;
    Statement m_plain;
    Statement m_sealed;
};

} // namespace

LabelStore::LabelStore(const Project& project)
    : m_project(&project)
{
}

Result<std::int64_t> LabelStore::append(WriteTransaction& tx, const LabelEvent& event) const
{
    return appendAll(tx, std::span(&event, 1));
}

Result<std::int64_t> LabelStore::appendAll(WriteTransaction& tx,
                                           std::span<const LabelEvent> events,
                                           std::span<const std::uint8_t> seal) const
{
    if (events.empty())
        return std::int64_t { 0 };
    Database& database = tx.database();
    CB_TRY(const std::size_t rowCount, CaseStore(*m_project).rowCount());
    CB_TRY(const std::int64_t last, lastSeq());
    // checkEvent and the enumerations are what the CHECKs of the table say.
    std::optional<WithoutChecks> unasked;
    if (events.size() >= kManyEvents) {
        CB_TRY(WithoutChecks many, WithoutChecks::begin(database));
        unasked.emplace(std::move(many));
    }
    CB_TRY(Inserter inserter, Inserter::begin(*m_project, tx));
    std::set<std::string, std::less<>> known;
    std::int64_t seq = last; // a seal is bound to its number, so the number is chosen here
    for (std::size_t i = 0; i < events.size(); ++i) {
        const LabelEvent& event = events[i];
        CB_CHECK(checkEvent(database, event, rowCount));
        if (known.insert(event.person).second)
            CB_CHECK(PersonStore(*m_project).ensure(tx, event.person));
        LabelEvent numbered = event;
        numbered.seq = ++seq;
        CB_CHECK(inserter.insert(numbered, i < seal.size() && seal[i] != 0));
    }
    return last + 1;
}

Result<std::vector<LabelEvent>>
LabelStore::open(WriteTransaction& tx, CaseRow row, std::string_view why) const
{
    Database& database = tx.database();
    CB_TRY(Statement rows,
           database.query(std::string(kSelect) + "WHERE l.case_row = ?1 AND " + std::string(kStillSealed)
                              + " ORDER BY l.seq",
                          row));
    CB_TRY(std::vector<LabelEvent> opened, readEvents(*m_project, std::move(rows)));
    CB_TRY(Statement insert,
           database.prepare("INSERT INTO label_opening(seq, verdict, reason, note, confidence, decided_at, "
                            "decided_assumed, opened_at, why) "
                            "VALUES(?1, ?2, ?3, ?4, ?5, nullif(?6, ?7), ?8, ?9, ?10)"));
    for (const LabelEvent& event : opened) {
        CB_CHECK(insert.run(event.seq, name(event.verdict), event.reason, event.note, event.confidence,
                            event.decidedAt, kNoTime, event.decidedAssumed ? 1 : 0, tx.time(), why));
    }
    return opened;
}

Result<std::vector<LabelEvent>> LabelStore::events(CaseRow row) const
{
    CB_TRY(Statement rows,
           m_project->database().query(std::string(kSelect) + "WHERE l.case_row = ?1 ORDER BY l.seq", row));
    return readEvents(*m_project, std::move(rows));
}

Result<std::vector<LabelEvent>> LabelStore::eventsFor(std::string_view person, CaseRow row) const
{
    CB_TRY(Statement rows,
           m_project->database().query(std::string(kSelect)
                                           + "WHERE l.case_row = ?1 AND (l.person = ?2 OR NOT ("
                                           + std::string(kStillSealed) + ")) ORDER BY l.seq",
                                       row, person));
    return readEvents(*m_project, std::move(rows));
}

Result<std::vector<LabelEvent>> LabelStore::allEvents(std::optional<std::int64_t> maxSeq) const
{
    CB_TRY(const bool opened, anyOpened(*m_project));
    CB_TRY(Statement rows,
           m_project->database().query(std::string(opened ? kSelect : kSelectUnopened)
                                           + "WHERE l.seq <= ?1 ORDER BY l.seq",
                                       maxSeq.value_or(std::numeric_limits<std::int64_t>::max())));
    return readEvents(*m_project, std::move(rows));
}

Result<std::vector<LabelEvent>> LabelStore::allEventsFor(std::string_view person) const
{
    CB_TRY(const bool opened, anyOpened(*m_project));
    const std::string which = opened
        ? std::string(kSelect) + "WHERE l.person = ?1 OR NOT (" + std::string(kStillSealed) + ")"
        : std::string(kSelectUnopened) + "WHERE l.person = ?1 OR l.sealed IS NULL";
    CB_TRY(Statement rows, m_project->database().query(which + " ORDER BY l.seq", person));
    return readEvents(*m_project, std::move(rows));
}

Result<std::vector<LabelEvent>> LabelStore::eventsBy(std::string_view person) const
{
    CB_TRY(Statement rows,
           m_project->database().query(std::string(kSelect) + "WHERE l.person = ?1 ORDER BY l.seq", person));
    return readEvents(*m_project, std::move(rows));
}

Result<std::optional<LabelEvent>> LabelStore::lastStanding(std::string_view person) const
{
    CB_TRY(Statement rows,
           m_project->database().query(
               std::string(kSelect)
                   + "WHERE l.person = ?1 AND l.retracts IS NULL AND NOT EXISTS "
                     "(SELECT 1 FROM label r WHERE r.case_row = l.case_row AND r.retracts = l.seq) "
                     "ORDER BY l.seq DESC LIMIT 1",
               person));
    CB_TRY(auto events, readEvents(*m_project, std::move(rows)));
    return events.empty() ? std::optional<LabelEvent>() : std::optional(std::move(events.front()));
}

Result<std::set<std::int64_t>> LabelStore::sealedOf(CaseRow row) const
{
    CB_TRY(Statement rows,
           m_project->database().query(
               "SELECT l.seq FROM label AS l LEFT JOIN label_opening AS o ON o.seq = l.seq "
               "WHERE l.case_row = ?1 AND "
                   + std::string(kStillSealed),
               row));
    std::set<std::int64_t> sealed;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return sealed;
        sealed.insert(rows.integer(0));
    }
}

Result<std::vector<CaseRow>> LabelStore::sealedRows() const
{
    CB_TRY(Statement rows,
           m_project->database().query(
               "SELECT DISTINCT l.case_row FROM label AS l LEFT JOIN label_opening AS o ON "
               "o.seq = l.seq WHERE "
               + std::string(kStillSealed) + " ORDER BY l.case_row"));
    std::vector<CaseRow> sealed;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return sealed;
        sealed.push_back(static_cast<CaseRow>(rows.integer(0)));
    }
}

Result<UnreadableLabels> LabelStore::unreadable(std::optional<std::int64_t> maxSeq) const
{
    CB_TRY(Statement rows,
           m_project->database().query(std::string(kSelect) + "WHERE l.seq <= ?1 AND "
                                           + std::string(kStillSealed),
                                       maxSeq.value_or(std::numeric_limits<std::int64_t>::max())));
    LabelSealer sealer(*m_project);
    UnreadableLabels unreadable;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            break;
        CB_TRY(StoredEvent stored, readStored(rows));
        CB_TRY(const bool readable, sealer.open(stored.cell, stored.event));
        unreadable.count += readable ? 0 : 1;
    }
    if (unreadable.count != 0)
        unreadable.why = sealer.problem()
            ? fmt::format("{} sealed verdicts count as not given: {}", unreadable.count,
                          sealer.problem()->sentence())
            : fmt::format(
                "{} sealed verdicts count as not given, because their key file {} is not there. Put it "
                "back beside the project.",
                unreadable.count, CaseKeys::pathFor(m_project->path()).filename().string());
    return unreadable;
}

Result<std::int64_t> LabelStore::count() const
{
    return m_project->database().integer("SELECT count(*) FROM label");
}

Result<std::int64_t> LabelStore::countOf(CaseRow row) const
{
    return m_project->database().integer("SELECT count(*) FROM label WHERE case_row = ?1", row);
}

Result<std::int64_t> LabelStore::lastSeq() const
{
    return m_project->database().integer("SELECT max(seq) FROM label");
}

Result<std::vector<std::string>> checkSealedLabels(const Project& project)
{
    CB_TRY(Statement rows,
           project.database().query(std::string(kSelect) + "WHERE l.sealed IS NOT NULL ORDER BY l.seq"));
    LabelSealer sealer(project);
    std::vector<std::string> faults;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return faults;
        CB_TRY(const StoredEvent stored, readStored(rows));
        LabelEvent said = stored.event;
        const auto opened = sealer.open(stored.cell, said);
        if (!opened)
            faults.push_back(opened.error().sentence());
        else if (*opened && !stored.sealed && !sameWords(said, stored.event))
            faults.push_back(fmt::format("Verdict {} was opened as another one than was sealed.", said.seq));
    }
}

} // namespace casebench
