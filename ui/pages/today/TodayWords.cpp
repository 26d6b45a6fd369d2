// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/today/TodayWords.h"

#include "ui/itemmodels/WatchWords.h"
#include "ui/text/Format.h"

#include <QCoreApplication>

#include <algorithm>

namespace casebench::ui::today {

namespace {

constexpr qsizetype kMostNamed = 2; ///< alerts or runs told by name in one sentence

QString tr(const char* text)
{
    return QCoreApplication::translate("casebench::ui::Today", text);
}

QString clean(const std::string& text)
{
    return format::harmless(format::text(text));
}

/// "one" to "nine", then digits: a sentence is read, not counted.
QString numberWord(qint64 value)
{
    static const char* const kWords[] = { QT_TRANSLATE_NOOP("casebench::ui::Today", "one"),
                                          QT_TRANSLATE_NOOP("casebench::ui::Today", "two"),
                                          QT_TRANSLATE_NOOP("casebench::ui::Today", "three"),
                                          QT_TRANSLATE_NOOP("casebench::ui::Today", "four"),
                                          QT_TRANSLATE_NOOP("casebench::ui::Today", "five"),
                                          QT_TRANSLATE_NOOP("casebench::ui::Today", "six"),
                                          QT_TRANSLATE_NOOP("casebench::ui::Today", "seven"),
                                          QT_TRANSLATE_NOOP("casebench::ui::Today", "eight"),
                                          QT_TRANSLATE_NOOP("casebench::ui::Today", "nine") };
    return value >= 1 && value <= 9 ? tr(kWords[value - 1]) : format::count(value);
}

QString capital(QString sentence)
{
    if (!sentence.isEmpty())
        sentence[0] = sentence[0].toUpper();
    return sentence;
}

/// "A-3 Asked_Remote_Access fell … Raised 1 Sep." The whole finding of one, the kinds of several.
QString alertsSentence(const std::vector<Alert>& alerts)
{
    if (alerts.size() == 1)
        return tr("A-%1: %2 Raised %3.")
            .arg(QString::number(alerts.front().id), words::alertFinding(alerts.front()),
                 format::shortDate(alerts.front().raisedAt));
    QStringList named;
    for (const Alert& alert : alerts) {
        const QString what = alert.fields.empty() ? clean(alert.kind) : clean(alert.fields.front());
        const QString month =
            alert.windowFrom == kNoTime ? QString() : format::month(monthOf(alert.windowFrom));
        named.append(alert.kind == "harm"
                         ? tr("A-%1 recall below the reference in %2").arg(alert.id).arg(month)
                         : alert.kind == "schema"
                         ? tr("A-%1 new field %2 in %3").arg(QString::number(alert.id), what, month)
                         : tr("A-%1 %2 moved in %3").arg(QString::number(alert.id), what, month));
        if (named.size() == kMostNamed && alerts.size() > kMostNamed)
            return tr("%1, and %2 more.")
                .arg(named.join(QStringLiteral(", ")), numberWord(std::ssize(alerts) - kMostNamed));
    }
    return named.join(QStringLiteral(", ")) + u'.';
}

QString approvalsSentence(const std::vector<WaitingApproval>& approvals, bool mine)
{
    const WaitingApproval& first = approvals.front();
    const QString run = clean(first.run);
    QString text = first.submittedAt == kNoTime
        ? tr("%1, trained by %2.").arg(run, clean(first.trainedBy))
        : tr("%1, trained by %2, submitted %3.")
              .arg(run, clean(first.trainedBy), format::dateTime(first.submittedAt));
    if (approvals.size() > 1)
        text += tr(" And %1 more.").arg(numberWord(std::ssize(approvals) - 1));
    return text
        + (mine ? tr(" You did not train it, so you may decide.")
                : tr(" A second person decides, with a registered key."));
}

/// "43 routine": never more than this person may know about why a case waits.
QString queuePart(const std::string& told, qint64 count)
{
    static const std::pair<const char*, const char*> kParts[] = {
        { "routine", QT_TRANSLATE_NOOP("casebench::ui::Today", "%1 routine") },
        { "flagged", QT_TRANSLATE_NOOP("casebench::ui::Today", "%1 flagged") },
        { "audit", QT_TRANSLATE_NOOP("casebench::ui::Today", "%1 of the random audit slice") },
        { "uncertain", QT_TRANSLATE_NOOP("casebench::ui::Today", "%1 near the threshold") },
        { "drifted", QT_TRANSLATE_NOOP("casebench::ui::Today", "%1 with a new answer") },
        { "second", QT_TRANSLATE_NOOP("casebench::ui::Today", "%1 for a second verdict") },
        { "noise", QT_TRANSLATE_NOOP("casebench::ui::Today", "%1 whose verdict may be wrong") },
    };
    for (const auto& [name, part] : kParts) {
        if (told == name)
            return tr(part).arg(format::count(count));
    }
    return QStringLiteral("%1 %2").arg(format::count(count), clean(told));
}

QString queueSentence(const Need& need)
{
    QStringList parts;
    for (const auto& [told, count] : need.queue)
        parts.append(queuePart(told, count));
    QString text = parts.join(QStringLiteral(", ")) + u'.';
    if (need.oldest != kNoTime)
        text += tr(" The oldest came in on %1.").arg(format::date(need.oldest));
    return text;
}

void tellAlerts(const Need& need, NeedText& told)
{
    const bool alarm = std::ranges::any_of(need.alerts, [](const Alert& a) { return a.severity == "alarm"; });
    const bool one = need.count == 1;
    const QString first = QStringLiteral("A-%1").arg(need.alerts.front().id);
    told.glyph = alarm ? Glyph::Alarm : Glyph::Watch;
    if (need.kind == NeedKind::AlertsWithoutOwner)
        told.title = one ? tr("Alert without an owner") : tr("Alerts without an owner");
    else
        told.title = one ? tr("Alert you own") : tr("Alerts you own");
    told.sentence = alertsSentence(need.alerts);
    told.primary = tr("Review alert %1").arg(first);
    told.page = PageId::Drift;
    told.selection.view = QStringLiteral("alerts");
    told.selection.item = need.alerts.front().id;
}

void tellApprovals(const Need& need, NeedText& told)
{
    const bool mine = need.kind == NeedKind::ApprovalsYouGive;
    told.title = mine     ? need.count == 1 ? tr("Approval you can give") : tr("Approvals you can give")
            : need.count == 1 ? tr("Approval waiting for a second person")
                          : tr("Approvals waiting for a second person");
    told.sentence = approvalsSentence(need.approvals, mine);
    told.primary = tr("Review %1").arg(clean(need.approvals.front().run));
    told.page = PageId::Release;
    told.selection.view = QStringLiteral("gates");
    told.selection.runIds = { need.approvals.front().runId };
}

void tellWork(const Need& need, NeedText& told)
{
    const QString figure = format::count(need.count);
    const bool one = need.count == 1;
    if (need.kind == NeedKind::CasesToCheck) {
        told.title = one ? tr("Case the champion has not seen") : tr("Cases the champion has not seen");
        told.sentence = need.oldest == kNoTime
            ? tr("They came after its training. Checking scores them and looks for drift.")
            : tr("They came after its training, the oldest on %1. Checking scores them and looks for drift.")
                  .arg(format::date(need.oldest));
        told.primary = one ? tr("Check one case") : tr("Check %1 cases").arg(figure);
        told.selection.view = QStringLiteral("months");
    } else if (need.kind == NeedKind::CasesToLabel) {
        told.title = one ? tr("Case to label") : tr("Cases to label");
        told.sentence = queueSentence(need);
        told.primary = one ? tr("Label one case") : tr("Label %1 cases").arg(figure);
        told.page = PageId::Labels;
        told.selection.view = QStringLiteral("queue");
    } else {
        told.title = one ? tr("Dispute to settle") : tr("Disputes to settle");
        told.sentence = need.oldest == kNoTime
            ? tr("Two people differ. A third one settles it.")
            : tr("Two people differ. The oldest case came in on %1.").arg(format::date(need.oldest));
        told.primary = one ? tr("Settle one dispute") : tr("Settle %1 disputes").arg(figure);
        told.page = PageId::Labels;
        told.selection.view = QStringLiteral("adjudication");
    }
}

} // namespace

NeedText text(const Need& need)
{
    NeedText told;
    switch (need.kind) {
    case NeedKind::AlertsWithoutOwner:
    case NeedKind::AlertsYouOwn:
        tellAlerts(need, told);
        break;
    case NeedKind::ApprovalsYouGive:
    case NeedKind::ApprovalsOfOthers:
        tellApprovals(need, told);
        break;
    case NeedKind::CasesToCheck:
    case NeedKind::CasesToLabel:
    case NeedKind::DisputesToSettle:
        tellWork(need, told);
        break;
    }
    told.button = !need.canAct                    ? tr("View")
        : need.kind == NeedKind::CasesToLabel     ? tr("Open queue")
        : need.kind == NeedKind::DisputesToSettle ? tr("Adjudicate")
                                                  : tr("Open");
    return told;
}

QString sentence(const TodayReport& report, const QDate& day)
{
    const QString date = format::locale().toString(day, QStringLiteral("dddd d MMMM yyyy"));
    const auto mine = std::ranges::count(report.needs, true, &Need::canAct);
    QString needs = mine == 0 ? tr("Nothing needs you")
        : mine == 1           ? tr("One thing needs you")
                              : capital(tr("%1 things need you").arg(numberWord(mine)));
    for (const Need& need : report.needs) {
        if (need.kind == NeedKind::AlertsWithoutOwner)
            needs += need.count == 1 ? tr("; one alert has no owner")
                                     : tr("; %1 alerts have no owner").arg(numberWord(need.count));
        else if (need.kind == NeedKind::ApprovalsOfOthers)
            needs += need.count == 1
                ? tr("; one approval waits for somebody else")
                : tr("; %1 approvals wait for somebody else").arg(numberWord(need.count));
    }
    return QStringLiteral("%1. %2.").arg(date, needs);
}

Health health(const TodayReport& report)
{
    if (!report.champion)
        return {};
    const QString model = clean(report.champion->run.name);
    const TodayMonth* month = report.newestRecall();
    if (!month)
        return { Glyph::Ring,
                 tr("No month after the training of %1 is checked and has a decided scam yet.").arg(model) };
    const QString now = format::percent(month->recall.value);
    const QString before = format::percent(report.champion->run.referenceRecall.value);
    const QString when = words::months(month->first, month->last);
    const QString n = format::count(month->recall.n);
    if (month->word == MonthWord::Harm)
        return {
            Glyph::Alarm,
            tr("%1 finds about %2 of scams in %3 (n = %4), down from %5.").arg(model, now, when, n, before)
        };
    return { month->word == MonthWord::NewField ? Glyph::Watch : Glyph::Good,
             month->word == MonthWord::NewField
                 ? tr("%1 finds %2 of scams in %3 (n = %4; %5 in training), and cannot see %6.")
                       .arg(model, now, when, n, before, clean(report.newField))
                 : tr("%1 finds %2 of scams in %3 (n = %4), no harm shown against %5 in training.")
                       .arg(model, now, when, n, before) };
}

QString trainedOn(const TodayReport& report)
{
    const Snapshot& snapshot = report.champion->trainedOn;
    const auto isTraining = [](const TodayMonth& month) { return month.word == MonthWord::Training; };
    const auto first = std::ranges::find_if(report.months, isTraining);
    const auto last = std::ranges::find_if(report.months.rbegin(), report.months.rend(), isTraining);
    const QString cases = format::count(snapshot.rows);
    if (first == report.months.end())
        return tr("%1, %2 cases").arg(clean(snapshot.name), cases);
    return tr("%1, %2 cases").arg(words::months(first->first, last->last), cases);
}

QString word(MonthWord word)
{
    switch (word) {
    case MonthWord::NoModel:
        break;
    case MonthWord::Training:
        return tr("training");
    case MonthWord::NotChecked:
        return tr("not checked");
    case MonthWord::TooFew:
        return tr("no verdicts");
    case MonthWord::Steady:
        return tr("steady");
    case MonthWord::NewField:
        return tr("new field");
    case MonthWord::Harm:
        return tr("harm");
    }
    return {};
}

Glyph glyph(MonthWord word)
{
    switch (word) {
    case MonthWord::NoModel:
    case MonthWord::Training:
        break;
    case MonthWord::NotChecked:
    case MonthWord::TooFew:
        return Glyph::Ring;
    case MonthWord::Steady:
        return Glyph::Good;
    case MonthWord::NewField:
        return Glyph::Watch;
    case MonthWord::Harm:
        return Glyph::Alarm;
    }
    return Glyph::None;
}

QString newFieldTitle(const TodayReport& report)
{
    const QString field = clean(report.newField);
    return report.newFieldIsYesNo ? tr("%1 = Yes").arg(field) : tr("%1 filled").arg(field);
}

} // namespace casebench::ui::today
