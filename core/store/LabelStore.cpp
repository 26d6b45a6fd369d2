// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/LabelStore.h"

#include "core/store/CaseStore.h"
#include "core/store/LabelBlocks.h"
#include "core/store/LabelRows.h"
#include "core/store/LabelSeal.h"
#include "core/store/PersonStore.h"
#include "core/store/Sqlite.h"
#include "core/store/WithoutChecks.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace casebench {

namespace {

constexpr std::size_t kManyEvents = 64; // from here on it pays to prepare other statements once more (ours)
constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::max();
constexpr std::string_view kStillSealed = "l.sealed IS NOT NULL AND o.seq IS NULL";

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
        CB_TRY(const std::int64_t single,
               database.integer("SELECT count(*) FROM label WHERE seq = ?1 AND case_row = ?2", event.retracts,
                                event.row));
        CB_TRY(const bool known,
               single != 0 ? Result<bool>(true) : LabelBlocks(database).holds(event.retracts, event.row));
        if (!known)
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

/// By number: `events` with those that are stored by the block.
Result<std::vector<LabelEvent>> withBlocks(Result<std::vector<LabelEvent>> events,
                                           Result<std::vector<LabelEvent>> blocks)
{
    if (!events || !blocks || blocks->empty())
        return events ? (blocks ? std::move(events) : std::move(blocks)) : std::move(events);
    std::vector<LabelEvent> all = std::move(*blocks); // usually by far the most
    const auto middle = static_cast<std::ptrdiff_t>(all.size());
    std::ranges::move(*events, std::back_inserter(all));
    std::ranges::inplace_merge(all, all.begin() + middle, {}, &LabelEvent::seq);
    return all;
}

} // namespace

LabelStore::LabelStore(const Project& project)
    : m_project(&project)
{
}

LabelBlocks LabelStore::blocks() const
{
    return LabelBlocks(m_project->database());
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
    std::set<std::string, std::less<>> known;
    std::vector<LabelEvent> numbered(events.begin(), events.end());
    std::int64_t seq = last; // a seal is bound to its number, so the number is chosen here
    for (LabelEvent& event : numbered) {
        CB_CHECK(checkEvent(database, event, rowCount));
        if (known.insert(event.person).second)
            CB_CHECK(PersonStore(*m_project).ensure(tx, event.person));
        event.seq = ++seq;
    }
    // checkEvent and the enumerations are what the CHECKs of the table say.
    std::optional<WithoutChecks> unasked;
    if (events.size() >= kManyEvents) {
        CB_TRY(WithoutChecks many, WithoutChecks::begin(database));
        unasked.emplace(std::move(many));
    }
    CB_TRY(LabelInserter inserter, LabelInserter::begin(*m_project, tx));
    for (std::size_t i = 0; i < numbered.size();) {
        const auto rest = std::span<const LabelEvent>(numbered).subspan(i);
        const std::size_t alike = seal.empty() ? LabelBlocks::fitting(rest) : 0;
        if (alike >= kManyEvents) {
            CB_CHECK(LabelBlocks(database).append(tx, rest.first(alike)));
            i += alike;
            continue;
        }
        for (const std::size_t end = i + std::max<std::size_t>(alike, 1); i < end; ++i)
            CB_CHECK(inserter.insert(numbered[i], i < seal.size() && seal[i] != 0));
    }
    return last + 1;
}

Result<void> LabelStore::appendBlock(WriteTransaction& tx, LabelBlock block) const
{
    expects(std::ranges::is_sorted(block.rows, std::less_equal<>()), "appendBlock: rows ascend");
    if (block.rows.size() < kManyEvents) {
        std::vector<LabelEvent> events;
        for (std::size_t i = 0; i < block.rows.size(); ++i)
            events.push_back(block.event(i));
        CB_CHECK(appendAll(tx, events));
        return {};
    }
    CB_TRY(const std::size_t rowCount, CaseStore(*m_project).rowCount());
    LabelEvent last = block.event(block.rows.size() - 1);
    CB_CHECK(checkEvent(tx.database(), last, rowCount));
    CB_CHECK(PersonStore(*m_project).ensure(tx, block.shared.person));
    CB_TRY(const std::int64_t seq, lastSeq());
    block.shared.seq = seq + 1;
    return LabelBlocks(tx.database()).append(tx, block);
}

Result<std::vector<LabelEvent>>
LabelStore::open(WriteTransaction& tx, CaseRow row, std::string_view why) const
{
    Database& database = tx.database();
    CB_TRY(Statement rows,
           database.query(std::string(kLabelSelect) + "WHERE l.case_row = ?1 AND " + std::string(kStillSealed)
                              + " ORDER BY l.seq",
                          row));
    CB_TRY(std::vector<LabelEvent> opened, readLabels(*m_project, std::move(rows)));
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
    CB_TRY(
        Statement rows,
        m_project->database().query(std::string(kLabelSelect) + "WHERE l.case_row = ?1 ORDER BY l.seq", row));
    return withBlocks(readLabels(*m_project, std::move(rows)), blocks().ofRow(row));
}

Result<std::vector<LabelEvent>> LabelStore::eventsFor(std::string_view person, CaseRow row) const
{
    CB_TRY(Statement rows,
           m_project->database().query(std::string(kLabelSelect)
                                           + "WHERE l.case_row = ?1 AND (l.person = ?2 OR NOT ("
                                           + std::string(kStillSealed) + ")) ORDER BY l.seq",
                                       row, person));
    return withBlocks(readLabels(*m_project, std::move(rows)), blocks().ofRow(row));
}

Result<std::vector<LabelEvent>> LabelStore::singleEvents(std::int64_t maxSeq) const
{
    CB_TRY(const bool opened, anyOpened(*m_project));
    CB_TRY(Statement rows,
           m_project->database().query(std::string(opened ? kLabelSelect : kLabelSelectUnopened)
                                           + "WHERE l.seq <= ?1 ORDER BY l.seq",
                                       maxSeq));
    return readLabels(*m_project, std::move(rows));
}

Result<std::vector<LabelEvent>> LabelStore::singleEventsFor(std::string_view person) const
{
    CB_TRY(const bool opened, anyOpened(*m_project));
    const std::string which = opened
        ? std::string(kLabelSelect) + "WHERE l.person = ?1 OR NOT (" + std::string(kStillSealed) + ")"
        : std::string(kLabelSelectUnopened) + "WHERE l.person = ?1 OR l.sealed IS NULL";
    CB_TRY(Statement rows, m_project->database().query(which + " ORDER BY l.seq", person));
    return readLabels(*m_project, std::move(rows));
}

Result<std::vector<LabelEvent>> LabelStore::allEvents(std::optional<std::int64_t> maxSeq) const
{
    const std::int64_t most = maxSeq.value_or(kEver);
    return withBlocks(singleEvents(most), blocks().all(most));
}

Result<std::vector<LabelEvent>> LabelStore::allEventsFor(std::string_view person) const
{
    return withBlocks(singleEventsFor(person), blocks().all(kEver));
}

Result<LabelHistory> LabelStore::history(std::optional<std::int64_t> maxSeq) const
{
    LabelHistory history;
    const std::int64_t most = maxSeq.value_or(kEver);
    CB_TRY(history.single, singleEvents(most));
    CB_TRY(history.blocks, blocks().columns(most));
    return history;
}

Result<LabelHistory> LabelStore::historyFor(std::string_view person) const
{
    LabelHistory history;
    CB_TRY(history.single, singleEventsFor(person));
    CB_TRY(history.blocks, blocks().columns(kEver)); // nothing in a block was ever sealed
    return history;
}

Result<std::vector<LabelEvent>> LabelStore::eventsBy(std::string_view person) const
{
    CB_TRY(Statement rows,
           m_project->database().query(std::string(kLabelSelect) + "WHERE l.person = ?1 ORDER BY l.seq",
                                       person));
    return withBlocks(readLabels(*m_project, std::move(rows)), blocks().by(person));
}

Result<std::optional<LabelEvent>> LabelStore::lastStanding(std::string_view person) const
{
    CB_TRY(Statement rows,
           m_project->database().query(
               std::string(kLabelSelect)
                   + "WHERE l.person = ?1 AND l.retracts IS NULL AND NOT EXISTS "
                     "(SELECT 1 FROM label r WHERE r.case_row = l.case_row AND r.retracts = l.seq) "
                     "ORDER BY l.seq DESC LIMIT 1",
               person));
    CB_TRY(auto events, readLabels(*m_project, std::move(rows)));
    CB_TRY(auto later, blocks().lastStanding(person, events.empty() ? 0 : events.front().seq));
    if (later || events.empty())
        return later;
    return std::optional(std::move(events.front()));
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
           m_project->database().query(std::string(kLabelSelect) + "WHERE l.seq <= ?1 AND "
                                           + std::string(kStillSealed),
                                       maxSeq.value_or(kEver)));
    LabelSealer sealer(*m_project);
    UnreadableLabels unreadable;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            break;
        CB_TRY(StoredLabel stored, readStoredLabel(rows));
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
    CB_TRY(const std::int64_t single, m_project->database().integer("SELECT count(*) FROM label"));
    CB_TRY(const std::int64_t inBlocks, blocks().count());
    return single + inBlocks;
}

Result<std::int64_t> LabelStore::countOf(CaseRow row) const
{
    CB_TRY(const std::int64_t single,
           m_project->database().integer("SELECT count(*) FROM label WHERE case_row = ?1", row));
    CB_TRY(const auto inBlocks, blocks().ofRow(row));
    return single + static_cast<std::int64_t>(inBlocks.size());
}

Result<std::int64_t> LabelStore::lastSeq() const
{
    CB_TRY(const std::int64_t single, m_project->database().integer("SELECT max(seq) FROM label"));
    CB_TRY(const std::int64_t inBlocks, blocks().lastSeq());
    return std::max(single, inBlocks);
}

Result<std::vector<std::string>> checkSealedLabels(const Project& project)
{
    CB_TRY(Statement rows,
           project.database().query(std::string(kLabelSelect) + "WHERE l.sealed IS NOT NULL ORDER BY l.seq"));
    LabelSealer sealer(project);
    std::vector<std::string> faults;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return faults;
        CB_TRY(const StoredLabel stored, readStoredLabel(rows));
        LabelEvent said = stored.event;
        const auto opened = sealer.open(stored.cell, said);
        if (!opened)
            faults.push_back(opened.error().sentence());
        else if (*opened && !stored.sealed && !sameWords(said, stored.event))
            faults.push_back(fmt::format("Verdict {} was opened as another one than was sealed.", said.seq));
    }
}

} // namespace casebench
