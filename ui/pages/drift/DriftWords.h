// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/monitoring/Watch.h"
#include "ui/theme/Icons.h"

#include <QString>

/// The sentences of the mode Drift, from figures; no widget.
namespace casebench::ui::drift {

struct Finding
{
    Glyph glyph = Glyph::Good;
    QString sentence {};
};

/// "August 2026", or "April–May 2026" for months rolled up.
[[nodiscard]] QString windowName(const WatchWindow& window);
[[nodiscard]] QString shortName(const WatchWindow& window);
/// What one must know, for the banner; a calm state is said too.
[[nodiscard]] Finding finding(const WatchReport& report);
/// Titles of chart and table: findings, not names.
[[nodiscard]] QString recallTitle(const WatchReport& report);
[[nodiscard]] QString recallCaption(const WatchReport& report);
[[nodiscard]] QString fieldsTitle(const WatchReport& report);
[[nodiscard]] QString fieldsCaption(const WatchReport& report);
/// "Champion v1 against its reference. Five windows."
[[nodiscard]] QString sentence(const WatchReport& report);

[[nodiscard]] Glyph glyph(DriftVerdict verdict);
/// "62.9 % → 12.3 %", or means.
[[nodiscard]] QString change(const FieldDrift& field);
/// How far a field moved: shares in points ("49.2 points"), else the measure by its name.
[[nodiscard]] QString effectText(const FieldDrift& field, int decimals);
/// The interval of the difference: of shares in points, else in the field's unit.
[[nodiscard]] QString differenceText(const FieldDrift& field);
/// What is suspected, in one or two words for a chip.
[[nodiscard]] QString suspectWord(const Suspect& suspect);
/// What happened to a field, in one sentence.
[[nodiscard]] QString fieldSentence(const FieldDrift& field, const QString& window);

} // namespace casebench::ui::drift
