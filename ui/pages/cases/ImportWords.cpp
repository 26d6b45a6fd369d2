// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/ImportWords.h"

#include "core/base/Text.h"
#include "core/privacy/Masking.h"
#include "ui/itemmodels/CaseWords.h"
#include "ui/text/Format.h"

#include <QCoreApplication>

#include <algorithm>

namespace casebench::ui::importwords {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("ImportWords", text);
}

QStringList named(const std::vector<std::string>& fields)
{
    QStringList names;
    for (const std::string& field : fields)
        names.append(format::isolate(format::text(field)));
    return names;
}

QString number(qint64 value)
{
    return format::count(value);
}

/// "one new field", "3 new fields"
QString counted(qint64 count, const QString& one, const QString& many)
{
    return count == 1 ? one : many.arg(number(count));
}

ImportFinding finding(const QString& what, const std::vector<std::string>& fields, Glyph when)
{
    const auto names = named(fields);
    const QString text = names.isEmpty() ? what : what + QStringLiteral(": ") + format::list(names.mid(0, 6));
    return { names.isEmpty() ? Glyph::Good : when, text, format::count(names.size()) };
}

/// " (1,032 unreadable)": of the changed cells those whose value is lost, or "".
QString unreadable(const ImportSummary& summary)
{
    qint64 cells = 0;
    for (const ChangedCells& group : summary.changed)
        cells += group.why == ChangeReason::Unreadable ? group.count : 0;
    return cells == 0 ? QString()
                      : u' ' + say(QT_TRANSLATE_NOOP("ImportWords", "(%1 unreadable)")).arg(number(cells));
}

/// What a first file without them leaves a project without.
void addAbsent(const ImportPreview& preview, QList<ImportFinding>& lines)
{
    const auto& plan = preview.summary.plan;
    const auto has = [&](FieldRole role) {
        return std::ranges::any_of(plan, [&](const FieldPlan& field) { return field.field.role == role; });
    };
    if (!has(FieldRole::Id))
        lines.append({ Glyph::Watch,
                       say(QT_TRANSLATE_NOOP("ImportWords",
                                             "No field is the id: cases get numbers, and a later file cannot "
                                             "update them. Choose one under Role.")),
                       {} });
    if (!has(FieldRole::Time))
        lines.append({ Glyph::Watch,
                       say(QT_TRANSLATE_NOOP("ImportWords",
                                             "No field is the time: there will be no months to watch. Choose "
                                             "one under Role.")),
                       {} });
}

} // namespace

QString sentence(const ImportPreview& preview)
{
    const ImportSummary& summary = preview.summary;
    QString text = say(QT_TRANSLATE_NOOP("ImportWords", "%1 of %2 rows can be taken."))
                       .arg(number(summary.rowsAccepted), number(summary.profile.rowsRead()));
    QStringList more;
    if (!preview.firstImport && !summary.fieldsNew.empty())
        more.append(counted(static_cast<qint64>(summary.fieldsNew.size()),
                            say(QT_TRANSLATE_NOOP("ImportWords", "one new field")),
                            say(QT_TRANSLATE_NOOP("ImportWords", "%1 new fields"))));
    if (changedCells(summary) > 0)
        more.append(counted(changedCells(summary), say(QT_TRANSLATE_NOOP("ImportWords", "one changed cell")),
                            say(QT_TRANSLATE_NOOP("ImportWords", "%1 changed cells")))
                    + unreadable(summary));
    if (summary.rowsQuarantined > 0)
        more.append(counted(summary.rowsQuarantined,
                            say(QT_TRANSLATE_NOOP("ImportWords", "one row set aside")),
                            say(QT_TRANSLATE_NOOP("ImportWords", "%1 rows set aside"))));
    if (more.isEmpty())
        return text;
    QString rest = format::list(more);
    rest[0] = rest[0].toUpper();
    return text + u' ' + rest + u'.';
}

QString fileFacts(const ImportPreview& preview)
{
    const FileProfile& profile = preview.summary.profile;
    return QStringList { format::bytes(preview.bytes), format::text(profile.reader).toUpper(),
                         format::text(profile.encoding).toUpper(),
                         say(QT_TRANSLATE_NOOP("ImportWords", "%1 columns"))
                             .arg(number(static_cast<qint64>(profile.header.size()))) }
        .join(QLatin1String(", "));
}

QList<ImportFinding> findings(const ImportPreview& preview)
{
    const ImportSummary& summary = preview.summary;
    QList<ImportFinding> lines;
    if (!summary.difference) {
        lines.append({ Glyph::Ring,
                       say(QT_TRANSLATE_NOOP("ImportWords", "First import: this file decides the fields")),
                       number(static_cast<qint64>(summary.plan.size())) });
        addAbsent(preview, lines);
        return lines;
    }
    const MappingDifference& difference = *summary.difference;
    if (difference.matches() && !summary.comparedWith.empty())
        lines.append({ Glyph::Good,
                       say(QT_TRANSLATE_NOOP("ImportWords", "Every field is as the mapping knows it")),
                       number(static_cast<qint64>(summary.plan.size())) });
    lines.append(
        finding(say(QT_TRANSLATE_NOOP("ImportWords", "New fields")), difference.newColumns, Glyph::Alarm));
    lines.append(finding(say(QT_TRANSLATE_NOOP("ImportWords", "Gone or renamed fields")),
                         difference.goneFields, Glyph::Watch));
    std::vector<std::string> retyped;
    for (const Retyped& entry : difference.retyped)
        retyped.push_back(say(QT_TRANSLATE_NOOP("ImportWords", "%1 (should be %2)"))
                              .arg(format::text(entry.field), words::kind(entry.was))
                              .toStdString());
    lines.append(
        finding(say(QT_TRANSLATE_NOOP("ImportWords", "Fields of another kind")), retyped, Glyph::Alarm));
    std::vector<std::string> levels;
    for (const NewLevels& entry : difference.newLevels)
        levels.push_back(entry.field + " (" + join(entry.levels, ", ") + ")");
    lines.append(finding(say(QT_TRANSLATE_NOOP("ImportWords", "New levels")), levels, Glyph::Watch));
    lines.append({ preview.rowsKnown == 0 ? Glyph::Good : Glyph::Ring,
                   say(QT_TRANSLATE_NOOP("ImportWords", "Known case ids (updates)")),
                   number(preview.rowsKnown) });
    return lines;
}

QList<ImportCard> cards(const ImportPreview& preview, const QString& champion)
{
    QList<ImportCard> cards;
    constexpr qsizetype kMost = 3; // more new fields than that are a new kind of file
    for (const FieldPlan& plan : preview.summary.plan) {
        if (!plan.isNew || preview.firstImport || cards.size() >= kMost)
            continue;
        const ColumnProfile& column = preview.summary.profile.columns[plan.column];
        qint64 yes = 0;
        for (const LevelCount& level : column.levels)
            yes += level.text == plan.yesText ? level.rows : 0;
        const qint64 rows = preview.summary.profile.rows;
        const bool yesNo = plan.field.kind == FieldKind::YesNo;
        const qint64 filled = yesNo ? yes : column.filled;
        const QString share = rows > 0
            ? format::percent(static_cast<double>(filled) / static_cast<double>(rows))
            : format::undefined();
        QString text = (yesNo ? say(QT_TRANSLATE_NOOP("ImportWords", "Yes in %1 of %2 rows (%3)."))
                              : say(QT_TRANSLATE_NOOP("ImportWords", "Filled in %1 of %2 rows (%3).")))
                           .arg(number(filled), number(rows), share);
        if (!champion.isEmpty())
            text += u' '
                + say(QT_TRANSLATE_NOOP(
                          "ImportWords",
                          "Champion %1 cannot see it. Importing keeps it; the next proposal may add it."))
                      .arg(format::isolate(champion));
        cards.append({ format::text(plan.field.name), text });
    }
    return cards;
}

QList<ImportRename> renames(const ImportPreview& preview)
{
    QList<ImportRename> list;
    for (const auto& [column, field] : preview.summary.choices.renames)
        list.append({ format::text(column), format::text(field), {}, true });
    if (preview.summary.difference) {
        for (const RenameSuggestion& rename : preview.summary.difference->renamed)
            list.append(
                { format::text(rename.column), format::text(rename.field), format::text(rename.why), false });
    }
    return list;
}

QList<ImportAsk> asks(const ImportPreview& preview)
{
    QList<ImportAsk> list;
    for (const ImportQuestion& question : preview.summary.questions) {
        const bool dates = question.about == ImportQuestion::About::DateOrder;
        ImportAsk ask;
        ask.column = format::text(question.column);
        ask.text = (dates ? say(QT_TRANSLATE_NOOP("ImportWords",
                                                  "%1: is %2 day or month first? Nothing in the file tells."))
                          : say(QT_TRANSLATE_NOOP("ImportWords",
                                                  "%1: which number is %2? It depends on the country.")))
                       .arg(format::isolate(ask.column), format::isolate(format::text(question.example)));
        for (const QuestionAnswer& answer : question.answers) {
            const QString word = format::text(answer.word);
            QString text = word == QLatin1String("dmy")
                ? say(QT_TRANSLATE_NOOP("ImportWords", "Day first: %1"))
                : word == QLatin1String("mdy")  ? say(QT_TRANSLATE_NOOP("ImportWords", "Month first: %1"))
                : word == QLatin1String("ymd")  ? say(QT_TRANSLATE_NOOP("ImportWords", "Year first: %1"))
                : word == QLatin1String("text") ? say(QT_TRANSLATE_NOOP("ImportWords", "Keep as text"))
                                                : QStringLiteral("%1");
            if (text.contains(QLatin1String("%1")))
                text = text.arg(format::text(answer.reads));
            ask.answers.append({ word, text });
        }
        list.append(std::move(ask));
    }
    return list;
}

QList<ImportMissing> missing(const ImportPreview& preview)
{
    QList<ImportMissing> list;
    for (const FieldPlan& plan : preview.summary.plan) {
        const QString column = format::text(plan.sourceName);
        const auto shown = [&](const std::string& text) {
            return format::isolate(format::text(shownText(plan.field.role, text)));
        };
        const ColumnProfile& profile = preview.summary.profile.columns[plan.column];
        for (const std::string& text : readingFor(preview.summary.profile.options, plan.sourceName).missing)
            list.append({ column, format::text(text),
                          say(QT_TRANSLATE_NOOP("ImportWords", "%1: %2 is missing, its text is kept"))
                              .arg(format::isolate(column), shown(text)),
                          true });
        for (const HiddenMissing& hidden : profile.missingSuggested)
            list.append({ column, format::text(hidden.text),
                          say(QT_TRANSLATE_NOOP("ImportWords", "%1: %2 in %3"))
                              .arg(format::isolate(column), shown(hidden.text), format::text(hidden.why)),
                          false });
    }
    return list;
}

QList<ImportChange> changes(const ImportPreview& preview)
{
    QList<ImportChange> list;
    for (const ChangedCells& group : preview.summary.changed) {
        const ChangedCell example = group.examples.empty() ? ChangedCell {} : group.examples.front();
        list.append({ format::text(preview.summary.plan[group.field].field.name),
                      QStringLiteral("%1 → %2").arg(before(format::text(example.oldText)),
                                                    after(group.why, format::text(example.newText))),
                      group.count });
    }
    return list;
}

qint64 changedCells(const ImportSummary& summary)
{
    qint64 cells = 0;
    for (const ChangedCells& group : summary.changed)
        cells += group.count;
    return cells;
}

QList<ImportFinding> refused(const ImportSummary& summary)
{
    constexpr std::size_t kMost = 4; // the switch above the rows opens all of them
    QList<ImportFinding> list;
    for (std::size_t i = 0; i < std::min(kMost, summary.quarantine.size()); ++i)
        list.append({ Glyph::None, format::text(summary.quarantine[i].reason),
                      number(static_cast<qint64>(summary.quarantine[i].line)) });
    return list;
}

QString comparedWith(const SavedMapping& mapping)
{
    return say(QT_TRANSLATE_NOOP("ImportWords", "“%1”, saved %2 by %3"))
        .arg(format::isolate(format::text(mapping.mapping.name)), format::date(mapping.createdAt),
             format::isolate(format::text(mapping.createdBy)));
}

QString before(const QString& text)
{
    return text.isEmpty() ? say(QT_TRANSLATE_NOOP("ImportWords", "blank")) : format::isolate(text);
}

QString after(ChangeReason why, const QString& text)
{
    if (why == ChangeReason::NotAsked)
        return say(QT_TRANSLATE_NOOP("ImportWords", "Not asked"));
    return text.isEmpty() ? say(QT_TRANSLATE_NOOP("ImportWords", "missing")) : format::isolate(text);
}

QString becomes(ChangeReason why, const QString& text)
{
    return why == ChangeReason::Respelled
        ? say(QT_TRANSLATE_NOOP("ImportWords", "read as %1")).arg(format::isolate(text))
        : after(why, text);
}

QString why(ChangeReason why)
{
    switch (why) {
    case ChangeReason::Unreadable:
        return say(QT_TRANSLATE_NOOP("ImportWords", "no value of this kind"));
    case ChangeReason::MissingWord:
        return say(QT_TRANSLATE_NOOP("ImportWords", "a word for no value"));
    case ChangeReason::DeclaredMissing:
        return say(QT_TRANSLATE_NOOP("ImportWords", "taken for no value, as accepted"));
    case ChangeReason::NotAsked:
        return say(QT_TRANSLATE_NOOP("ImportWords", "blank is not No"));
    case ChangeReason::Respelled:
        return say(QT_TRANSLATE_NOOP("ImportWords", "the same value in our spelling"));
    }
    return {};
}

QStringList notes(const FileProfile& profile)
{
    QStringList sentences;
    for (const std::string& note : profile.notes)
        sentences.append(format::text(noteText(note)));
    return sentences;
}

QList<QuarantineLine> quarantine(const ImportSummary& summary)
{
    QList<QuarantineLine> lines;
    const bool hidden =
        std::ranges::any_of(summary.plan, [](const FieldPlan& plan) { return isMasked(plan.field.role); });
    for (const RowIssue& issue : summary.quarantine) {
        const auto& header = summary.profile.header;
        const QString column = issue.column > 0 && issue.column <= header.size()
            ? format::text(header[issue.column - 1])
            : QString();
        lines.append({ {},
                       static_cast<qint64>(issue.line),
                       column,
                       format::text(issue.kind),
                       format::text(issue.reason),
                       readableBytes(hidden ? maskedRow(issue.raw) : issue.raw) });
    }
    return lines;
}

QString likelyPositive(const QStringList& levels)
{
    // The same words that the import itself trusts.
    static const QStringList words { QStringLiteral("1"),        QStringLiteral("yes"),
                                     QStringLiteral("y"),        QStringLiteral("true"),
                                     QStringLiteral("scam"),     QStringLiteral("fraud"),
                                     QStringLiteral("positive"), QStringLiteral("bad") };
    const auto at = std::find_if(levels.begin(), levels.end(), [](const QString& level) {
        return words.contains(level.trimmed().toLower());
    });
    return at == levels.end() ? QString() : *at;
}

QString expectations(const ImportSummary& summary)
{
    if (!summary.expectationsFailure.empty())
        return say(QT_TRANSLATE_NOOP("ImportWords", "The expectations could not be checked: %1"))
            .arg(format::text(summary.expectationsFailure));
    if (!summary.expectations)
        return {};
    const auto critical = summary.expectations->failed(CheckSeverity::Critical);
    const auto warning = summary.expectations->failed(CheckSeverity::Warning);
    if (critical + warning == 0)
        return {};
    return say(QT_TRANSLATE_NOOP(
                   "ImportWords",
                   "%1 critical expectations and %2 warnings fail; the view Expectations lists their cases."))
        .arg(format::count(critical), format::count(warning));
}

QString result(const ImportSummary& summary, const QString& file)
{
    QString text = say(QT_TRANSLATE_NOOP("ImportWords", "%1: %2 new cases"))
                       .arg(format::isolate(file), format::count(summary.rowsNew));
    if (summary.rowsUpdated > 0)
        text += say(QT_TRANSLATE_NOOP("ImportWords", ", %1 known ones with %2 changed cells"))
                    .arg(format::count(summary.rowsUpdated), format::count(summary.cellsChanged));
    qint64 coerced = 0;
    for (const CoercedField& field : summary.coerced)
        coerced += field.count;
    if (coerced > 0)
        text +=
            say(QT_TRANSLATE_NOOP("ImportWords", ", %1 cells unreadable and kept as missing with their text"))
                .arg(format::count(coerced));
    if (summary.rowsQuarantined > 0)
        text += say(QT_TRANSLATE_NOOP("ImportWords", ", %1 rows in quarantine"))
                    .arg(format::count(summary.rowsQuarantined));
    if (summary.labels)
        text += say(QT_TRANSLATE_NOOP("ImportWords", ", %1 verdicts from %2"))
                    .arg(format::count(summary.labels->positives + summary.labels->negatives),
                         format::isolate(format::text(summary.labels->field)));
    return text + u'.';
}

} // namespace casebench::ui::importwords
