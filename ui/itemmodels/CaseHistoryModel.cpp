// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/itemmodels/CaseHistoryModel.h"

#include "ui/text/CellRoles.h"
#include "ui/text/Format.h"
#include "ui/theme/Roles.h"

namespace casebench::ui {

namespace {

QString whoAndWhen(const CaseHappening& line)
{
    const QString when = format::dateTime(line.at);
    const QString who = line.who.isEmpty() ? when : format::isolate(line.who) + QStringLiteral(", ") + when;
    return line.note.isEmpty() ? who : QStringLiteral("%1: “%2”").arg(who, format::isolate(line.note));
}

} // namespace

void CaseHistoryModel::setHistory(QList<CaseHappening> history)
{
    beginResetModel();
    m_history = std::move(history);
    endResetModel();
}

int CaseHistoryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_history.size());
}

QVariant CaseHistoryModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const CaseHappening& line = m_history[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return line.takenBack ? tr("%1 (taken back)").arg(line.what) : line.what;
    case NoteRole:
        return whoAndWhen(line);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return line.what + QLatin1Char('\n') + whoAndWhen(line);
    case ColorRoleRole:
        return line.takenBack ? QVariant(static_cast<int>(ColorRole::Muted)) : QVariant();
    default:
        return {};
    }
}

} // namespace casebench::ui
