// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/itemmodels/CellTable.h"

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

bool isNumber(const QVariant& key)
{
    return key.typeId() == QMetaType::Double || key.typeId() == QMetaType::LongLong
        || key.typeId() == QMetaType::Int;
}

/// What cannot be ordered: nothing, or an undefined number.
bool isUnknown(const QVariant& key)
{
    return !key.isValid() || (isNumber(key) && std::isnan(key.toDouble()));
}

bool less(const QVariant& a, const QVariant& b)
{
    if (isNumber(a) && isNumber(b))
        return a.toDouble() < b.toDouble();
    return QString::localeAwareCompare(a.toString(), b.toString()) < 0;
}

} // namespace

CellTable::CellTable(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void CellTable::setTable(const QList<CellColumn>& columns, const QList<CellRow>& rows)
{
    beginResetModel();
    m_columns = columns;
    m_given = rows;
    order();
    endResetModel();
}

qint64 CellTable::idOf(int row) const
{
    return row >= 0 && row < m_rows.size() ? m_rows[row].id : 0;
}

int CellTable::rowOf(qint64 id) const
{
    const auto at = std::ranges::find(m_rows, id, &CellRow::id);
    return at == m_rows.end() ? -1 : static_cast<int>(at - m_rows.begin());
}

int CellTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CellTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant CellTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const QList<Cell>& cells = m_rows[index.row()].cells;
    if (index.column() >= cells.size())
        return {};
    const Cell& cell = cells[index.column()];
    if (role == Qt::DisplayRole)
        return cell.text;
    if (role == Qt::TextAlignmentRole && m_columns[index.column()].right)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    return cell.roles.value(role);
}

QVariant CellTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
        return {};
    const CellColumn& column = m_columns[section];
    if (role == Qt::DisplayRole)
        return column.title;
    if (role == Qt::ToolTipRole && !column.tip.isEmpty())
        return column.tip;
    if (role == Qt::TextAlignmentRole)
        return int((column.right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

void CellTable::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    emit layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    QList<qint64> ids;
    for (const QModelIndex& index : before)
        ids.append(idOf(index.row()));
    this->order();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i)
        after.append(index(rowOf(ids[i]), before[i].column()));
    changePersistentIndexList(before, after);
    emit layoutChanged();
}

void CellTable::order()
{
    m_rows = m_given;
    const int column = m_sortColumn;
    const bool descending = m_sortOrder == Qt::DescendingOrder;
    std::ranges::stable_sort(m_rows, [column, descending](const CellRow& a, const CellRow& b) {
        if (a.last != b.last)
            return b.last;
        if (column < 0 || column >= a.cells.size() || column >= b.cells.size())
            return false;
        const QVariant& left = a.cells[column].key;
        const QVariant& right = b.cells[column].key;
        if (isUnknown(left) || isUnknown(right))
            return !isUnknown(left) && isUnknown(right);
        return descending ? less(right, left) : less(left, right);
    });
}

} // namespace casebench::ui
