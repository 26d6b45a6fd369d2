// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/ImportWords.h"

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

ImportFinding finding(const QString& what, const std::vector<std::string>& fields, Glyph when)
{
    const auto names = named(fields);
    const QString text = names.isEmpty() ? what : what + QStringLiteral(": ") + format::list(names.mid(0, 6));
    return { names.isEmpty() ? Glyph::Good : when, text, format::count(names.size()) };
}

} // namespace

QString sentence(const ImportPreview& preview, bool firstImport)
{
    const FileProfile& profile = preview.summary.profile;
    QString text = say(QT_TRANSLATE_NOOP("ImportWords", "%1 of %2 rows can be taken."))
                       .arg(format::count(profile.rows), format::count(profile.rowsRead()));
    QStringList more;
    if (!firstImport && !preview.summary.fieldsNew.empty())
        more.append(preview.summary.fieldsNew.size() == 1
                        ? say(QT_TRANSLATE_NOOP("ImportWords", "one new field"))
                        : say(QT_TRANSLATE_NOOP("ImportWords", "%1 new fields"))
                              .arg(format::count(static_cast<qint64>(preview.summary.fieldsNew.size()))));
    if (profile.quarantined > 0)
        more.append(profile.quarantined == 1 ? say(QT_TRANSLATE_NOOP("ImportWords", "one row set aside"))
                                             : say(QT_TRANSLATE_NOOP("ImportWords", "%1 rows set aside"))
                                                   .arg(format::count(profile.quarantined)));
    if (more.isEmpty())
        return text;
    QString rest = format::list(more);
    rest[0] = rest[0].toUpper();
    return text + u' ' + rest + u'.';
}

QString fileFacts(const ImportPreview& preview)
{
    const FileProfile& profile = preview.summary.profile;
    return QStringList { format::bytes(preview.bytes), format::text(profile.reader),
                         format::text(profile.encoding),
                         say(QT_TRANSLATE_NOOP("ImportWords", "%1 columns"))
                             .arg(format::count(static_cast<qint64>(profile.header.size()))) }
        .join(QLatin1String(", "));
}

QList<ImportFinding> findings(const ImportPreview& preview, bool firstImport)
{
    if (firstImport)
        return { { Glyph::Ring,
                   say(QT_TRANSLATE_NOOP("ImportWords", "First import: this file decides the fields")),
                   format::count(static_cast<qint64>(preview.summary.plan.size())) } };
    return { finding(say(QT_TRANSLATE_NOOP("ImportWords", "New fields")), preview.summary.fieldsNew,
                     Glyph::Alarm),
             finding(say(QT_TRANSLATE_NOOP("ImportWords", "Gone or renamed fields")),
                     preview.summary.fieldsGone, Glyph::Watch) };
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
                       readableBytes(issue.raw) });
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
