// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/drift/DriftWords.h"

#include "core/monitoring/Alerts.h"
#include "ui/itemmodels/WatchWords.h"
#include "ui/text/Format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace casebench::ui::drift {

namespace {

constexpr qsizetype kMostNamed = 3; ///< fields told by name in one sentence

QString tr(const char* text)
{
    return QCoreApplication::translate("casebench::ui::Drift", text);
}

QString clean(const std::string& text)
{
    return format::harmless(format::text(text));
}

const WatchWindow* lastOf(const WatchReport& report)
{
    return report.windows.empty() ? nullptr : &report.windows.back();
}

qsizetype moved(const WatchWindow& window)
{
    return std::ranges::count(window.drift.fields, DriftVerdict::Drift, &FieldDrift::verdict);
}

/// "A, B and C", or how many when a sentence cannot hold them; "" for none.
QString movedFields(const WatchWindow& window)
{
    QStringList fields;
    for (const FieldDrift& field : window.drift.fields) {
        if (field.verdict == DriftVerdict::Drift)
            fields.append(clean(field.name));
    }
    return fields.size() > kMostNamed ? tr("%1 fields").arg(fields.size()) : format::list(fields);
}

/// The unseen new field that is suspected first.
QString unseen(const WatchReport& report)
{
    const WatchWindow* last = lastOf(report);
    const auto isUnseen = [&](const std::string& field) {
        return std::ranges::any_of(last->drift.events, [&](const SchemaEvent& event) {
            return event.event == "new" && !event.seenByModel && event.field == field;
        });
    };
    for (const Suspect& suspect : report.suspects) { // best first, whatever else speaks for it
        if (last && suspect.why.find("schema") != std::string::npos && isUnseen(suspect.field))
            return clean(suspect.field);
    }
    return {};
}

bool isShare(const FieldDrift& field)
{
    return field.kind != FieldKind::Number && field.kind != FieldKind::Time;
}

} // namespace

QString windowName(const WatchWindow& window)
{
    return words::months(window.first, window.last);
}

QString shortName(const WatchWindow& window)
{
    return words::shortMonths(window.first, window.last);
}

Finding finding(const WatchReport& report)
{
    const WatchWindow* last = lastOf(report);
    if (!last)
        return { Glyph::Ring, tr("No month after the training yet: there is nothing to compare.") };
    const QString month = windowName(*last);
    const QString field = unseen(report);
    const QString cause =
        field.isEmpty() ? QString() : tr(" %1 is new, and the model cannot see it.").arg(field);
    if (isHarmful(last->audited, report) || isHarmful(last->pooled, report))
        return { Glyph::Alarm,
                 tr("Recall fell to about %1 in %2.").arg(format::percent(last->audited.recall.value), month)
                     + cause };
    const QString fields = movedFields(*last);
    if (!fields.isEmpty() || !field.isEmpty())
        return { Glyph::Watch,
                 !fields.isEmpty()
                     ? tr("No harm to recall is shown in %1, but %2 moved.").arg(month, fields) + cause
                     : tr("No harm to recall is shown in %1.").arg(month) + cause };
    return { Glyph::Good, tr("Calm: recall holds in %1 and no field moved beyond chance.").arg(month) };
}

QString recallTitle(const WatchReport& report)
{
    for (const WatchWindow& window : report.windows) {
        if (isHarmful(window.audited, report))
            return tr("Recall lies below the reference from %1").arg(windowName(window));
    }
    return tr("Recall holds against the reference");
}

QString recallCaption(const WatchReport& report)
{
    return tr("Audited recall of %1 with 95 % Wilson interval. Reference %2, n = %3; band ± %4 points.")
        .arg(clean(report.runName), format::decimal(report.referenceRecall.value, 2),
             format::count(report.referenceRecall.n), format::decimal(report.options.harmMargin * 100, 0));
}

QString fieldsTitle(const WatchReport& report)
{
    const WatchWindow* last = lastOf(report);
    if (!last)
        return tr("Fields");
    const qsizetype drifting = moved(*last);
    const auto all = static_cast<qsizetype>(last->drift.fields.size());
    return drifting == 0
        ? tr("No field moved beyond chance")
        : tr("Fields that moved in %1: %2 of %3").arg(windowName(*last)).arg(drifting).arg(all);
}

QString fieldsCaption(const WatchReport& report)
{
    const WatchWindow* last = lastOf(report);
    if (!last)
        return {};
    return tr("Jensen–Shannon distance from the reference; new fields: filled share. Square: corrected p < "
              "0.05 and effect at "
              "least small; triangle: one of the two. Window n = %1, reference n = %2. Enter opens a field.")
        .arg(format::count(last->rows), format::count(last->drift.reference.rows));
}

QString sentence(const WatchReport& report)
{
    return tr("%1 against its reference, %2 windows.").arg(clean(report.runName)).arg(report.windows.size());
}

Glyph glyph(DriftVerdict verdict)
{
    switch (verdict) {
    case DriftVerdict::Drift:
        return Glyph::Alarm;
    case DriftVerdict::Watch:
        return Glyph::Watch;
    case DriftVerdict::Steady:
        return Glyph::Good;
    case DriftVerdict::Skipped:
        break;
    }
    return Glyph::Ring;
}

QString suspectWord(const Suspect& suspect)
{
    static const std::pair<const char*, const char*> kWords[] = {
        { "positive-rate", QT_TRANSLATE_NOOP("casebench::ui::Drift", "halved") },
        { "fill", QT_TRANSLATE_NOOP("casebench::ui::Drift", "less filled") },
        { "quiet", QT_TRANSLATE_NOOP("casebench::ui::Drift", "gone quiet") },
        { "level", QT_TRANSLATE_NOOP("casebench::ui::Drift", "new level") },
        { "new", QT_TRANSLATE_NOOP("casebench::ui::Drift", "cannot see") },
    };
    for (const auto& [kind, word] : kWords) {
        if (suspect.kind == kind)
            return tr(word);
    }
    return clean(suspect.kind);
}

QString change(const FieldDrift& field)
{
    if (std::isnan(field.reference) || std::isnan(field.current))
        return format::undefined();
    const auto shown = [&](double value) {
        return isShare(field) ? format::percent(value)
                              : format::decimal(value, std::abs(value) >= 100 ? 0 : 2);
    };
    return QStringLiteral("%1 → %2").arg(shown(field.reference), shown(field.current));
}

namespace {

/// Two shares are held against each other, 0 to 1.
bool isInPoints(const FieldDrift& field)
{
    return field.effectName == "points";
}

} // namespace

QString effectText(const FieldDrift& field, int decimals)
{
    return isInPoints(field)
        ? tr("%1 points").arg(format::decimal(field.effect * 100, 1))
        : QStringLiteral("%1 %2").arg(clean(field.effectName), format::decimal(field.effect, decimals));
}

QString differenceText(const FieldDrift& field)
{
    if (std::isnan(field.low))
        return format::undefined();
    return isInPoints(field) ? tr("%1 points").arg(format::signedRange(field.low * 100, field.high * 100, 1))
                             : format::signedRange(field.low, field.high, 3);
}

QString fieldSentence(const FieldDrift& field, const QString& window)
{
    if (field.verdict == DriftVerdict::Skipped)
        return tr("No statement for %1: %2").arg(window, clean(field.whySkipped));
    const QString what = field.kind == FieldKind::YesNo ? tr("Share of Yes")
        : isShare(field)                                ? tr("Share of “%1”").arg(clean(field.level))
                                                        : tr("Mean");
    return tr("%1 in %2: %3.").arg(what, window, change(field));
}

} // namespace casebench::ui::drift
