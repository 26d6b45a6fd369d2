// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/itemmodels/CaseWords.h"

#include "core/base/Text.h"
#include "core/privacy/Masking.h"
#include "ui/text/Format.h"

#include <QCoreApplication>

namespace casebench::ui::words {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("words", text);
}

} // namespace

QString verdict(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Scam:
        return say(QT_TRANSLATE_NOOP("words", "Scam"));
    case Verdict::NotScam:
        return say(QT_TRANSLATE_NOOP("words", "Not scam"));
    case Verdict::Disputed:
        return say(QT_TRANSLATE_NOOP("words", "Disputed"));
    case Verdict::Unresolvable:
        return say(QT_TRANSLATE_NOOP("words", "Unresolvable"));
    }
    return {};
}

QString state(CaseState state)
{
    switch (state) {
    case CaseState::Alleged:
        return say(QT_TRANSLATE_NOOP("words", "Alleged"));
    case CaseState::Confirmed:
        return verdict(Verdict::Scam);
    case CaseState::NotScam:
        return verdict(Verdict::NotScam);
    case CaseState::Disputed:
        return verdict(Verdict::Disputed);
    case CaseState::Unresolvable:
        return verdict(Verdict::Unresolvable);
    }
    return {};
}

Glyph glyph(CaseState state)
{
    switch (state) {
    case CaseState::Confirmed:
    case CaseState::NotScam:
        return Glyph::Good;
    case CaseState::Disputed:
        return Glyph::Watch;
    case CaseState::Unresolvable:
        return Glyph::Ring;
    case CaseState::Alleged:
        break;
    }
    return Glyph::None;
}

QString kind(FieldKind kind)
{
    return kind == FieldKind::YesNo ? say(QT_TRANSLATE_NOOP("words", "yes/no")) : format::text(name(kind));
}

QString role(FieldRole role)
{
    return format::text(name(role));
}

QString cell(FieldKind kind, const QString& text, bool missing)
{
    if (missing)
        return kind == FieldKind::YesNo ? say(QT_TRANSLATE_NOOP("words", "Not asked")) : format::undefined();
    if (kind == FieldKind::Number) {
        if (const auto value = parseFiniteNumber(text.toStdString()))
            return format::number(*value);
    }
    if (kind == FieldKind::YesNo) {
        const QString folded = text.toLower();
        if (folded == QLatin1String("y") || folded == QLatin1String("yes") || folded == QLatin1String("1")
            || folded == QLatin1String("true"))
            return say(QT_TRANSLATE_NOOP("words", "Yes"));
        if (folded == QLatin1String("n") || folded == QLatin1String("no") || folded == QLatin1String("0")
            || folded == QLatin1String("false"))
            return say(QT_TRANSLATE_NOOP("words", "No"));
    }
    return text;
}

QString masked(const QString& value)
{
    return format::text(casebench::masked(value.toStdString()));
}

} // namespace casebench::ui::words
