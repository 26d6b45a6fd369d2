// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/FieldListModel.h"

#include "ui/itemmodels/CaseWords.h"
#include "ui/text/Format.h"
#include "ui/theme/Roles.h"
#include "ui/widgets/Delegates.h"

#include <algorithm>

namespace casebench::ui {

FieldListModel::FieldListModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

FieldListModel::Item FieldListModel::itemOf(const Field& field)
{
    Item item { format::text(field.name), field.name };
    const bool learnable = field.kind == FieldKind::Number || field.kind == FieldKind::Category
        || field.kind == FieldKind::YesNo;
    item.standard = learnable && field.role == FieldRole::Feature;
    item.offered = item.standard
        || (learnable && (field.role == FieldRole::Sensitive || field.role == FieldRole::Group));
    switch (field.role) {
    case FieldRole::Feature:
        item.why = learnable                ? words::kind(field.kind)
            : field.kind == FieldKind::Text ? tr("free text, not learned from")
                                            : tr("a time, not learned from");
        break;
    case FieldRole::Id:
        item.why = tr("dropped: names the case");
        break;
    case FieldRole::Time:
        item.why = tr("dropped: orders the cases");
        break;
    case FieldRole::Label:
        item.why = tr("dropped: is the answer");
        break;
    case FieldRole::Personal:
        item.why = tr("dropped: personal");
        break;
    case FieldRole::Ignore:
        item.why = tr("dropped: set to ignore");
        break;
    case FieldRole::Sensitive:
        item.why = tr("sensitive: only when ticked");
        break;
    case FieldRole::Group:
        item.why = tr("group: only when ticked");
        break;
    }
    return item;
}

void FieldListModel::setSchema(const Schema& schema)
{
    beginResetModel();
    m_items.clear();
    for (const Field& field : schema.fields()) {
        m_items.append(itemOf(field));
        m_items.last().used = isUsed(m_items.last());
    }
    // What a model can learn from stands first; the order of the file is kept within.
    std::ranges::stable_partition(m_items, [](const Item& item) { return item.offered; });
    endResetModel();
    emit usedChanged();
}

bool FieldListModel::isUsed(const Item& item) const
{
    const bool named = m_named.isEmpty() ? item.standard : m_named.contains(item.name);
    return item.offered && m_ticked.value(item.name, named);
}

void FieldListModel::setUsed(const std::vector<std::string>& fields)
{
    m_ticked.clear();
    m_named.clear();
    for (const std::string& field : fields)
        m_named.insert(format::text(field));
    for (Item& item : m_items)
        item.used = isUsed(item);
    if (!m_items.isEmpty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, 1));
    emit usedChanged();
}

std::vector<std::string> FieldListModel::fields() const
{
    const bool standard =
        std::ranges::all_of(m_items, [](const Item& item) { return item.used == item.standard; });
    return standard ? std::vector<std::string> {} : usedFields();
}

std::vector<std::string> FieldListModel::usedFields() const
{
    std::vector<std::string> used;
    for (const Item& item : m_items) {
        if (item.used)
            used.push_back(item.field);
    }
    return used;
}

int FieldListModel::usedCount() const
{
    return static_cast<int>(std::ranges::count(m_items, true, &Item::used));
}

int FieldListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

int FieldListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : 2;
}

QVariant FieldListModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_items.size())
        return {};
    const Item& item = m_items[index.row()];
    if (role == Qt::DisplayRole)
        return index.column() == 0 ? item.name : item.why;
    if (role == Qt::ToolTipRole)
        return index.column() == 0 ? item.name : item.why;
    if (role == Qt::CheckStateRole && index.column() == 0 && item.offered)
        return item.used ? Qt::Checked : Qt::Unchecked;
    if (role == ColorRoleRole && (index.column() == 1 || !item.used))
        return int(ColorRole::Muted);
    return {};
}

QVariant FieldListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Field") : tr("Use");
}

Qt::ItemFlags FieldListModel::flags(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= m_items.size())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (index.column() == 0 && m_items[index.row()].offered)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

bool FieldListModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || !(flags(index) & Qt::ItemIsUserCheckable))
        return false;
    Item& item = m_items[index.row()];
    item.used = value.toInt() == Qt::Checked;
    m_ticked.insert(item.name, item.used);
    emit dataChanged(index, index.siblingAtColumn(1));
    emit usedChanged();
    return true;
}

} // namespace casebench::ui
