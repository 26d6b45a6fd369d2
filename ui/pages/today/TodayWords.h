// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/LookAtToday.h"
#include "ui/session/Selection.h"
#include "ui/theme/Icons.h"

#include <QDate>
#include <QString>

/// The sentences of the mode Today, from what the look found; no widget.
namespace casebench::ui::today {

/// How one need is told, and where it leads.
struct NeedText
{
    Glyph glyph = Glyph::Ring;
    QString title {}; ///< "Alerts without an owner"
    QString sentence {}; ///< what they are
    QString button {}; ///< "Open"
    QString primary {}; ///< the page's primary when it is the first: "Review alert A-3"
    PageId page = PageId::Drift;
    Selection selection {};
};

[[nodiscard]] NeedText text(const Need& need);

/// "Thursday 3 September 2026. Five things need you; one alert has no owner."
[[nodiscard]] QString sentence(const TodayReport& report, const QDate& day);

/// How the champion does, in one sentence with its n.
struct Health
{
    Glyph glyph = Glyph::Ring;
    QString sentence {};
};

[[nodiscard]] Health health(const TodayReport& report);
/// "January–March 2026, 1,800 cases"
[[nodiscard]] QString trainedOn(const TodayReport& report);

[[nodiscard]] QString word(MonthWord word);
[[nodiscard]] Glyph glyph(MonthWord word);
/// "UPI_PAYMENTS = Yes", "Nickname filled"
[[nodiscard]] QString newFieldTitle(const TodayReport& report);

} // namespace casebench::ui::today
