// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/QuarantineWords.h"

#include <QCoreApplication>

namespace casebench::ui {

namespace {

struct Word
{
    const char* token;
    const char* words;
};

constexpr Word kWords[] = {
    // of text
    { "nul-byte", QT_TRANSLATE_NOOP("QuarantineKind", "NUL byte") },
    { "invalid-utf8", QT_TRANSLATE_NOOP("QuarantineKind", "Unreadable bytes") },
    { "invalid-utf16", QT_TRANSLATE_NOOP("QuarantineKind", "Unreadable bytes") },
    { "invalid-bytes", QT_TRANSLATE_NOOP("QuarantineKind", "Unreadable bytes") },
    { "lone-surrogate", QT_TRANSLATE_NOOP("QuarantineKind", "Half a character") },
    { "field-too-long", QT_TRANSLATE_NOOP("QuarantineKind", "Field too long") },
    { "row-too-long", QT_TRANSLATE_NOOP("QuarantineKind", "Row too long") },
    // of delimited files
    { "ragged", QT_TRANSLATE_NOOP("QuarantineKind", "Number of fields") },
    { "text-after-quote", QT_TRANSLATE_NOOP("QuarantineKind", "Text after a quote") },
    { "unterminated-quote", QT_TRANSLATE_NOOP("QuarantineKind", "Quote left open") },
    // of JSON lines
    { "json-syntax", QT_TRANSLATE_NOOP("QuarantineKind", "Not JSON") },
    { "not-an-object", QT_TRANSLATE_NOOP("QuarantineKind", "Not an object") },
    { "too-deep", QT_TRANSLATE_NOOP("QuarantineKind", "Nested too deep") },
    { "duplicate-key", QT_TRANSLATE_NOOP("QuarantineKind", "Key twice") },
    { "wrong-type", QT_TRANSLATE_NOOP("QuarantineKind", "Wrong type") },
    // of workbooks
    { "bad-cell-reference", QT_TRANSLATE_NOOP("QuarantineKind", "Cell out of place") },
    { "duplicate-cell", QT_TRANSLATE_NOOP("QuarantineKind", "Cell twice") },
    { "shared-string-missing", QT_TRANSLATE_NOOP("QuarantineKind", "Text missing") },
    // of cases
    { "missing-id", QT_TRANSLATE_NOOP("QuarantineKind", "No id") },
    { "duplicate-id", QT_TRANSLATE_NOOP("QuarantineKind", "Id twice") },
    // of verdicts
    { "no-case", QT_TRANSLATE_NOOP("QuarantineKind", "No case") },
    { "unknown-case", QT_TRANSLATE_NOOP("QuarantineKind", "Unknown case") },
    { "no-verdict", QT_TRANSLATE_NOOP("QuarantineKind", "No verdict") },
    { "unknown-verdict", QT_TRANSLATE_NOOP("QuarantineKind", "Unknown verdict") },
    { "no-person", QT_TRANSLATE_NOOP("QuarantineKind", "No person") },
    { "bad-person", QT_TRANSLATE_NOOP("QuarantineKind", "No name of a person") },
    { "bad-time", QT_TRANSLATE_NOOP("QuarantineKind", "Not a time") },
    { "future-time", QT_TRANSLATE_NOOP("QuarantineKind", "Time to come") },
    { "bad-confidence", QT_TRANSLATE_NOOP("QuarantineKind", "Sureness") },
    { "unknown-origin", QT_TRANSLATE_NOOP("QuarantineKind", "Unknown origin") },
    { "own-verdict", QT_TRANSLATE_NOOP("QuarantineKind", "Own verdict") },
};

} // namespace

QString quarantineKind(const QString& token)
{
    for (const Word& word : kWords) {
        if (token == QLatin1String(word.token))
            return QCoreApplication::translate("QuarantineKind", word.words);
    }
    return token;
}

} // namespace casebench::ui
