// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/CaseColumnChooser.h"

#include "ui/pages/Page.h"
#include "ui/text/Format.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/SearchField.h"

#include <QToolButton>

namespace casebench::ui {

void CaseColumnsModel::setColumns(QList<CaseColumn> columns, const QStringList& hidden)
{
    beginResetModel();
    m_columns = std::move(columns);
    m_columns.removeIf([](const CaseColumn& column) { return column.kind == CaseColumn::Kind::Case; });
    m_hidden = QSet<QString>(hidden.begin(), hidden.end());
    endResetModel();
}

void CaseColumnsModel::setAll(bool shown)
{
    for (const CaseColumn& column : m_columns) {
        if (shown)
            m_hidden.remove(column.key);
        else
            m_hidden.insert(column.key);
    }
    if (!m_columns.isEmpty())
        emit dataChanged(index(0), index(rowCount() - 1), { Qt::CheckStateRole });
    emit hiddenChanged();
}

QStringList CaseColumnsModel::hidden() const
{
    QStringList keys(m_hidden.begin(), m_hidden.end());
    keys.sort();
    return keys;
}

int CaseColumnsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant CaseColumnsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const CaseColumn& column = m_columns[index.row()];
    if (role == Qt::DisplayRole)
        return format::harmless(column.title);
    if (role == Qt::CheckStateRole)
        return m_hidden.contains(column.key) ? Qt::Unchecked : Qt::Checked;
    return {};
}

bool CaseColumnsModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || role != Qt::CheckStateRole)
        return false;
    const QString& key = m_columns[index.row()].key;
    if (value.toInt() == Qt::Checked)
        m_hidden.remove(key);
    else
        m_hidden.insert(key);
    emit dataChanged(index, index, { Qt::CheckStateRole });
    emit hiddenChanged();
    return true;
}

Qt::ItemFlags CaseColumnsModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags flags = QAbstractListModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsUserCheckable : flags;
}

CaseColumnChooser::CaseColumnChooser(QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_search(new SearchField(tr("Find a column"), QString()))
    , m_list(new QListView)
{
    setFrameShape(QFrame::StyledPanel);
    setAccessibleName(tr("Columns of the table"));
    auto* layout = column(space::kGroup);
    layout->setContentsMargins(space::kGroup, space::kGroup, space::kGroup, space::kGroup);
    setLayout(layout);
    auto* all = linkButton(tr("Show all"));
    auto* none = linkButton(tr("Hide all"));
    nameWidget(m_search, tr("Find a column"));
    m_list->setAccessibleName(tr("Columns"));
    m_list->setUniformItemSizes(true); // thousands of columns are measured once
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMinimumSize(scaled(this, 260), scaled(this, 300));
    m_found.setSourceModel(&m_model);
    m_found.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setModel(&m_found);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    auto* links = row(space::kBetween);
    links->addWidget(all);
    links->addWidget(none);
    links->addStretch();
    layout->addLayout(links);
    connect(m_search, &SearchField::searched, &m_found, &QSortFilterProxyModel::setFilterFixedString);
    connect(all, &QToolButton::clicked, &m_model, [this] { m_model.setAll(true); });
    connect(none, &QToolButton::clicked, &m_model, [this] { m_model.setAll(false); });
    connect(&m_model, &CaseColumnsModel::hiddenChanged, this,
            [this] { emit hiddenChanged(m_model.hidden()); });
}

void CaseColumnChooser::setColumns(const QList<CaseColumn>& columns, const QStringList& hidden)
{
    m_model.setColumns(columns, hidden);
}

void CaseColumnChooser::openUnder(QWidget* button)
{
    adjustSize();
    const QPoint corner =
        button->mapToGlobal(QPoint(button->width() - width(), button->height() + space::kTight));
    move(corner);
    show();
    m_search->setFocus(Qt::PopupFocusReason);
}

} // namespace casebench::ui
