// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/MappingModel.h"

#include "core/privacy/Masking.h"
#include "ui/itemmodels/CaseWords.h"
#include "ui/text/CellRoles.h"
#include "ui/text/Format.h"
#include "ui/theme/Roles.h"

#include <algorithm>

namespace casebench::ui {

void MappingModel::setPreview(std::shared_ptr<const ImportPreview> preview)
{
    beginResetModel();
    m_preview = std::move(preview);
    endResetModel();
}

int MappingModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_preview ? 0 : static_cast<int>(m_preview->summary.plan.size());
}

int MappingModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

bool MappingModel::isNewField(const FieldPlan& plan) const
{
    return plan.isNew && !m_preview->firstImport;
}

qint64 MappingModel::changedCells(const FieldPlan& plan, std::optional<ChangeReason> why) const
{
    const auto& fields = m_preview->summary.plan;
    const auto position = static_cast<std::size_t>(&plan - fields.data());
    qint64 cells = 0;
    for (const ChangedCells& group : m_preview->summary.changed)
        cells += group.field == position && (why ? group.why == *why : group.why != ChangeReason::NotAsked)
            ? group.count
            : 0;
    return cells;
}

MappingModel::FieldNote MappingModel::note(const FieldPlan& plan, const ColumnProfile& profile) const
{
    const auto& questions = m_preview->summary.questions;
    const auto asked = std::ranges::find(questions, plan.sourceName, &ImportQuestion::column);
    if (asked != questions.end())
        return { Glyph::Watch,
                 asked->about == ImportQuestion::About::DateOrder ? tr("day or month first?")
                                                                  : tr("which number?") };
    if (isNewField(plan))
        return { Glyph::Alarm, tr("new field") };
    // Values that would be lost come before anything that merely looks odd.
    if (const qint64 lost = changedCells(plan, ChangeReason::Unreadable); lost > 0)
        return { 2 * lost > m_preview->summary.profile.rows ? Glyph::Alarm : Glyph::Watch,
                 lost == 1 ? tr("1 unreadable") : tr("%1 unreadable").arg(format::count(lost)) };
    if (plan.sourceName != plan.field.name && !plan.isNew)
        return { Glyph::Ring, tr("is %1").arg(format::isolate(format::text(plan.field.name))) };
    if (isMasked(plan.field.role))
        return { Glyph::Ring, tr("never a feature") };
    if (!profile.missingSuggested.empty())
        return {
            Glyph::Watch,
            tr("%1 may be missing").arg(format::isolate(format::text(profile.missingSuggested.front().text)))
        };
    if (const qint64 cells = changedCells(plan); cells > 0)
        return { Glyph::Ring,
                 cells == 1 ? tr("1 cell changed") : tr("%1 cells changed").arg(format::count(cells)) };
    if (profile.missing > 0)
        return { Glyph::Ring,
                 (plan.field.kind == FieldKind::YesNo ? tr("%1 not asked") : tr("%1 missing"))
                     .arg(format::count(profile.missing)) };
    return {};
}

QString MappingModel::text(const FieldPlan& plan, const ColumnProfile& profile, int column) const
{
    switch (column) {
    case Name:
        return format::text(plan.sourceName);
    case First: {
        const QString value = profile.examples.empty() ? QString() : format::text(profile.examples.front());
        return value.isEmpty() ? tr("blank") : isMasked(plan.field.role) ? words::masked(value) : value;
    }
    case Kind:
        return words::kind(plan.field.kind);
    case RoleColumn:
        return words::role(plan.field.role);
    case Why:
        return format::text(plan.reason);
    case Filled: {
        const auto all = static_cast<double>(profile.filled + profile.missing + profile.unparsed);
        return all > 0 ? format::percent(static_cast<double>(profile.filled) / all) : format::undefined();
    }
    case Note:
        return note(plan, profile).text;
    default:
        return {};
    }
}

QVariant MappingModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_preview)
        return {};
    const FieldPlan& plan = m_preview->summary.plan[static_cast<std::size_t>(index.row())];
    const ColumnProfile& profile = m_preview->summary.profile.columns[plan.column];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(plan, profile, column);
    case Qt::ToolTipRole:
        return column == Why || column == Name || column == Note ? QVariant(text(plan, profile, column))
                                                                 : QVariant();
    case Qt::EditRole:
        return column == Kind      ? static_cast<int>(plan.field.kind)
            : column == RoleColumn ? static_cast<int>(plan.field.role)
                                   : QVariant();
    case Qt::TextAlignmentRole:
        return column == Filled ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case ColorRoleRole:
        return column == First || column == Why ? QVariant(static_cast<int>(ColorRole::Muted)) : QVariant();
    case GlyphRole:
        return column == Note ? QVariant(static_cast<int>(note(plan, profile).glyph)) : QVariant();
    case StrongRole:
        return column == Name && isNewField(plan);
    default:
        return {};
    }
}

QVariant MappingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section == Filled)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QStringList names { tr("Field"),           tr("First value"), tr("Kind"), tr("Role"),
                              tr("Why we think so"), tr("Filled"),      tr("Note") };
    return names.value(section);
}

Qt::ItemFlags MappingModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags result = QAbstractTableModel::flags(index);
    if (!m_preview || !index.isValid())
        return result;
    // The project decided on kind and role when the field came first.
    const FieldPlan& plan = m_preview->summary.plan[static_cast<std::size_t>(index.row())];
    if ((index.column() == Kind || index.column() == RoleColumn) && plan.isNew)
        result |= Qt::ItemIsEditable;
    return result;
}

bool MappingModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable)
        || value == data(index, Qt::EditRole))
        return false;
    const QString column =
        format::text(m_preview->summary.plan[static_cast<std::size_t>(index.row())].sourceName);
    if (index.column() == Kind)
        emit kindChosen(column, static_cast<FieldKind>(value.toInt()));
    else
        emit roleChosen(column, static_cast<FieldRole>(value.toInt()));
    return true; // what is shown changes when the file was looked at again
}

} // namespace casebench::ui
