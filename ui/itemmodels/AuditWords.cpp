// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/itemmodels/AuditWords.h"

#include "core/base/Json.h"
#include "core/workflow/AuditSubject.h"
#include "ui/text/Format.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>

namespace casebench::ui::audit {

namespace {

constexpr qsizetype kLongest = 400; ///< of one value; the whole stands in the log's export
constexpr qsizetype kDigest = 32; ///< hexadecimal digits from which on a word is a digest

QString clean(const std::string& text)
{
    return format::harmless(format::text(text));
}

/// A digest is known by its ends; the whole stands in the log's export.
QString wordText(const QString& word)
{
    const bool digest = word.size() >= kDigest
        && std::ranges::all_of(word, [](QChar c) { return c.isDigit() || (c >= u'a' && c <= u'f'); });
    return digest ? format::shortHash(word) : word;
}

/// Records as "name value, name value", lists with semicolons: people read it, machines have the export.
QString valueText(const Json& value)
{
    if (value.is_string())
        return wordText(clean(value.get<std::string>())).left(kLongest);
    if (value.is_null())
        return format::undefined();
    if (!value.is_structured())
        return clean(value.dump());
    QStringList parts;
    for (const auto& [key, entry] : value.items())
        parts.append(value.is_object() ? QStringLiteral("%1 %2").arg(clean(key), valueText(entry))
                                       : valueText(entry));
    return parts.join(value.is_object() ? QStringLiteral(", ") : QStringLiteral("; ")).left(kLongest);
}

/// What was done; and the same as a sentence, with %1 for who and %2 for what it was done to.
struct Deed
{
    const char* act;
    const char* what;
    const char* text;
};

constexpr std::array kDeeds {
    Deed { "project.create", QT_TRANSLATE_NOOP("Audit", "project made"),
           QT_TRANSLATE_NOOP("Audit", "%1 made the project") },
    Deed { "project.migrate", QT_TRANSLATE_NOOP("Audit", "project upgraded"),
           QT_TRANSLATE_NOOP("Audit", "%1 upgraded the project") },
    Deed { "import.cases", QT_TRANSLATE_NOOP("Audit", "cases imported"), nullptr },
    Deed { "label.import", QT_TRANSLATE_NOOP("Audit", "verdicts imported"), nullptr },
    Deed { "label.add", QT_TRANSLATE_NOOP("Audit", "label added"),
           QT_TRANSLATE_NOOP("Audit", "%1 labelled case %2") },
    Deed { "label.bulk", QT_TRANSLATE_NOOP("Audit", "labels added"),
           QT_TRANSLATE_NOOP("Audit", "%1 labelled %2 cases") },
    Deed { "label.undo", QT_TRANSLATE_NOOP("Audit", "label withdrawn"),
           QT_TRANSLATE_NOOP("Audit", "%1 took back the verdict on case %2") },
    Deed { "label.adjudicate", QT_TRANSLATE_NOOP("Audit", "case settled"),
           QT_TRANSLATE_NOOP("Audit", "%1 settled case %2") },
    Deed { "label.claim", QT_TRANSLATE_NOOP("Audit", "cases claimed"),
           QT_TRANSLATE_NOOP("Audit", "%1 claimed cases to label") },
    Deed { "expect.save", QT_TRANSLATE_NOOP("Audit", "expectations changed"),
           QT_TRANSLATE_NOOP("Audit", "%1 changed the expectations") },
    Deed { "expect.run", QT_TRANSLATE_NOOP("Audit", "expectations checked"),
           QT_TRANSLATE_NOOP("Audit", "%1 checked the expectations") },
    Deed { "mapping.save", QT_TRANSLATE_NOOP("Audit", "mapping saved"),
           QT_TRANSLATE_NOOP("Audit", "%1 saved the mapping %2") },
    Deed { "note.add", QT_TRANSLATE_NOOP("Audit", "note added"),
           QT_TRANSLATE_NOOP("Audit", "%1 noted something on case %2") },
    Deed { "evidence.add", QT_TRANSLATE_NOOP("Audit", "evidence added"),
           QT_TRANSLATE_NOOP("Audit", "%1 added evidence to case %2") },
    Deed { "personal.reveal", QT_TRANSLATE_NOOP("Audit", "personal field shown"),
           QT_TRANSLATE_NOOP("Audit", "%1 looked at a personal field of case %2") },
    Deed { "project.salvage", QT_TRANSLATE_NOOP("Audit", "project salvaged"),
           QT_TRANSLATE_NOOP("Audit", "%1 salvaged the project") },
    Deed { "snapshot.create", QT_TRANSLATE_NOOP("Audit", "snapshot taken"),
           QT_TRANSLATE_NOOP("Audit", "%1 took the snapshot %2") },
    Deed { "monitor", QT_TRANSLATE_NOOP("Audit", "model checked"),
           QT_TRANSLATE_NOOP("Audit", "%1 checked run %2") },
    Deed { "score", QT_TRANSLATE_NOOP("Audit", "cases scored"),
           QT_TRANSLATE_NOOP("Audit", "%1 scored cases with run %2") },
    Deed { "alert.take", QT_TRANSLATE_NOOP("Audit", "alert taken"),
           QT_TRANSLATE_NOOP("Audit", "%1 took alert A-%2") },
    Deed { "alert.snooze", QT_TRANSLATE_NOOP("Audit", "alert put off"),
           QT_TRANSLATE_NOOP("Audit", "%1 put off alert A-%2") },
    Deed { "alert.close", QT_TRANSLATE_NOOP("Audit", "alert closed"),
           QT_TRANSLATE_NOOP("Audit", "%1 closed alert A-%2") },
    Deed { "run.train", QT_TRANSLATE_NOOP("Audit", "run trained"),
           QT_TRANSLATE_NOOP("Audit", "%1 trained run %2") },
    Deed { "run.reproduce", QT_TRANSLATE_NOOP("Audit", "run reproduced"),
           QT_TRANSLATE_NOOP("Audit", "%1 reproduced run %2") },
    Deed { "run.delete", QT_TRANSLATE_NOOP("Audit", "run deleted"),
           QT_TRANSLATE_NOOP("Audit", "%1 deleted run %2") },
    Deed { "run.submit", QT_TRANSLATE_NOOP("Audit", "run submitted"),
           QT_TRANSLATE_NOOP("Audit", "%1 submitted run %2") },
    Deed { "run.approve", QT_TRANSLATE_NOOP("Audit", "run approved"),
           QT_TRANSLATE_NOOP("Audit", "%1 approved run %2") },
    Deed { "run.reject", QT_TRANSLATE_NOOP("Audit", "run rejected"),
           QT_TRANSLATE_NOOP("Audit", "%1 rejected run %2") },
    Deed { "run.retire", QT_TRANSLATE_NOOP("Audit", "run retired"),
           QT_TRANSLATE_NOOP("Audit", "%1 retired run %2") },
    Deed { "bundle.export", QT_TRANSLATE_NOOP("Audit", "bundle exported"),
           QT_TRANSLATE_NOOP("Audit", "%1 exported run %2 as a bundle") },
    Deed { "field.set", QT_TRANSLATE_NOOP("Audit", "field changed"),
           QT_TRANSLATE_NOOP("Audit", "%1 changed the field %2") },
    Deed { "case.set", QT_TRANSLATE_NOOP("Audit", "case corrected"),
           QT_TRANSLATE_NOOP("Audit", "%1 corrected case %2") },
    Deed { "person.add", QT_TRANSLATE_NOOP("Audit", "person added"),
           QT_TRANSLATE_NOOP("Audit", "%1 added %2") },
};

/// "import of 600 cases": what came in says more than the number of the source.
QString importSentence(const AuditRecord& record, const QString& who)
{
    const auto figure = [&](const char* name) -> qint64 {
        const auto result = record.body.find("result");
        if (result == record.body.end() || !result->is_object())
            return 0;
        const auto at = result->find(name);
        return at != result->end() && at->is_number_integer() ? at->get<qint64>() : 0;
    };
    if (record.act == "label.import")
        return QCoreApplication::translate("Audit", "%1 imported %2 verdicts")
            .arg(who, format::count(figure("accepted")));
    return QCoreApplication::translate("Audit", "%1 imported %2 cases")
        .arg(who, format::count(figure("new") + figure("updated")));
}

/// "8 scam, 4 not scam", "9 sealed until a second verdict"
QString verdictCounts(const AuditRecord& record)
{
    const auto after = record.body.find("after");
    if (after == record.body.end() || !after->is_array())
        return {};
    QList<QPair<QString, qint64>> counts; // in the order in which they come
    for (const Json& label : *after) {
        const auto verdict = label.find("verdict");
        const QString what = verdict == label.end() || !verdict->is_string()
            ? QCoreApplication::translate("Audit", "sealed until a second verdict")
            : clean(verdict->get<std::string>()).replace(u'-', u' ');
        const auto known = std::ranges::find(counts, what, &QPair<QString, qint64>::first);
        if (known == counts.end())
            counts.append({ what, 1 });
        else
            ++known->second;
    }
    QStringList parts;
    for (const auto& [what, count] : counts)
        parts.append(QStringLiteral("%1 %2").arg(format::count(count), what));
    return parts.join(QStringLiteral(", "));
}

} // namespace

QString sentence(const AuditRecord& record)
{
    const QString who = clean(record.person);
    if (record.act == "import.cases" || record.act == "label.import")
        return importSentence(record, who);
    for (const Deed& deed : kDeeds) {
        if (record.act == deed.act && deed.text)
            return QCoreApplication::translate("Audit", deed.text)
                .replace(QStringLiteral("%1"), who)
                .replace(QStringLiteral("%2"), clean(record.objId));
    }
    return QStringLiteral("%1: %2 %3").arg(who, act(record.act), subject(record));
}

QString act(const std::string& name)
{
    for (const Deed& deed : kDeeds) {
        if (name == deed.act)
            return QCoreApplication::translate("Audit", deed.what);
    }
    QString words = clean(name);
    return words.replace(u'.', u' ').replace(u'_', u' ');
}

QString subject(const AuditRecord& record)
{
    constexpr std::size_t kNamed = 20; // more are found in the export of the log
    return clean(subjectOf(record, kNamed));
}

QString why(const AuditRecord& record)
{
    if (!record.reason.empty())
        return clean(record.reason);
    if (record.act == "label.bulk")
        return verdictCounts(record);
    QStringList parts;
    for (const char* name : { "after", "result" }) {
        for (const auto& [key, value] : part(record, name)) {
            // The digests of the written rows bind the record; they tell a reader nothing.
            const bool tells = !value.isEmpty() && key != QLatin1String("rows")
                && key != QLatin1String("cases"); // these stand in the subject
            if (tells && parts.size() < 3 && value.size() < 60)
                parts.append(key.isEmpty() ? value : QStringLiteral("%1 %2").arg(key, value));
        }
    }
    return parts.join(QStringLiteral(", "));
}

QList<QPair<QString, QString>> part(const AuditRecord& record, const char* name)
{
    QList<QPair<QString, QString>> result;
    const auto at = record.body.find(name);
    if (at == record.body.end() || at->is_null())
        return result;
    if (!at->is_object()) {
        result.append({ {}, valueText(*at) });
        return result;
    }
    for (const auto& [key, value] : at->items()) {
        if (!value.is_structured() || !value.empty())
            result.append({ clean(key), valueText(value) });
    }
    return result;
}

} // namespace casebench::ui::audit
