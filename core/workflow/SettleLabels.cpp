// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/SettleLabels.h"

#include "core/base/Text.h"
#include "core/labelling/Blind.h"
#include "core/labelling/SettleHistory.h"
#include "core/labelling/UndoStack.h"
#include "core/store/CaseStore.h"
#include "core/store/ClaimStore.h"
#include "core/store/LabelStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/RecordVerdict.h"

#include <algorithm>
#include <fmt/format.h>

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

CaseLabels settled(std::string_view caseId, CaseRow row, std::vector<LabelEvent> events)
{
    CaseLabels labels;
    labels.caseId = caseId;
    labels.row = row;
    labels.events = std::move(events);
    std::vector<LabelEvent> alone = labels.events; // as the only case there is: not all before it are settled
    for (LabelEvent& event : alone)
        event.row = 0;
    labels.settled = settleLabels(alone, 1, LabelPolicy::Confirmed).front();
    return labels;
}

/// Events that take `targets` back, in the name of the actor.
std::vector<LabelEvent> retractions(const std::vector<const LabelEvent*>& targets)
{
    std::vector<LabelEvent> events;
    for (const LabelEvent* target : targets) {
        LabelEvent retraction = *target;
        retraction.seq = 0;
        retraction.retracts = target->seq;
        retraction.decidedAt = now();
        events.push_back(std::move(retraction));
    }
    return events;
}

/// The one audit record of an undo or a redo.
Result<TakenBack> takeBack(Project& project,
                           WriteTransaction tx,
                           const std::vector<const LabelEvent*>& targets,
                           const char* act)
{
    TakenBack taken;
    Json before = Json::array();
    for (const LabelEvent* target : targets) {
        CB_TRY(std::string id, CaseStore(project).idOf(target->row));
        CB_TRY(const auto sealed, LabelStore(project).sealedOf(target->row));
        before.push_back(auditJson(*target, id, sealed.contains(target->seq)));
        taken.caseIds.push_back(std::move(id));
    }
    const std::string person = tx.actor().name;
    CB_TRY(const RecordedVerdicts recorded, recordVerdicts(project, tx, retractions(targets)));
    Json after = Json::array();
    for (std::size_t i = 0; i < recorded.events.size(); ++i)
        after.push_back(auditJson(recorded.events[i], taken.caseIds[i], recorded.sealed[i] != 0));
    const bool one = targets.size() == 1;
    CB_TRY(Json opened, openedJson(project, recorded.opened));
    AuditEntry entry { act, "case", one ? taken.caseIds.front() : std::to_string(targets.size()),
                       one ? before.front() : before, one ? after.front() : after };
    entry.result = std::move(opened);
    CB_CHECK(tx.commit(entry));
    CB_TRY(taken.first, caseLabelsFor(project, person, taken.caseIds.front()));
    return taken;
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
    CB_TRY(const CaseRow row, findCase(project, caseId));
    CB_TRY(auto events, LabelStore(project).events(row));
    return settled(caseId, row, std::move(events));
}

Result<CaseLabels> caseLabelsFor(Project& project, std::string_view person, std::string_view caseId)
{
    CB_TRY(const CaseRow row, findCase(project, caseId));
    const LabelStore store(project);
    CB_TRY(auto events, store.eventsFor(person, row));
    CB_TRY(const std::int64_t all, store.countOf(row));
    const auto seen = static_cast<std::int64_t>(events.size());
    CaseLabels labels = settled(caseId, row, std::move(events));
    labels.hidden = all - seen;
    CB_TRY(labels.sealed, store.sealedOf(row));
    return labels;
}

Result<CaseLabels> giveVerdict(Project& project, const Actor& actor, const VerdictRequest& request)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    CB_TRY(const CaseRow row, findCase(project, request.caseId));
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_TRY(const RecordedVerdicts recorded, recordVerdicts(project, tx, { eventFor(actor, row, request) }));
    CB_CHECK(ClaimStore(project).release(tx, row, actor.name));
    const LabelEvent& event = recorded.events.front();
    CB_TRY(Json opened, openedJson(project, recorded.opened));
    AuditEntry entry { "label.add", "case", request.caseId, nullptr,
                       auditJson(event, request.caseId, recorded.sealed.front() != 0) };
    entry.reason = recorded.sealed.front() != 0 ? std::string() : request.reason;
    entry.result = std::move(opened);
    CB_CHECK(tx.commit(entry));
    return caseLabelsFor(project, actor.name, request.caseId);
}

Result<std::int64_t>
giveVerdicts(Project& project, const Actor& actor, std::span<const VerdictRequest> requests)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    if (requests.empty())
        return std::int64_t { 0 };
    CB_TRY(const IdIndex index, CaseStore(project).idIndex());
    std::vector<LabelEvent> events;
    for (const VerdictRequest& request : requests) {
        const auto row = index.find(request.caseId);
        if (!row)
            return unknownCase(request.caseId);
        events.push_back(eventFor(actor, *row, request));
    }
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_TRY(const RecordedVerdicts recorded, recordVerdicts(project, tx, std::move(events)));
    Json list = Json::array();
    for (std::size_t i = 0; i < requests.size(); ++i) {
        list.push_back(auditJson(recorded.events[i], requests[i].caseId, recorded.sealed[i] != 0));
        CB_CHECK(ClaimStore(project).release(tx, recorded.events[i].row, actor.name));
    }
    CB_TRY(Json opened, openedJson(project, recorded.opened));
    AuditEntry entry { "label.bulk", "case", std::to_string(requests.size()), nullptr, list };
    entry.result = std::move(opened);
    CB_CHECK(tx.commit(entry));
    return static_cast<std::int64_t>(requests.size());
}

Result<CaseLabels> adjudicate(Project& project, const Actor& actor, const VerdictRequest& request)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    if (trimmed(request.reason).empty())
        return Error { ErrorCode::InvalidInput,
                       "A conflict is settled with a reason.",
                       {},
                       "no-reason",
                       "Say why with --reason." };
    if (request.verdict == Verdict::Disputed)
        return Error { ErrorCode::InvalidInput,
                       "A conflict is not settled as disputed.",
                       {},
                       "not-settling",
                       "Settle it as scam, not-scam or unresolvable, or leave it open." };
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_TRY(const CaseLabels before, caseLabelsFor(project, actor.name, request.caseId));
    if (hasDecided(before.events, actor.name))
        return Error { ErrorCode::Refused,
                       actor.name + " gave a verdict on this case and cannot settle it as a third person.",
                       std::string(request.caseId), "own-verdict", "Ask somebody who gave none." };
    if (before.settled.state != CaseState::Disputed)
        return Error { ErrorCode::Refused,
                       "There is no conflict to settle: not two people have decided the case, or they agree.",
                       std::string(request.caseId), "no-conflict",
                       "\"queue --kind disputed\" lists what can be settled." };
    LabelEvent event = eventFor(actor, before.row, request);
    event.origin = LabelOrigin::Adjudication;
    CB_TRY(const RecordedVerdicts recorded, recordVerdicts(project, tx, { std::move(event) }));
    CB_CHECK(ClaimStore(project).release(tx, before.row, actor.name));
    CB_TRY(Json opened, openedJson(project, recorded.opened));
    AuditEntry entry { "label.adjudicate",
                       "case",
                       request.caseId,
                       { { "state", name(before.settled.state) } },
                       auditJson(recorded.events.front(), request.caseId),
                       request.reason };
    entry.result = std::move(opened);
    CB_CHECK(tx.commit(entry));
    return caseLabelsFor(project, actor.name, request.caseId);
}

Result<TakenBack> undoVerdict(Project& project, const Actor& actor, std::string_view caseId)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    const LabelStore store(project);
    std::vector<LabelEvent> events;
    std::vector<const LabelEvent*> targets;
    if (caseId.empty()) {
        CB_TRY(events, store.eventsBy(actor.name));
        targets = nextUndo(events);
    } else {
        CB_TRY(const CaseRow row, findCase(project, caseId));
        CB_TRY(events, store.events(row));
        for (const LabelEvent* event : standingEvents(events)) {
            if (event->person == actor.name)
                targets = { event };
        }
    }
    if (targets.empty())
        return Error {
            ErrorCode::NotFound, actor.name + " has no verdict to take back.", {}, "nothing-to-undo"
        };
    return takeBack(project, std::move(tx), targets, "label.undo");
}

Result<TakenBack> redoVerdict(Project& project, const Actor& actor)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_TRY(const auto events, LabelStore(project).eventsBy(actor.name));
    const auto targets = nextRedo(events);
    if (targets.empty())
        return Error { ErrorCode::NotFound,
                       actor.name + " has taken nothing back that could be restored.",
                       {},
                       "nothing-to-redo" };
    return takeBack(project, std::move(tx), targets, "label.redo");
}

Result<std::vector<SettledCase>> settledCases(Project& project, LabelPolicy policy, Instant asOf)
{
    const CaseStore cases(project);
    CB_TRY(const std::size_t rows, cases.rowCount());
    CB_TRY(const LabelHistory history, LabelStore(project).history());
    std::optional<Column> complaint;
    if (policy == LabelPolicy::Complaints) {
        CB_TRY(const Schema schema, cases.schema());
        if (const auto at = schema.find("complaint"); at && schema[*at].kind == FieldKind::YesNo) {
            CB_TRY(complaint, cases.loadColumn(schema[*at].name));
        }
    }
    return settleHistory(history, rows, policy, asOf,
                         complaint ? complaint->codes() : std::span<const Code> {});
}

Result<std::vector<SettledCase>>
settledCasesFor(Project& project, std::string_view person, LabelPolicy policy)
{
    CB_TRY(const std::size_t rows, CaseStore(project).rowCount());
    CB_TRY(const LabelHistory history, LabelStore(project).historyFor(person));
    return settleHistory(history, rows, policy);
}

Result<std::string> sealWarning(Project& project)
{
    CB_TRY(UnreadableLabels unreadable, LabelStore(project).unreadable());
    return std::move(unreadable.why);
}

} // namespace casebench
