// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/itemmodels/WatchWords.h"

#include "ui/text/Format.h"

namespace casebench::ui::words {

QString months(MonthIndex first, MonthIndex last)
{
    return first == last ? format::month(first)
                         : QStringLiteral("%1–%2").arg(format::shortMonth(first), format::monthYear(last));
}

QString shortMonths(MonthIndex first, MonthIndex last)
{
    return first == last ? format::monthYear(first)
                         : QStringLiteral("%1–%2").arg(format::shortMonth(first), format::monthYear(last));
}

Glyph glyph(const Alert& alert)
{
    if (alert.state == AlertState::Closed)
        return Glyph::Good;
    return alert.severity == "alarm" ? Glyph::Alarm : Glyph::Watch;
}

QString alertFinding(const Alert& alert)
{
    const QString text = format::typeset(format::harmless(format::text(alert.text)));
    const qsizetype colon = text.indexOf(QStringLiteral(": "));
    QString found = colon < 0 ? text : text.mid(colon + 2);
    if (!found.isEmpty())
        found[0] = found[0].toUpper();
    return found;
}

} // namespace casebench::ui::words
