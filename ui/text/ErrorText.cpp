// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/ErrorText.h"

#include "ui/text/Format.h"

#include <QCoreApplication>

namespace casebench::ui {

namespace {

QString translated(const char* sentence)
{
    return QCoreApplication::translate("ErrorText", sentence);
}

struct Words
{
    const char* title;
    const char* advice;
};

Words wordsOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Cancelled:
        return { QT_TRANSLATE_NOOP("ErrorText", "Stopped on request"),
                 QT_TRANSLATE_NOOP("ErrorText", "Nothing was changed.") };
    case ErrorCode::InvalidInput:
        return { QT_TRANSLATE_NOOP("ErrorText", "These values cannot be used"),
                 QT_TRANSLATE_NOOP("ErrorText", "Change what is named and do it again.") };
    case ErrorCode::NotFound:
        return { QT_TRANSLATE_NOOP("ErrorText", "It is not there"),
                 QT_TRANSLATE_NOOP("ErrorText", "Look whether it was renamed, moved or never made.") };
    case ErrorCode::Unreadable:
        return { QT_TRANSLATE_NOOP("ErrorText", "The file cannot be used"),
                 QT_TRANSLATE_NOOP("ErrorText",
                                   "Look at its place, its rights and the free space on the disk.") };
    case ErrorCode::Unsupported:
        return { QT_TRANSLATE_NOOP("ErrorText", "Casebench does not read this"),
                 QT_TRANSLATE_NOOP("ErrorText", "Save it in a form that is read, such as CSV.") };
    case ErrorCode::Corrupt:
        return { QT_TRANSLATE_NOOP("ErrorText", "The content does not hold"),
                 QT_TRANSLATE_NOOP("ErrorText", "Do not use it; fetch a clean copy from its origin.") };
    case ErrorCode::Refused:
        return { QT_TRANSLATE_NOOP("ErrorText", "A rule forbids this"),
                 QT_TRANSLATE_NOOP("ErrorText", "Another person, or another role, has to do it.") };
    case ErrorCode::Library:
        return { QT_TRANSLATE_NOOP("ErrorText", "A library failed"),
                 QT_TRANSLATE_NOOP("ErrorText",
                                   "Do it again; when it fails again, keep the details for a report.") };
    case ErrorCode::Internal:
        break;
    }
    return { QT_TRANSLATE_NOOP("ErrorText", "Casebench made a mistake"),
             QT_TRANSLATE_NOOP("ErrorText", "Your project was not changed. Keep the details for a report.") };
}

/// Values that core quotes are foreign text: each pair of quotes gets an isolate around its inside.
QString withIsolatedQuotes(const QString& sentence)
{
    QString result;
    bool inside = false;
    for (const QChar c : sentence) {
        if (c == u'"' && inside)
            result += QChar(0x2069);
        result += c == u'"' ? (inside ? QChar(0x201D) : QChar(0x201C)) : c;
        if (c == u'"') {
            inside = !inside;
            if (inside)
                result += QChar(0x2068);
        }
    }
    if (inside)
        result += QChar(0x2069);
    return result;
}

} // namespace

QString ErrorText::line() const
{
    return quiet ? sentence : QStringLiteral("%1 %2").arg(sentence, advice);
}

ErrorText errorText(const Error& error)
{
    const Words words = wordsOf(error.code);
    // Below the first line stand the words of a library, which belong to the details.
    const QString what = withIsolatedQuotes(format::text(error.what.substr(0, error.what.find('\n'))));
    const QString place = format::text(error.where);
    ErrorText result;
    result.title = translated(words.title);
    result.sentence = place.isEmpty() ? what : QStringLiteral("%1: %2").arg(format::isolate(place), what);
    result.advice =
        error.advice.empty() ? translated(words.advice) : withIsolatedQuotes(format::text(error.advice));
    result.details = format::text(errorCodeName(error.code));
    if (!error.kind.empty())
        result.details += QStringLiteral(" / ") + format::text(error.kind);
    result.details += QStringLiteral("\n") + format::text(error.sentence());
    result.quiet = error.code == ErrorCode::Cancelled;
    return result;
}

} // namespace casebench::ui
