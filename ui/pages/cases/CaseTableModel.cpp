// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/CaseTableModel.h"

#include "ui/itemmodels/CaseWords.h"
#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

constexpr qsizetype kMostBlocks = 512; // 65,536 rows of 24 columns (ours)

bool isField(const CaseColumn& column)
{
    return column.field >= 0;
}

} // namespace

CaseTableModel::CaseTableModel(QObject* parent)
    : QAbstractTableModel(parent)
{
    m_ask.setSingleShot(true);
    connect(&m_ask, &QTimer::timeout, this, &CaseTableModel::blocksWanted);
}

void CaseTableModel::forget()
{
    ++m_generation;
    m_blocks.clear();
    m_age.clear();
    m_wanted.clear();
    m_asked.clear();
}

void CaseTableModel::spreadSlots()
{
    m_slots.clear();
    std::size_t slot = 0;
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        slot = i % CaseBlock::kColumns == 0 ? 0 : slot;
        m_slots.push_back(slot);
        slot += isField(m_columns[i]) ? 1 : 0;
    }
}

void CaseTableModel::setCases(QList<CaseColumn> columns, Marks marks, Rows order)
{
    beginResetModel();
    forget();
    m_columns = std::move(columns);
    m_marks = std::move(marks);
    m_order = std::move(order);
    spreadSlots();
    endResetModel();
}

void CaseTableModel::setOrder(Marks marks, Rows order)
{
    // Rows go and come; columns stay, so that widths and editors of the header do.
    const int before = rowCount();
    const int after = static_cast<int>(order.size());
    forget();
    m_marks = std::move(marks);
    if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_order = std::move(order);
        endRemoveRows();
    } else if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_order = std::move(order);
        endInsertRows();
    } else {
        m_order = std::move(order);
    }
    if (const int same = std::min(before, after); same > 0)
        emit dataChanged(index(0, 0), index(same - 1, columnCount() - 1));
}

int CaseTableModel::positionOf(CaseRow row) const
{
    const auto at = std::ranges::find(m_order, row);
    return at == m_order.end() ? -1 : static_cast<int>(at - m_order.begin());
}

QString CaseTableModel::caseId(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    const Found found = find(row, 0);
    return found.table == nullptr ? QString() : format::text(found.table->ids[found.at]);
}

CaseState CaseTableModel::stateAt(int row) const
{
    return m_marks->label(rowAt(row)).state;
}

bool CaseTableModel::isScored(int row) const
{
    return !std::isnan(m_marks->scoreOf(rowAt(row)));
}

QList<CaseBlock> CaseTableModel::takeWanted()
{
    QList<CaseBlock> wanted(m_wanted.begin(), m_wanted.end());
    m_asked.unite(m_wanted);
    m_wanted.clear();
    return wanted;
}

CaseTableModel::Rows CaseTableModel::rowsOf(const CaseBlock& block) const
{
    const std::size_t from =
        std::min(m_order.size(), static_cast<std::size_t>(block.rows) * CaseBlock::kRows);
    const std::size_t to = std::min(m_order.size(), from + CaseBlock::kRows);
    Rows rows(m_order.begin() + static_cast<std::ptrdiff_t>(from),
              m_order.begin() + static_cast<std::ptrdiff_t>(to));
    std::ranges::sort(rows);
    return rows;
}

std::vector<std::size_t> CaseTableModel::fieldsOf(const CaseBlock& block) const
{
    std::vector<std::size_t> fields;
    const int from = block.columns * CaseBlock::kColumns;
    for (int i = from; i < std::min(columnCount(), from + CaseBlock::kColumns); ++i) {
        if (isField(m_columns[i]))
            fields.push_back(static_cast<std::size_t>(m_columns[i].field));
    }
    return fields;
}

void CaseTableModel::setBlock(const CaseBlock& block, CaseTablePtr table)
{
    m_asked.remove(block);
    if (!m_blocks.contains(block))
        m_age.append(block);
    m_blocks.insert(block, std::move(table));
    while (m_blocks.size() > kMostBlocks)
        m_blocks.remove(m_age.takeFirst());
    const int firstRow = block.rows * CaseBlock::kRows;
    const int firstColumn = block.columns * CaseBlock::kColumns;
    const int lastRow = std::min(rowCount(), firstRow + CaseBlock::kRows) - 1;
    const int lastColumn = std::min(columnCount(), firstColumn + CaseBlock::kColumns) - 1;
    if (lastRow >= firstRow && lastColumn >= firstColumn)
        emit dataChanged(index(firstRow, firstColumn), index(lastRow, lastColumn));
}

CaseTableModel::Found CaseTableModel::find(int row, int column) const
{
    const CaseBlock block { row / CaseBlock::kRows, column / CaseBlock::kColumns };
    const auto at = m_blocks.find(block);
    if (at == m_blocks.end()) {
        if (!m_asked.contains(block) && !m_wanted.contains(block)) {
            m_wanted.insert(block);
            m_ask.start(0);
        }
        return {};
    }
    const auto& rows = (*at)->rows;
    const auto found = std::ranges::lower_bound(rows, rowAt(row));
    return { at->get(), static_cast<std::size_t>(found - rows.begin()) };
}

const Column* CaseTableModel::values(const Found& found, int column) const
{
    return found.table == nullptr ? nullptr
                                  : &found.table->columns[m_slots[static_cast<std::size_t>(column)]];
}

int CaseTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

int CaseTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QString CaseTableModel::text(int row, int column) const
{
    const CaseColumn& shown = m_columns[column];
    const bool beside = !isField(shown);
    if (shown.kind == CaseColumn::Kind::Label || shown.kind == CaseColumn::Kind::Score)
        return besideText(shown, *m_marks, rowAt(row), {});
    const Found found = find(row, column);
    if (found.table == nullptr)
        return {};
    return beside ? besideText(shown, *m_marks, rowAt(row), found.table->ids[found.at])
                  : cellText(shown, *values(found, column), found.at);
}

bool CaseTableModel::isMissing(int row, int column) const
{
    switch (m_columns[column].kind) {
    case CaseColumn::Kind::Case:
        return false;
    case CaseColumn::Kind::Label:
        return stateAt(row) == CaseState::Alleged;
    case CaseColumn::Kind::Score:
        return !isScored(row);
    default: {
        const Found found = find(row, column);
        const Column* cells = values(found, column);
        return cells != nullptr && cells->isMissing(found.at);
    }
    }
}

QString CaseTableModel::whyMissing(const CaseColumn& column) const
{
    switch (column.kind) {
    case CaseColumn::Kind::Label:
        return tr("Nobody has decided this case yet.");
    case CaseColumn::Kind::Score:
        return m_marks->scoredBy == 0 ? tr("No champion has scored the cases.")
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
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), index.column());
    case Qt::ToolTipRole:
        return isMissing(index.row(), index.column()) ? QVariant(whyMissing(column)) : QVariant();
    case Qt::TextAlignmentRole:
        return column.kind != CaseColumn::Kind::Score && column.fieldKind == FieldKind::Number
            ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
            : QVariant();
    case ColorRoleRole:
        return isMissing(index.row(), index.column()) ? QVariant(static_cast<int>(ColorRole::Muted))
                                                      : QVariant();
    case GlyphRole:
        return column.kind == CaseColumn::Kind::Label
            ? QVariant(static_cast<int>(words::glyph(stateAt(index.row()))))
            : QVariant();
    case AmountRole:
        return column.kind == CaseColumn::Kind::Score ? QVariant(m_marks->scoreOf(rowAt(index.row())))
                                                      : QVariant();
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
