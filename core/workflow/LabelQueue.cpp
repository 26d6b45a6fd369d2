// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/LabelQueue.h"

#include "core/base/Random.h"
#include "core/data/Encoder.h"
#include "core/store/AlertStore.h"
#include "core/store/CaseNoteStore.h"
#include "core/store/CaseStore.h"
#include "core/store/ClaimStore.h"
#include "core/store/LabelStore.h"
#include "core/store/PersonStore.h"
#include "core/store/RunStore.h"
#include "core/store/ScoreStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/Blinding.h"
#include "core/workflow/CaseTimes.h"
#include "core/workflow/FindLabelErrors.h"
#include "core/workflow/SettleLabels.h"

#include <algorithm>
#include <cmath>

namespace casebench {

namespace {

using Marks = std::vector<std::uint8_t>;

/// Everything the queue is made from, owned.
struct Desk
{
    std::vector<SettledCase> settled;
    std::vector<std::string> ids;
    std::vector<Instant> times;
    Marks scored;
    Marks flagged;
    Marks uncertain;
    Marks outside;
    Marks suspected;
    Marks sealed;
    Marks own;
    Marks held;
    std::map<CaseRow, std::string> newAnswers;
    std::map<CaseRow, std::string> returned;
    std::size_t persons = 1;
    std::size_t person = 0;
};

/// The slice is random to people, the same for everybody who opens this project.
std::uint64_t auditSeed(const Project& project)
{
    return Random::forPurpose(0, project.uuid()).next();
}

void addScores(const Run& champion, const CaseScores& scores, Desk& desk)
{
    desk.scored.assign(desk.ids.size(), 0);
    desk.flagged.assign(desk.ids.size(), 0);
    desk.uncertain.assign(desk.ids.size(), 0);
    for (std::size_t i = 0; i < scores.rows.size(); ++i) {
        const double distance = scores.probability[i] - champion.threshold;
        desk.scored[scores.rows[i]] = 1;
        desk.flagged[scores.rows[i]] = distance >= 0 ? 1 : 0;
        desk.uncertain[scores.rows[i]] = std::abs(distance) <= kUncertainWithin ? 1 : 0;
    }
}

/// Cases that fill a field which an alert names and the champion cannot see.
Result<void> addNewAnswers(Project& project, const Run& champion, const Encoder& encoder, Desk& desk)
{
    const CaseStore cases(project);
    CB_TRY(const Schema schema, cases.schema());
    CB_TRY(const auto alerts, AlertStore(project).list());
    for (const Alert& alert : alerts) {
        if (alert.runId != champion.id || alert.state == AlertState::Closed)
            continue;
        for (const std::string& field : alert.fields) {
            const auto at = schema.indexOf(field);
            if (!at || encoder.knows(field) || schema[*at].role != FieldRole::Feature)
                continue;
            CB_TRY(const Column column, cases.loadColumn(field));
            for (CaseRow row = 0; row < column.size(); ++row) {
                if (column.isFilled(row))
                    desk.newAnswers.try_emplace(row, field + " = " + column.text(row));
            }
        }
    }
    return {};
}

/// Cases outside what the champion was trained on.
Result<void> addOutside(Project& project, const Encoder& encoder, Desk& desk, Progress& progress)
{
    const CaseStore cases(project);
    CB_TRY(const Schema schema, cases.schema());
    TableRequest request;
    for (const EncodedField& field : encoder.fields()) {
        if (schema.indexOf(field.name))
            request.fields.push_back(field.name);
    }
    if (request.fields.empty())
        return {};
    CB_TRY(const CaseTablePtr table, cases.loadTable(request, progress));
    desk.outside = encoder.outsideTraining(*table);
    return {};
}

Result<void> addChampion(Project& project, const QueueRequest& request, Desk& desk)
{
    const RunStore runs(project);
    CB_TRY(const auto champion, runs.champion());
    if (!champion)
        return {};
    CB_TRY(const Run run, runs.find(*champion));
    CB_TRY(const CaseScores scores, ScoreStore(project).latest(*champion));
    addScores(run, scores, desk);
    const bool wanted =
        request.kinds.empty() || std::ranges::find(request.kinds, QueueKind::Drifted) != request.kinds.end();
    if (!wanted)
        return {};
    CB_TRY(const Encoder encoder, Encoder::fromJson(run.encoder));
    CB_CHECK(addNewAnswers(project, run, encoder, desk));
    Progress silent;
    return addOutside(project, encoder, desk, silent);
}

/// Own verdicts that the champion contradicts and for which no line says why.
Result<void> addReturned(Project& project, const Actor& actor, Desk& desk)
{
    if (desk.scored.empty())
        return {};
    CB_TRY(const auto answered, CaseNoteStore(project).answeredBy(actor.name));
    CB_TRY(const auto events, LabelStore(project).eventsBy(actor.name));
    std::map<CaseRow, const LabelEvent*> latest;
    for (const LabelEvent* event : standingEvents(events))
        latest[event->row] = event;
    for (const auto& [row, event] : latest) {
        const bool explained = !event->note.empty() || std::ranges::binary_search(answered, row);
        if (event->origin != LabelOrigin::Person || explained || desk.scored[row] == 0)
            continue;
        const bool flagged = desk.flagged[row] != 0;
        if ((event->verdict == Verdict::Scam && !flagged) || (event->verdict == Verdict::NotScam && flagged))
            desk.returned[row] = "a reason is wanted";
    }
    return {};
}

/// Labels that the newest run's out-of-fold answers contradict.
Result<void> addSuspected(Project& project, const QueueRequest& request, Desk& desk)
{
    const bool wanted =
        request.kinds.empty() || std::ranges::find(request.kinds, QueueKind::Noise) != request.kinds.end();
    if (!wanted)
        return {};
    Progress silent;
    const auto suspects = suspectedLabelErrors(project, silent);
    if (!suspects)
        return {}; // what cannot be estimated doubts nobody; the other kinds of work still wait
    desk.suspected.assign(desk.ids.size(), 0);
    for (const SuspectedLabel& suspect : *suspects)
        desk.suspected[suspect.row] = 1;
    return {};
}

Result<void> addPeople(Project& project, const Actor& actor, Instant at, Desk& desk)
{
    CB_TRY(const auto claims, ClaimStore(project).holding(at));
    for (const Claim& claim : claims) {
        if (claim.person != actor.name && claim.row < desk.held.size())
            desk.held[claim.row] = 1;
    }
    CB_TRY(const auto persons, PersonStore(project).list());
    std::vector<std::string> sharing;
    for (const bool investigators : { true, false }) {
        for (const Person& person : persons) {
            if (investigators ? person.role == Role::Investigator
                              : requireAccess(actorFor(person), VerbGroup::Intake).has_value())
                sharing.push_back(person.name);
        }
        if (!sharing.empty())
            break;
    }
    const auto self = std::ranges::find(sharing, actor.name);
    if (self == sharing.end())
        return {}; // who is not in the rotation sees all of it as open
    desk.persons = sharing.size();
    desk.person = static_cast<std::size_t>(self - sharing.begin());
    return {};
}

Result<Desk> layOut(Project& project, const Actor& actor, const QueueRequest& request, Instant at)
{
    Desk desk;
    const CaseStore cases(project);
    CB_TRY(desk.settled, settledCases(project, LabelPolicy::Confirmed));
    CB_TRY(desk.ids, cases.ids());
    CB_TRY(desk.times, caseTimes(project));
    CB_TRY(desk.own, ownVerdicts(project, actor.name));
    desk.sealed.assign(desk.ids.size(), 0);
    desk.held.assign(desk.ids.size(), 0);
    CB_TRY(const auto sealed, LabelStore(project).sealedRows());
    for (const CaseRow row : sealed)
        desk.sealed[row] = 1;
    CB_CHECK(addChampion(project, request, desk));
    CB_CHECK(addReturned(project, actor, desk));
    CB_CHECK(addSuspected(project, request, desk));
    CB_CHECK(addPeople(project, actor, at, desk));
    return desk;
}

/// Chosen by the model or the audit: nobody who labels may tell them apart.
bool looksRoutine(const QueueEntry& entry)
{
    return entry.reason == kRoutineReason;
}

bool wouldTell(QueueKind kind)
{
    return kind == QueueKind::Flagged || kind == QueueKind::Uncertain || kind == QueueKind::Audit
        || kind == QueueKind::Drifted;
}

/// Widens what a person who judges first asks for, so that the answer does not tell.
std::vector<QueueKind> kindsFor(const Actor& actor, std::vector<QueueKind> kinds)
{
    if (!judgesFirst(actor))
        return kinds;
    if (std::ranges::any_of(kinds, wouldTell)) {
        for (const QueueKind kind :
             { QueueKind::Flagged, QueueKind::Uncertain, QueueKind::Audit, QueueKind::Drifted })
            kinds.push_back(kind);
    }
    const auto both = [&](QueueKind kind) { return std::ranges::find(kinds, kind) != kinds.end(); };
    if (both(QueueKind::Noise) || both(QueueKind::Second)) {
        kinds.push_back(QueueKind::Noise);
        kinds.push_back(QueueKind::Second);
    }
    return kinds;
}

std::string told(const Actor& actor, const QueueRequest& request, const QueueEntry& entry)
{
    if (looksRoutine(entry) && (judgesFirst(actor) || request.kinds.empty()))
        return std::string(kRoutineReason);
    if (entry.kind == QueueKind::Noise && (judgesFirst(actor) || request.kinds.empty()))
        return std::string(name(QueueKind::Second)); // that a verdict is suspected is an opinion too
    return std::string(name(entry.kind));
}

} // namespace

Result<std::vector<QueueItem>> labelQueue(Project& project, const Actor& actor, const QueueRequest& request)
{
    const Instant at = request.at == kNoTime ? now() : request.at;
    QueueRequest widened = request;
    widened.kinds = kindsFor(actor, request.kinds);
    CB_TRY(const Desk desk, layOut(project, actor, widened, at));
    QueueInput input { desk.settled, desk.ids, desk.times, desk.flagged, auditSeed(project) };
    input.uncertain = desk.uncertain;
    input.outside = desk.outside;
    input.newAnswers = desk.newAnswers;
    input.suspected = desk.suspected;
    input.sealed = desk.sealed;
    input.own = desk.own;
    input.returned = desk.returned;
    input.heldByOthers = desk.held;
    input.persons = desk.persons;
    input.person = desk.person;
    input.day = at / kMicrosPerDay;
    std::vector<QueueItem> items;
    for (QueueEntry& entry : buildQueue(input, widened.kinds)) {
        if (request.limit != 0 && items.size() == request.limit)
            break;
        if (request.mine && !entry.ownShare)
            continue;
        const CaseRow row = entry.row;
        std::string kind = told(actor, request, entry);
        items.push_back({ std::move(entry), desk.ids[row], desk.times.empty() ? kNoTime : desk.times[row],
                          std::move(kind) });
    }
    return items;
}

Result<std::vector<std::string>>
claimCases(Project& project, const Actor& actor, std::span<const std::string> caseIds)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    CB_TRY(const IdIndex index, CaseStore(project).idIndex());
    std::vector<CaseRow> rows;
    std::map<CaseRow, std::string> idOf;
    for (const std::string& id : caseIds) {
        if (const auto row = index.find(id)) {
            rows.push_back(*row);
            idOf[*row] = id;
        }
    }
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_TRY(const auto taken, ClaimStore(project).take(tx, rows, actor.name, tx.time() + kClaimFor));
    std::vector<std::string> mine;
    for (const CaseRow row : taken)
        mine.push_back(idOf[row]);
    CB_CHECK(tx.commit({ .act = "label.claim",
                         .objType = "case",
                         .objId = mine.empty() ? std::string() : mine.front(),
                         .after = { { "cases", mine } } }));
    return mine;
}

} // namespace casebench
