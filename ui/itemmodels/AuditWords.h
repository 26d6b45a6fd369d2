// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/AuditEntry.h"

#include <QList>
#include <QPair>
#include <QString>

namespace casebench::ui::audit {

/// "label added" of "label.add"; an unknown act is shown as it is.
[[nodiscard]] QString act(const std::string& act);
[[nodiscard]] QString subject(const AuditRecord& record);
/// "ana submitted run 14": a line for people who glance; an unknown act is shown as it is.
[[nodiscard]] QString sentence(const AuditRecord& record);
/// Reason, else the first figures of the record.
[[nodiscard]] QString why(const AuditRecord& record);
/// A part of the body ("before", "after", ...) as names and values.
[[nodiscard]] QList<QPair<QString, QString>> part(const AuditRecord& record, const char* name);

} // namespace casebench::ui::audit
