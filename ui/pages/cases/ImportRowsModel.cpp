// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/ImportRowsModel.h"

#include "ui/itemmodels/CaseWords.h"
#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"

namespace casebench::ui {

void ImportRowsModel::setRows(std::shared_ptr<const ImportPreview> preview, bool oddOnly)
{
    beginResetModel();
    m_preview = std::move(preview);
    m_oddOnly = oddOnly;
    endResetModel();
}

const QList<PreviewRow>& ImportRowsModel::rows() const
{
    return m_oddOnly ? m_preview->odd : m_preview->first;
}

int ImportRowsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_preview ? 0 : static_cast<int>(rows().size());
}

int ImportRowsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_preview
        ? 0
        : static_cast<int>(m_preview->header.size()) + 2; // row, cells, what is odd
}

QString ImportRowsModel::oddText(const PreviewRow& row) const
{
    QStringList parts;
    for (const int cell : row.odd) {
        const FieldPlan& plan = m_preview->summary.plan[static_cast<std::size_t>(cell)];
        parts.append(
            tr("%1 is no %2").arg(format::isolate(row.cells.value(cell)), words::kind(plan.field.kind)));
    }
    return parts.join(QLatin1String("; "));
}

QVariant ImportRowsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_preview)
        return {};
    const PreviewRow& row = rows()[index.row()];
    const int cell = index.column() - 1;
    const bool last = index.column() == columnCount() - 1;
    switch (role) {
    case Qt::DisplayRole: {
        if (cell < 0)
            return format::count(row.line);
        if (last)
            return oddText(row);
        const bool personal =
            m_preview->summary.plan[static_cast<std::size_t>(cell)].field.role == FieldRole::Personal;
        const QString text = row.cells.value(cell);
        return text.isEmpty() ? format::undefined() : personal ? words::masked(text) : text;
    }
    case Qt::TextAlignmentRole:
        return cell < 0
                || (!last
                    && m_preview->summary.plan[static_cast<std::size_t>(cell)].field.kind
                        == FieldKind::Number)
            ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
            : QVariant();
    case ColorRoleRole:
        return cell < 0 || last || (cell >= 0 && row.cells.value(cell).isEmpty())
            ? QVariant(static_cast<int>(ColorRole::Muted))
            : QVariant();
    case GlyphRole:
        return cell >= 0 && row.odd.contains(cell) ? QVariant(static_cast<int>(Glyph::Watch)) : QVariant();
    default:
        return {};
    }
}

QVariant ImportRowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || !m_preview)
        return {};
    const int cell = section - 1;
    if (role == Qt::TextAlignmentRole)
        return cell < 0
                || (cell < m_preview->header.size()
                    && m_preview->summary.plan[static_cast<std::size_t>(cell)].field.kind
                        == FieldKind::Number)
            ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
            : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    return cell < 0                       ? tr("Row")
        : cell < m_preview->header.size() ? m_preview->header[cell]
                                          : tr("What is odd");
}

} // namespace casebench::ui
