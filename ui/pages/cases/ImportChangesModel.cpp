// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/ImportChangesModel.h"

#include "ui/pages/cases/ImportWords.h"
#include "ui/text/CellRoles.h"
#include "ui/text/Format.h"
#include "ui/theme/Roles.h"

namespace casebench::ui {

namespace {

enum Column
{
    Row,
    FieldName,
    Before,
    After,
    Why,
    ColumnCount
};

} // namespace

void ImportChangesModel::setPreview(std::shared_ptr<const ImportPreview> preview)
{
    beginResetModel();
    m_preview = std::move(preview);
    endResetModel();
}

int ImportChangesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_preview ? 0 : static_cast<int>(m_preview->changes.size());
}

int ImportChangesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ImportChangesModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_preview)
        return {};
    const ChangedCell& cell = m_preview->changes[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole && index.column() == Row)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == ColorRoleRole && (index.column() == Row || index.column() == Why))
        return static_cast<int>(ColorRole::Muted);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Row:
        return format::count(static_cast<qint64>(cell.line));
    case FieldName:
        return format::text(m_preview->summary.plan[cell.field].field.name);
    case Before:
        return importwords::before(format::text(cell.oldText));
    case After:
        return importwords::after(cell.why, format::text(cell.newText));
    default:
        return importwords::why(cell.why);
    }
}

QVariant ImportChangesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section == Row)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QStringList names { tr("Row"), tr("Field"), tr("In the file"), tr("Becomes"), tr("Why") };
    return names.value(section);
}

} // namespace casebench::ui
