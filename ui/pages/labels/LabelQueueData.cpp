// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/LabelQueueData.h"

#include "core/store/CaseStore.h"
#include "core/store/LabelStore.h"
#include "core/store/PersonStore.h"
#include "core/workflow/Access.h"
#include "ui/text/Format.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>
#include <tuple>

namespace casebench::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("LabelQueue", text);
}

/// Within a group the own share first, then by age, so that the order does not tell what the model thinks.
void sortLines(QList<LabelQueueLine>& lines)
{
    std::ranges::stable_sort(lines, [](const LabelQueueLine& a, const LabelQueueLine& b) {
        return std::tuple(a.group, !a.ownShare, a.received, a.caseId)
            < std::tuple(b.group, !b.ownShare, b.received, b.caseId);
    });
}

LabelQueueLine lineOf(const QueueItem& item)
{
    LabelQueueLine line { format::text(item.caseId), item.received };
    line.ownShare = item.entry.ownShare;
    const bool routine = item.entry.reason == kRoutineReason;
    if (routine) {
        line.group = LabelGroup::Routine;
        line.why = say(QT_TRANSLATE_NOOP("LabelQueue", "No special reason"));
    } else if (item.entry.kind == QueueKind::Returned) {
        line.group = LabelGroup::Returned;
        line.why = say(QT_TRANSLATE_NOOP("LabelQueue", "A reason is wanted"));
    } else if (item.entry.kind == QueueKind::Drifted) {
        line.group = LabelGroup::NewAnswer;
        line.why = format::harmless(format::text(item.entry.reason));
    } else {
        line.group = LabelGroup::Second;
        line.why = say(QT_TRANSLATE_NOOP("LabelQueue", "A second look is wanted"));
    }
    return line;
}

Result<void> addUndecided(Project& project,
                          const std::vector<SettledCase>& settled,
                          const std::set<CaseRow>& own,
                          QList<LabelQueueLine>& lines)
{
    const CaseStore cases(project);
    CB_TRY(const auto ids, cases.ids());
    CB_TRY(const Schema schema, cases.schema());
    std::optional<Column> times;
    if (const auto at = schema.firstOf(FieldRole::Time); at && schema[*at].kind == FieldKind::Time) {
        CB_TRY(times, cases.loadColumn(schema[*at].name));
    }
    for (CaseRow row = 0; row < settled.size(); ++row) {
        if (settled[row].truth != kUndecided || own.contains(row))
            continue;
        LabelQueueLine line { format::text(ids[row]), times ? times->times()[row] : kNoTime,
                              LabelGroup::Undecided };
        line.why = say(QT_TRANSLATE_NOOP("LabelQueue", "No verdict yet"));
        lines.append(line);
    }
    return {};
}

} // namespace

QStringList defaultReasons()
{
    return { say(QT_TRANSLATE_NOOP("LabelQueue", "Asked for a code")),
             say(QT_TRANSLATE_NOOP("LabelQueue", "Took remote access")),
             say(QT_TRANSLATE_NOOP("LabelQueue", "Money sent")),
             say(QT_TRANSLATE_NOOP("LabelQueue", "False bank website")),
             say(QT_TRANSLATE_NOOP("LabelQueue", "Posed as an official")),
             say(QT_TRANSLATE_NOOP("LabelQueue", "Caller known and named")),
             say(QT_TRANSLATE_NOOP("LabelQueue", "Complaint withdrawn")),
             say(QT_TRANSLATE_NOOP("LabelQueue", "Facts too thin")),
             say(QT_TRANSLATE_NOOP("LabelQueue", "Other, see note")) };
}

Result<QStringList> readLabelReasons(Project& project)
{
    CB_TRY(const auto chosen, labelReasons(project));
    QStringList reasons;
    for (const std::string& reason : chosen)
        reasons.append(format::text(reason));
    return reasons.isEmpty() ? defaultReasons() : reasons;
}

Result<LabelQueueData> loadLabelQueue(Project& project, const Actor& actor, Progress& progress)
{
    LabelQueueData data;
    CB_TRY(data.reasons, readLabelReasons(project));
    CB_TRY(const std::string warning, sealWarning(project));
    data.warning = format::text(warning);
    CB_TRY(const auto seen, settledCasesFor(project, actor.name, LabelPolicy::Confirmed));
    data.cases = static_cast<qint64>(seen.size());
    data.decided =
        std::ranges::count_if(seen, [](const SettledCase& entry) { return entry.truth != kUndecided; });
    CB_TRY(const auto events, LabelStore(project).eventsBy(actor.name));
    std::set<CaseRow> own;
    const Instant midnight = now() - now() % kMicrosPerDay;
    for (const LabelEvent* event : standingEvents(events)) {
        own.insert(event->row);
        data.today += event->origin == LabelOrigin::Person && event->recordedAt >= midnight ? 1 : 0;
    }
    CB_TRY(const auto persons, PersonStore(project).list());
    data.shared =
        std::ranges::count_if(persons,
                              [](const Person& person) {
                                  return requireAccess(actorFor(person), VerbGroup::Intake).has_value();
                              })
        > 1;
    CB_CHECK(progress.checkpoint());
    CB_TRY(const auto queue, labelQueue(project, actor, {}));
    for (const QueueItem& item : queue) {
        if (item.entry.kind == QueueKind::Disputed) {
            ++data.disputes;
            continue;
        }
        data.lines.append(lineOf(item));
        data.ownShare += item.entry.ownShare ? 1 : 0;
    }
    if (data.lines.isEmpty())
        CB_CHECK(addUndecided(project, seen, own, data.lines));
    sortLines(data.lines);
    return data;
}

} // namespace casebench::ui
