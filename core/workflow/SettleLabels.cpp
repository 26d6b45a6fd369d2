// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/SettleLabels.h"

#include "core/base/Random.h"
#include "core/store/CaseStore.h"
#include "core/store/LabelStore.h"
#include "core/store/RunStore.h"
#include "core/store/ScoreStore.h"
#include "core/workflow/Access.h"

#include <algorithm>

namespace casebench {

namespace {

Error unknownCase(std::string_view id)
{
    return { ErrorCode::NotFound,
             "There is no case \"" + std::string(id) + "\".",
             {},
             "unknown-case",
             "Check its id in the list of cases." };
}

Json eventJson(const LabelEvent& event, std::string_view caseId)
{
    Json json = { { "case", caseId },
                  { "verdict", name(event.verdict) },
                  { "person", event.person },
                  { "reason", event.reason } };
    if (event.retracts != 0)
        json["retracts"] = event.retracts;
    return json;
}

Result<std::vector<Instant>> caseTimes(Project& project)
{
    const CaseStore cases(project);
    CB_TRY(const Schema schema, cases.schema());
    const auto at = schema.firstOf(FieldRole::Time);
    if (!at)
        return std::vector<Instant> {};
    CB_TRY(const Column column, cases.loadColumn(schema[*at].name));
    if (column.kind() != FieldKind::Time)
        return std::vector<Instant> {};
    return std::vector<Instant>(column.times().begin(), column.times().end());
}

/// Which cases the champion's stored scores call a scam; empty without a champion.
Result<std::vector<std::uint8_t>> flaggedCases(Project& project, std::size_t rows)
{
    const RunStore runs(project);
    CB_TRY(const auto champion, runs.champion());
    if (!champion)
        return std::vector<std::uint8_t> {};
    CB_TRY(const Run run, runs.find(*champion));
    CB_TRY(const CaseScores scores, ScoreStore(project).latest(*champion));
    std::vector<std::uint8_t> flagged(rows, 0);
    for (std::size_t i = 0; i < scores.rows.size(); ++i)
        flagged[scores.rows[i]] = scores.probability[i] >= run.threshold ? 1 : 0;
    return flagged;
}

/// The slice is random to people, the same for everybody who opens this project.
std::uint64_t auditSeed(const Project& project)
{
    return Random::forPurpose(0, project.uuid()).next();
}

LabelEvent eventFor(const Actor& actor, CaseRow row, const VerdictRequest& request)
{
    LabelEvent event;
    event.row = row;
    event.verdict = request.verdict;
    event.person = actor.name;
    event.reason = request.reason;
    event.note = request.note;
    event.confidence = request.confidence;
    event.decidedAt = now();
    return event;
}

} // namespace

Result<CaseRow> findCase(Project& project, std::string_view caseId)
{
    const auto row = CaseStore(project).rowOf(caseId);
    if (!row)
        return row.error().code == ErrorCode::NotFound ? unknownCase(caseId) : row.error();
    return *row;
}

Result<CaseLabels> caseLabels(Project& project, std::string_view caseId)
{
    CaseLabels labels;
    labels.caseId = caseId;
    CB_TRY(labels.row, findCase(project, caseId));
    CB_TRY(labels.events, LabelStore(project).events(labels.row));
    labels.settled =
        settleLabels(labels.events, labels.row + std::size_t { 1 }, LabelPolicy::Confirmed)[labels.row];
    return labels;
}

Result<CaseLabels> giveVerdict(Project& project, const Actor& actor, const VerdictRequest& request)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    CB_TRY(const CaseRow row, findCase(project, request.caseId));
    const LabelEvent event = eventFor(actor, row, request);
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_CHECK(LabelStore(project).append(tx, event));
    CB_CHECK(tx.commit(
        { "label.add", "case", request.caseId, nullptr, eventJson(event, request.caseId), request.reason }));
    return caseLabels(project, request.caseId);
}

Result<std::int64_t>
giveVerdicts(Project& project, const Actor& actor, std::span<const VerdictRequest> requests)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    CB_TRY(const IdIndex index, CaseStore(project).idIndex());
    std::vector<LabelEvent> events;
    Json list = Json::array();
    for (const VerdictRequest& request : requests) {
        const auto row = index.find(request.caseId);
        if (!row)
            return unknownCase(request.caseId);
        LabelEvent event = eventFor(actor, *row, request);
        list.push_back(eventJson(event, request.caseId));
        events.push_back(std::move(event));
    }
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_CHECK(LabelStore(project).appendAll(tx, events));
    CB_CHECK(tx.commit({ "label.bulk", "case", std::to_string(events.size()), nullptr, list }));
    return static_cast<std::int64_t>(events.size());
}

Result<CaseLabels> undoVerdict(Project& project, const Actor& actor, std::string_view caseId)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    const LabelStore store(project);
    std::optional<LabelEvent> last;
    if (caseId.empty()) {
        CB_TRY(last, store.lastStanding(actor.name));
    } else {
        CB_TRY(const CaseRow row, findCase(project, caseId));
        CB_TRY(const auto events, store.events(row));
        for (const LabelEvent* event : standingEvents(events)) {
            if (event->person == actor.name)
                last = *event;
        }
    }
    if (!last)
        return Error {
            ErrorCode::NotFound, actor.name + " has no verdict to take back.", {}, "nothing-to-undo"
        };
    CB_TRY(const std::string id, CaseStore(project).idOf(last->row));
    LabelEvent retraction = *last;
    retraction.seq = 0;
    retraction.retracts = last->seq;
    retraction.decidedAt = now();
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_CHECK(store.append(tx, retraction));
    CB_CHECK(tx.commit({ "label.undo", "case", id, eventJson(*last, id), eventJson(retraction, id) }));
    return caseLabels(project, id);
}

Result<std::vector<SettledCase>> settledCases(Project& project, LabelPolicy policy, Instant asOf)
{
    const CaseStore cases(project);
    CB_TRY(const std::size_t rows, cases.rowCount());
    CB_TRY(const auto events, LabelStore(project).allEvents());
    std::optional<Column> complaint;
    if (policy == LabelPolicy::Complaints) {
        CB_TRY(const Schema schema, cases.schema());
        if (const auto at = schema.find("complaint"); at && schema[*at].kind == FieldKind::YesNo) {
            CB_TRY(complaint, cases.loadColumn(schema[*at].name));
        }
    }
    return settleLabels(events, rows, policy, asOf,
                        complaint ? complaint->codes() : std::span<const Code> {});
}

Result<std::vector<QueueItem>>
labelQueue(Project& project, std::span<const QueueKind> kinds, std::size_t limit)
{
    CB_TRY(const auto settled, settledCases(project, LabelPolicy::Confirmed));
    CB_TRY(const auto ids, CaseStore(project).ids());
    CB_TRY(const auto times, caseTimes(project));
    CB_TRY(const auto flagged, flaggedCases(project, ids.size()));
    const auto queue = buildQueue({ settled, ids, times, flagged, auditSeed(project) }, kinds);
    std::vector<QueueItem> items;
    for (const QueueEntry& entry : queue) {
        if (limit != 0 && items.size() == limit)
            break;
        items.push_back({ entry, ids[entry.row], times.empty() ? kNoTime : times[entry.row] });
    }
    return items;
}

} // namespace casebench
