// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Field.h"
#include "core/data/Label.h"
#include "core/labelling/Settle.h"
#include "ui/theme/Icons.h"

#include <QString>
#include <QStringList>

namespace casebench::ui::words {

/// "Scam", "Not scam", "Disputed", "Unresolvable"
[[nodiscard]] QString verdict(Verdict verdict);
/// Where a case stands: "Alleged", "Scam", "Not scam", "Disputed", "Unresolvable"
[[nodiscard]] QString state(CaseState state);
[[nodiscard]] Glyph glyph(CaseState state);
/// "number", "category", "yes/no", "time", "text"
[[nodiscard]] QString kind(FieldKind kind);
/// "feature", "id", ...
[[nodiscard]] QString role(FieldRole role);
/// A cell as people read it: locale digits for numbers, "Not asked" for a missing yes/no, "–" for what is
/// missing.
[[nodiscard]] QString cell(FieldKind kind, const QString& text, bool missing);
/// A personal value without what identifies: the last characters only ("•• 4417").
[[nodiscard]] QString masked(const QString& value);

} // namespace casebench::ui::words
