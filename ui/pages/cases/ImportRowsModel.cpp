// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/ImportRowsModel.h"

#include "ui/pages/cases/ImportWords.h"
#include "ui/text/CellRoles.h"
#include "ui/text/Format.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Roles.h"

#include <algorithm>

namespace casebench::ui {

namespace {

constexpr std::size_t kFirstOfOdd = 4; // enough to see how an ordinary row looks
constexpr int kOddColumn = 1; // before the cells: behind many of them nobody would see it
constexpr int kFirstCell = 2; // after the line and what is odd

const PreviewCell* changeOf(const PreviewRow& row, int cell)
{
    const auto at = std::ranges::find(row.changed, static_cast<std::size_t>(cell), &PreviewCell::field);
    return at == row.changed.end() ? nullptr : &*at;
}

} // namespace

void ImportRowsModel::setRows(std::shared_ptr<const ImportPreview> preview, Show show)
{
    beginResetModel();
    m_preview = std::move(preview);
    m_rows.clear();
    if (m_preview) {
        const std::size_t most =
            show == Show::First ? m_preview->first.size() : std::min(kFirstOfOdd, m_preview->first.size());
        for (std::size_t i = 0; i < most; ++i)
            m_rows.append(&m_preview->first[i]);
        const std::uint64_t last = m_rows.isEmpty() ? 0 : m_rows.last()->line;
        if (show == Show::FirstAndOdd) {
            for (const PreviewRow& row : m_preview->odd) {
                if (row.line > last || !row.refused.empty())
                    m_rows.append(&row);
            }
            std::stable_sort(m_rows.begin(), m_rows.end(),
                             [](const PreviewRow* a, const PreviewRow* b) { return a->line < b->line; });
        }
    }
    endResetModel();
}

int ImportRowsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ImportRowsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_preview ? 0 : static_cast<int>(m_preview->summary.plan.size()) + kFirstCell;
}

bool ImportRowsModel::isNumber(int cell) const
{
    const auto& plan = m_preview->summary.plan;
    return cell >= 0 && cell < static_cast<int>(plan.size())
        && plan[static_cast<std::size_t>(cell)].field.kind == FieldKind::Number;
}

QString ImportRowsModel::cellText(const PreviewRow& row, int cell) const
{
    if (row.cells.empty())
        return {}; // a row that could not be taken apart
    const QString text = format::text(row.cells[static_cast<std::size_t>(cell)]);
    return text.isEmpty() && changeOf(row, cell) == nullptr ? format::undefined() : text;
}

QString ImportRowsModel::oddText(const PreviewRow& row) const
{
    if (!row.refused.empty())
        return format::text(row.refused);
    QStringList parts;
    for (const PreviewCell& cell : row.changed) {
        const QString field = format::isolate(format::text(m_preview->summary.plan[cell.field].field.name));
        const QString what = importwords::becomes(cell.why, format::text(cell.newText));
        parts.append(row.changed.size() == 1 ? what : QStringLiteral("%1: %2").arg(field, what));
    }
    return parts.join(QStringLiteral("; "));
}

QVariant ImportRowsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_preview)
        return {};
    const PreviewRow& row = *m_rows[index.row()];
    const int cell = index.column() - kFirstCell;
    const bool odd = index.column() == kOddColumn;
    const PreviewCell* changed = cell < 0 ? nullptr : changeOf(row, cell);
    switch (role) {
    case Qt::DisplayRole:
        return odd     ? oddText(row)
            : cell < 0 ? format::count(static_cast<qint64>(row.line))
                       : cellText(row, cell);
    case Qt::ToolTipRole:
        return odd ? QVariant(oddText(row)) : QVariant();
    case Qt::AccessibleTextRole:
        return changed == nullptr
            ? QVariant()
            : tr("%1, %2").arg(cellText(row, cell),
                               importwords::becomes(changed->why, format::text(changed->newText)));
    case Qt::TextAlignmentRole:
        return !odd && (cell < 0 || isNumber(cell)) ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                    : QVariant();
    case ColorRoleRole:
        return cell < 0 || cellText(row, cell) == format::undefined()
            ? QVariant(static_cast<int>(ColorRole::Muted))
            : QVariant();
    case OutlineRole:
        if (cell < 0 && !odd && !row.refused.empty())
            return static_cast<int>(ColorRole::Alarm);
        return changed == nullptr ? QVariant() : QVariant(static_cast<int>(ColorRole::Watch));
    default:
        return {};
    }
}

QVariant ImportRowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || !m_preview)
        return {};
    const int cell = section - kFirstCell;
    const bool odd = section == kOddColumn;
    const auto& plan = m_preview->summary.plan;
    if (role == Qt::TextAlignmentRole)
        return !odd && (cell < 0 || isNumber(cell)) ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                    : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    return odd     ? tr("What is odd")
        : cell < 0 ? tr("Row")
                   : format::text(plan[static_cast<std::size_t>(cell)].sourceName);
}

} // namespace casebench::ui
