// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/CaseTableModel.h"

#include "ui/itemmodels/CaseWords.h"
#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"

#include <cmath>

namespace casebench::ui {

void CaseTableModel::setView(std::shared_ptr<const CaseView> view,
                             QList<CaseColumn> columns,
                             std::vector<std::uint32_t> order)
{
    beginResetModel();
    m_view = std::move(view);
    m_columns = std::move(columns);
    m_order = std::move(order);
    endResetModel();
}

void CaseTableModel::setOrder(std::vector<std::uint32_t> order)
{
    // Rows go and come; columns stay, so that widths and editors of the header do.
    if (!m_order.empty()) {
        beginRemoveRows({}, 0, static_cast<int>(m_order.size()) - 1);
        m_order.clear();
        endRemoveRows();
    }
    if (!order.empty()) {
        beginInsertRows({}, 0, static_cast<int>(order.size()) - 1);
        m_order = std::move(order);
        endInsertRows();
    }
}

QString CaseTableModel::caseId(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    return format::text(m_view->table->ids[m_order[static_cast<std::size_t>(row)]]);
}

int CaseTableModel::rowOfCase(const QString& caseId) const
{
    const std::string id = caseId.toStdString();
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        if (m_view->table->ids[m_order[i]] == id)
            return static_cast<int>(i);
    }
    return -1;
}

CaseState CaseTableModel::stateAt(int row) const
{
    return m_view->labels[m_order[static_cast<std::size_t>(row)]].state;
}

bool CaseTableModel::isScored(int row) const
{
    return !std::isnan(m_view->score[m_order[static_cast<std::size_t>(row)]]);
}

int CaseTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_view ? 0 : static_cast<int>(m_order.size());
}

int CaseTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QString CaseTableModel::fieldText(const CaseColumn& column, std::uint32_t row) const
{
    const Column& values = m_view->table->columns[static_cast<std::size_t>(column.field)];
    if (values.isMissing(row))
        return words::cell(column.fieldKind, {}, true);
    switch (values.kind()) {
    case FieldKind::Number:
        return format::number(values.numbers()[row]);
    case FieldKind::Time:
        return format::isoDate(values.times()[row]);
    case FieldKind::YesNo:
        return values.codes()[row] == kYesCode ? tr("Yes") : tr("No");
    default:
        return format::text(values.dictionary()[static_cast<std::size_t>(values.codes()[row])]);
    }
}

QString CaseTableModel::text(const CaseColumn& column, std::uint32_t row) const
{
    switch (column.kind) {
    case CaseColumn::Kind::Case:
        return format::text(m_view->table->ids[row]);
    case CaseColumn::Kind::Label: {
        const CaseState state = m_view->labels[row].state;
        return state == CaseState::Alleged ? format::undefined() : words::state(state);
    }
    case CaseColumn::Kind::Score:
        return format::decimal(m_view->score[row], 2);
    default:
        return fieldText(column, row);
    }
}

bool CaseTableModel::isMissing(const CaseColumn& column, std::uint32_t row) const
{
    switch (column.kind) {
    case CaseColumn::Kind::Case:
        return false;
    case CaseColumn::Kind::Label:
        return m_view->labels[row].state == CaseState::Alleged;
    case CaseColumn::Kind::Score:
        return std::isnan(m_view->score[row]);
    default:
        return m_view->table->columns[static_cast<std::size_t>(column.field)].isMissing(row);
    }
}

QString CaseTableModel::whyMissing(const CaseColumn& column) const
{
    switch (column.kind) {
    case CaseColumn::Kind::Label:
        return tr("Nobody has decided this case yet.");
    case CaseColumn::Kind::Score:
        return m_view->scoredBy == 0 ? tr("No champion has scored the cases.")
                                     : tr("Not scored, or hidden until your own verdict.");
    default:
        return column.fieldKind == FieldKind::YesNo ? tr("Not asked, which is not No.")
                                                    : tr("The file has no value here.");
    }
}

QVariant CaseTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= m_columns.size())
        return {};
    const CaseColumn& column = m_columns[index.column()];
    const std::uint32_t row = m_order[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(column, row);
    case Qt::ToolTipRole:
        return isMissing(column, row) ? QVariant(whyMissing(column)) : QVariant();
    case Qt::TextAlignmentRole:
        return column.kind != CaseColumn::Kind::Score && column.fieldKind == FieldKind::Number
            ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
            : QVariant();
    case ColorRoleRole:
        return isMissing(column, row) ? QVariant(static_cast<int>(ColorRole::Muted)) : QVariant();
    case GlyphRole:
        return column.kind == CaseColumn::Kind::Label
            ? QVariant(static_cast<int>(words::glyph(m_view->labels[row].state)))
            : QVariant();
    case AmountRole:
        return column.kind == CaseColumn::Kind::Score ? QVariant(m_view->score[row]) : QVariant();
    default:
        return {};
    }
}

QVariant CaseTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
        return {};
    const CaseColumn& column = m_columns[section];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return column.title;
    if (role == Qt::TextAlignmentRole && column.kind != CaseColumn::Kind::Score
        && column.fieldKind == FieldKind::Number)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

} // namespace casebench::ui
