// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/LabelQueueData.h"

#include "core/store/CaseStore.h"
#include "core/store/LabelStore.h"
#include "core/store/SettingStore.h"
#include "ui/text/Format.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace casebench::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("LabelQueue", text);
}

/// Within a group by age, so that the order does not tell what the model thinks either.
void sortByAge(QList<LabelQueueLine>& lines)
{
    std::ranges::stable_sort(lines, [](const LabelQueueLine& a, const LabelQueueLine& b) {
        return std::tie(a.group, a.received, a.caseId) < std::tie(b.group, b.received, b.caseId);
    });
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
        lines.append({ format::text(ids[row]), times ? times->times()[row] : kNoTime, LabelGroup::Undecided,
                       say(QT_TRANSLATE_NOOP("LabelQueue", "No verdict yet")) });
    }
    return {};
}

Result<QStringList> readReasons(Project& project)
{
    CB_TRY(const Json stored, SettingStore(project).value(kReasonsSetting));
    if (!stored.is_array())
        return defaultReasons();
    QStringList reasons;
    for (const Json& entry : stored) {
        if (entry.is_string() && reasons.size() < kMostReasons)
            reasons.append(format::text(entry.get<std::string>()));
    }
    return reasons.isEmpty() ? defaultReasons() : reasons;
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

Result<LabelQueueData> loadLabelQueue(Project& project, const std::string& person, Progress& progress)
{
    LabelQueueData data;
    CB_TRY(data.reasons, readReasons(project));
    CB_TRY(const auto settled, settledCases(project, LabelPolicy::Confirmed));
    data.cases = static_cast<qint64>(settled.size());
    data.decided =
        std::ranges::count_if(settled, [](const SettledCase& entry) { return entry.truth != kUndecided; });
    CB_TRY(const auto events, LabelStore(project).allEvents());
    std::set<CaseRow> own;
    const Instant midnight = now() - now() % kMicrosPerDay;
    for (const LabelEvent* event : standingEvents(events)) {
        if (event->person != person)
            continue;
        own.insert(event->row);
        data.today += event->recordedAt >= midnight ? 1 : 0;
    }
    CB_CHECK(progress.checkpoint());
    CB_TRY(const auto queue, labelQueue(project, {}, 0));
    for (const QueueItem& item : queue) {
        if (own.contains(item.entry.row))
            continue;
        const bool disputed = item.entry.kind == QueueKind::Disputed;
        data.lines.append({ format::text(item.caseId), item.received,
                            disputed ? LabelGroup::Disputed : LabelGroup::Routine,
                            disputed ? say(QT_TRANSLATE_NOOP("LabelQueue", "Verdicts disagree"))
                                     : say(QT_TRANSLATE_NOOP("LabelQueue", "No special reason")) });
    }
    if (data.lines.isEmpty())
        CB_CHECK(addUndecided(project, settled, own, data.lines));
    sortByAge(data.lines);
    return data;
}

} // namespace casebench::ui
