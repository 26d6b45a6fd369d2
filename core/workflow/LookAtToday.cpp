// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/LookAtToday.h"

#include "core/data/Encoder.h"
#include "core/drift/SchemaEvents.h"
#include "core/monitoring/Alerts.h"
#include "core/monitoring/Performance.h"
#include "core/monitoring/Windows.h"
#include "core/store/AlertStore.h"
#include "core/store/AuditLog.h"
#include "core/store/CaseStore.h"
#include "core/store/RunStore.h"
#include "core/store/ScoreStore.h"
#include "core/store/SnapshotStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/CaseTimes.h"
#include "core/workflow/LabelQueue.h"
#include "core/workflow/SettleLabels.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace casebench {

namespace {

constexpr std::int64_t kEvents = 5; // as many as one reads at a glance (ours)

/// The state of every project row that the look needs; spans by project row.
struct Rows
{
    std::vector<Instant> times; ///< empty without a time field
    std::vector<SettledCase> settled;
    std::vector<std::uint8_t> inReference;
    std::vector<std::uint8_t> scored;
    std::vector<std::uint8_t> flagged;
};

bool may(const Actor& actor, VerbGroup group)
{
    return requireAccess(actor, group).has_value();
}

Result<std::optional<TodayChampion>> championOf(const Project& project)
{
    const RunStore runs(project);
    CB_TRY(const auto id, runs.champion());
    if (!id)
        return std::optional<TodayChampion> {};
    TodayChampion champion;
    champion.harmMargin = WatchOptions {}.harmMargin;
    CB_TRY(champion.run, runs.find(*id));
    CB_TRY(champion.trainedOn, SnapshotStore(project).find(champion.run.snapshotId));
    CB_TRY(const auto decisions, runs.decisions(*id));
    for (const RunDecision& decision : decisions) {
        if (decision.decision == Decision::Approve)
            champion.approvedBy = decision.person;
        if (decision.decision == Decision::Promote)
            champion.since = decision.at;
    }
    return std::optional(std::move(champion));
}

Result<void> readScores(const Project& project, const TodayChampion& champion, Rows& rows)
{
    CB_TRY(const auto reference, SnapshotStore(project).rows(champion.trainedOn.id));
    for (const CaseRow row : reference)
        rows.inReference[row] = 1;
    CB_TRY(const CaseScores scores, ScoreStore(project).latest(champion.run.id));
    for (std::size_t i = 0; i < scores.rows.size(); ++i) {
        rows.scored[scores.rows[i]] = 1;
        rows.flagged[scores.rows[i]] = scores.probability[i] >= champion.run.threshold ? 1 : 0;
    }
    return {};
}

// ---------------------------------------------------------------------------------------------- months

TodayMonth countMonth(const MonthSpan& span, const Rows& rows)
{
    TodayMonth month { .first = span.first, .last = span.last };
    month.cases = static_cast<std::int64_t>(span.rows.size());
    for (const std::uint32_t row : span.rows) {
        month.decided += rows.settled[row].truth != kUndecided ? 1 : 0;
        month.audited += rows.settled[row].audited ? 1 : 0;
    }
    return month;
}

MonthIndex lastReferenceOf(const Rows& rows)
{
    MonthIndex last = lastMonth({});
    for (std::size_t row = 0; row < rows.times.size(); ++row) {
        if (rows.inReference[row] != 0 && rows.times[row] != kNoTime)
            last = std::max(last, monthOf(rows.times[row]));
    }
    return last;
}

/// The months in which the champion is watched, as monitoring cuts them.
std::vector<MonthSpan> windowsOf(const Rows& rows)
{
    return windowsAfter(lastReferenceOf(rows), rows.times, rows.inReference, WatchOptions {}.minimumWindow);
}

/// Calendar months up to the last one of the reference (all of them without a champion), then windows.
std::vector<MonthSpan> spansOf(const Rows& rows, bool champion)
{
    const MonthIndex lastReference = lastReferenceOf(rows);
    std::map<MonthIndex, std::vector<std::uint32_t>> before;
    for (std::uint32_t row = 0; row < rows.times.size(); ++row) {
        if (rows.times[row] != kNoTime && (!champion || monthOf(rows.times[row]) <= lastReference))
            before[monthOf(rows.times[row])].push_back(row);
    }
    std::vector<MonthSpan> spans;
    for (auto& [month, positions] : before)
        spans.push_back({ month, month, std::move(positions) });
    if (champion) {
        for (MonthSpan& span : windowsOf(rows))
            spans.push_back(std::move(span));
    }
    return spans;
}

AuditedRecall recallOf(const MonthSpan& span, const Rows& rows)
{
    std::vector<JudgedCase> judged;
    for (std::uint32_t i = 0; i < span.rows.size(); ++i) {
        const std::uint32_t row = span.rows[i];
        const SettledCase& label = rows.settled[row];
        if (label.truth != kUndecided && rows.scored[row] != 0)
            judged.push_back({ i, label.truth == kPositive, rows.flagged[row] != 0, label.audited });
    }
    return auditedRecall(judged);
}

/// Monitoring may have raised harm from several months pooled; its word counts as much as the month's own.
bool wasHarmful(const TodayMonth& month, const AuditedRecall& audited, const WatchReport& report)
{
    return isHarmful(audited, report) || std::ranges::any_of(report.alerts, [&](const Alert& alert) {
               return alert.runId == report.runId && alert.kind == "harm" && alert.windowFrom != kNoTime
                   && monthOf(alert.windowFrom) == month.first;
           });
}

/// How the champion did in a month after its training. report: its reference and the project's alerts.
void judge(TodayMonth& month, const MonthSpan& span, const Rows& rows, const WatchReport& report)
{
    const AuditedRecall audited = recallOf(span, rows);
    month.recall = audited.recall;
    if (std::ranges::none_of(span.rows, [&](std::uint32_t row) { return rows.scored[row] != 0; }))
        month.word = MonthWord::NotChecked;
    else if (wasHarmful(month, audited, report))
        month.word = MonthWord::Harm;
    else if (month.newFieldShare >= SchemaEventOptions {}.newShare)
        month.word = MonthWord::NewField;
    else
        month.word = audited.recall.n > 0 ? MonthWord::Steady : MonthWord::TooFew;
}

/// How much the alerts of the champion speak for a field: what explains harm before what is merely new.
double suspicion(const std::string& field, std::int64_t run, const std::vector<Alert>& alerts)
{
    double weight = 0;
    for (const Alert& alert : alerts) {
        if (alert.runId != run || alert.fields.empty())
            continue;
        if (alert.kind == "harm" && std::ranges::find(alert.fields, field) != alert.fields.end())
            weight = 2;
        else if (alert.kind == "schema" && alert.fields.front() == field)
            weight = std::max(weight, 1.0);
    }
    return weight;
}

/// Fills the share of the field that came after the training and is unknown to the model: the one the alerts
/// suspect, else the one filled most in the last month. Only such fields are read.
Result<void> findNewField(const CaseStore& cases,
                          const Schema& schema,
                          const Rows& rows,
                          const std::vector<MonthSpan>& spans,
                          const std::vector<Alert>& alerts,
                          TodayReport& report,
                          Progress& progress)
{
    CB_TRY(const Encoder encoder, Encoder::fromJson(report.champion->run.encoder));
    std::set<std::string, std::less<>> known;
    for (const EncodedField& field : encoder.fields())
        known.insert(field.name);
    double best = 0;
    for (const Field& field : schema.fields()) {
        if (field.role != FieldRole::Feature || known.contains(field.name))
            continue;
        CB_CHECK(progress.checkpoint());
        CB_TRY(const Column column, cases.loadColumn(field.name));
        const auto share = [&](const MonthSpan& span) {
            const auto filled =
                std::ranges::count_if(span.rows, [&](auto row) { return column.isFilled(row); });
            return static_cast<double>(filled) / static_cast<double>(span.rows.size());
        };
        const double last = share(spans.back());
        bool before = false;
        for (std::size_t row = 0; row < column.size() && !before; ++row)
            before = rows.inReference[row] != 0 && column.isFilled(row);
        const double weight = last + suspicion(field.name, report.champion->run.id, alerts);
        if (before || last <= 0 || weight <= best)
            continue;
        best = weight;
        report.newField = field.name;
        report.newFieldIsYesNo = field.kind == FieldKind::YesNo;
        for (std::size_t i = 0; i < spans.size(); ++i) {
            const bool training = std::ranges::any_of(
                spans[i].rows, [&](std::uint32_t row) { return rows.inReference[row] != 0; });
            if (!training)
                report.months[i].newFieldShare = share(spans[i]);
        }
    }
    return {};
}

Result<void> lookAtMonths(const CaseStore& cases,
                          const Schema& schema,
                          const Rows& rows,
                          const std::vector<Alert>& alerts,
                          TodayReport& report,
                          Progress& progress)
{
    report.withoutMonth = rows.times.empty() ? report.cases : std::ranges::count(rows.times, kNoTime);
    const std::vector<MonthSpan> spans = spansOf(rows, report.champion.has_value());
    for (const MonthSpan& span : spans)
        report.months.push_back(countMonth(span, rows));
    if (!report.champion || spans.empty())
        return {};
    CB_CHECK(findNewField(cases, schema, rows, spans, alerts, report, progress));
    WatchReport reference;
    reference.runId = report.champion->run.id;
    reference.referenceRecall = report.champion->run.referenceRecall;
    reference.alerts = alerts;
    bool after = false;
    for (std::size_t i = spans.size(); i-- > 0;) {
        const bool training =
            std::ranges::any_of(spans[i].rows, [&](std::uint32_t row) { return rows.inReference[row] != 0; });
        after = after || training; // counting back: from the newest training month on, nothing is watched
        if (training)
            report.months[i].word = MonthWord::Training;
        else if (!after)
            judge(report.months[i], spans[i], rows, reference);
    }
    return {};
}

// ----------------------------------------------------------------------------------------------- needs

void addNeed(std::vector<Need>& needs, Need need)
{
    if (need.count > 0)
        needs.push_back(std::move(need));
}

void addAlerts(std::vector<Need>& needs, const std::vector<Alert>& alerts, const Actor& actor)
{
    Need unowned { .kind = NeedKind::AlertsWithoutOwner, .canAct = may(actor, VerbGroup::Analysis) };
    Need owned { .kind = NeedKind::AlertsYouOwn, .canAct = unowned.canAct };
    for (auto alert = alerts.rbegin(); alert != alerts.rend(); ++alert) {
        if (alert->state == AlertState::Open && alert->owner.empty())
            unowned.alerts.push_back(*alert);
        else if (alert->owner == actor.name && alert->state != AlertState::Closed
                 && alert->state != AlertState::Snoozed)
            owned.alerts.push_back(*alert);
    }
    unowned.count = std::ssize(unowned.alerts);
    owned.count = std::ssize(owned.alerts);
    addNeed(needs, std::move(unowned));
    addNeed(needs, std::move(owned));
}

Result<void> addApprovals(std::vector<Need>& needs, const RunStore& store, const Actor& actor)
{
    Need mine { .kind = NeedKind::ApprovalsYouGive, .canAct = true };
    Need others { .kind = NeedKind::ApprovalsOfOthers };
    CB_TRY(const auto runs, store.list());
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
        if (run->state != RunState::Submitted)
            continue;
        WaitingApproval waiting { run->id, run->name, run->trainedBy, {}, kNoTime };
        CB_TRY(const auto decisions, store.decisions(run->id));
        for (const RunDecision& decision : decisions) {
            if (decision.decision == Decision::Submit) {
                waiting.submittedBy = decision.person;
                waiting.submittedAt = decision.at;
            }
        }
        const bool second = may(actor, VerbGroup::Release) && run->trainedBy != actor.name;
        (second ? mine : others).approvals.push_back(std::move(waiting));
    }
    mine.count = std::ssize(mine.approvals);
    others.count = std::ssize(others.approvals);
    addNeed(needs, std::move(mine));
    addNeed(needs, std::move(others));
    return {};
}

/// Cases after the training that the champion never scored: what "check now" is for.
void addUnchecked(std::vector<Need>& needs, const TodayReport& report, const Rows& rows, const Actor& actor)
{
    if (!report.champion || rows.times.empty())
        return;
    Need unchecked { .kind = NeedKind::CasesToCheck, .canAct = may(actor, VerbGroup::Analysis) };
    for (const MonthSpan& span : windowsOf(rows)) {
        for (const std::uint32_t row : span.rows) {
            if (rows.scored[row] != 0)
                continue;
            ++unchecked.count;
            if (unchecked.oldest == kNoTime || rows.times[row] < unchecked.oldest)
                unchecked.oldest = rows.times[row];
        }
    }
    addNeed(needs, std::move(unchecked));
}

/// What waits for a verdict, without the cases this person gave one on already.
Result<void> addQueue(std::vector<Need>& needs, Project& project, const Actor& actor)
{
    Need toLabel { .kind = NeedKind::CasesToLabel, .canAct = may(actor, VerbGroup::Intake) };
    Need disputes { .kind = NeedKind::DisputesToSettle, .canAct = toLabel.canAct };
    std::map<std::string, std::int64_t> kinds;
    CB_TRY(const auto queue, labelQueue(project, actor, {}));
    for (const QueueItem& item : queue) {
        if (item.entry.kind == QueueKind::Returned)
            continue; // it has a verdict of this person
        Need& need = item.entry.kind == QueueKind::Disputed ? disputes : toLabel;
        ++need.count;
        if (item.received != kNoTime && (need.oldest == kNoTime || item.received < need.oldest))
            need.oldest = item.received;
        if (&need == &toLabel)
            ++kinds[item.told];
    }
    toLabel.queue.assign(kinds.begin(), kinds.end());
    addNeed(needs, std::move(toLabel));
    addNeed(needs, std::move(disputes));
    return {};
}

} // namespace

const TodayMonth* TodayReport::newestRecall() const
{
    const auto at = std::ranges::find_if(months.rbegin(), months.rend(),
                                         [](const TodayMonth& month) { return month.recall.n > 0; });
    return at == months.rend() ? nullptr : &*at;
}

Result<TodayReport> lookAtToday(Project& project, const Actor& actor, Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Look));
    TodayReport report;
    const CaseStore cases(project);
    CB_TRY(const Schema schema, cases.schema());
    CB_TRY(const std::size_t count, cases.rowCount());
    Rows rows;
    CB_TRY(rows.settled, settledCases(project, LabelPolicy::Confirmed));
    rows.inReference.assign(count, 0);
    rows.scored.assign(count, 0);
    rows.flagged.assign(count, 0);
    report.cases = static_cast<std::int64_t>(count);
    report.decided = std::ranges::count_if(
        rows.settled, [](const SettledCase& entry) { return entry.truth != kUndecided; });
    CB_CHECK(progress.checkpoint());
    CB_TRY(rows.times, caseTimes(project));
    CB_TRY(report.champion, championOf(project));
    if (report.champion)
        CB_CHECK(readScores(project, *report.champion, rows));
    CB_TRY(const auto alerts, AlertStore(project).list());
    CB_CHECK(lookAtMonths(cases, schema, rows, alerts, report, progress));
    CB_CHECK(progress.checkpoint());
    addAlerts(report.needs, alerts, actor);
    CB_CHECK(addApprovals(report.needs, RunStore(project), actor));
    addUnchecked(report.needs, report, rows, actor);
    CB_CHECK(addQueue(report.needs, project, actor));
    CB_TRY(report.events, AuditLog(project).newest(kEvents));
    return report;
}

} // namespace casebench
