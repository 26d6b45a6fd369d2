// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/ExpectationsModel.h"

#include "ui/text/CellRoles.h"
#include "ui/text/Format.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Roles.h"

namespace casebench::ui {

namespace {

QString statusWord(const CheckResult& result)
{
    switch (result.status) {
    case CheckStatus::Passed:
        return ExpectationsModel::tr("holds");
    case CheckStatus::Failed:
        return ExpectationsModel::tr("fails");
    case CheckStatus::Skipped:
        return ExpectationsModel::tr("cannot be said");
    }
    return {};
}

} // namespace

void ExpectationsModel::setLines(QList<Line> lines)
{
    beginResetModel();
    m_lines = std::move(lines);
    endResetModel();
}

void ExpectationsModel::setEditable(bool on)
{
    if (on == m_editable)
        return;
    m_editable = on;
    if (!m_lines.isEmpty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void ExpectationsModel::setLine(int row, const Line& line)
{
    m_lines[row] = line;
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

int ExpectationsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int ExpectationsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ExpectationsModel::text(const Line& line, int column) const
{
    const Expectation& expectation = line.expectation;
    switch (column) {
    case FieldColumn:
        return expectation.field.empty() ? tr("whole table") : format::text(expectation.field);
    case Check:
        return format::text(name(expectation.check));
    case Asked:
        return format::text(demandText(expectation));
    case Mostly:
        return speaksOfRows(expectation.check)
            ? format::percent(expectation.mostly, expectation.mostly < 1 ? 1 : 0)
            : format::undefined();
    case Severity:
        return format::text(name(expectation.severity));
    case ResultColumn:
        return line.result ? statusWord(*line.result) : format::undefined();
    case Failing:
        return line.result && line.result->status != CheckStatus::Skipped && speaksOfRows(expectation.check)
            ? format::count(line.result->failed)
            : format::undefined();
    default:
        return {};
    }
}

QVariant ExpectationsModel::glyph(const Line& line, int column) const
{
    if (column != ResultColumn || !line.result)
        return {};
    const bool critical = line.expectation.severity == CheckSeverity::Critical;
    const Glyph glyph = line.result->status == CheckStatus::Passed ? Glyph::Good
        : line.result->status == CheckStatus::Skipped              ? Glyph::Ring
        : critical                                                 ? Glyph::Alarm
                                                                   : Glyph::Watch;
    return static_cast<int>(glyph);
}

QVariant ExpectationsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Line& line = m_lines[index.row()];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(line, column);
    case Qt::EditRole:
        if (column == Severity)
            return static_cast<int>(line.expectation.severity);
        return column == Mostly ? QString::number(line.expectation.mostly * 100, 'g', 10)
                                : text(line, column);
    case GlyphRole:
        return glyph(line, column);
    case StrongRole:
        return line.edited && column <= Severity;
    case ColorRoleRole:
        return column == FieldColumn && line.expectation.field.empty()
            ? QVariant(static_cast<int>(ColorRole::Muted))
            : QVariant();
    case Qt::ToolTipRole:
        if (column >= ResultColumn && line.result)
            return format::text(line.result->text);
        return column == Asked ? text(line, column) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant(
            static_cast<int>(Qt::AlignVCenter)
            | static_cast<int>(column == Mostly || column == Failing ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

QVariant ExpectationsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(
            static_cast<int>(Qt::AlignVCenter)
            | static_cast<int>(section == Mostly || section == Failing ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ToolTipRole && section == Mostly)
        return tr("Share of the cases with a value that must hold; missing values are left out");
    if (role != Qt::DisplayRole)
        return {};
    static const QStringList kTitles { tr("Field"),    tr("Check"),  tr("Asked"),  tr("Mostly"),
                                       tr("Severity"), tr("Result"), tr("Failing") };
    return kTitles.value(section);
}

Qt::ItemFlags ExpectationsModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!index.isValid() || !m_editable)
        return flags;
    const CheckKind check = m_lines[index.row()].expectation.check;
    const bool asked =
        hasBounds(check) || hasValues(check) || check == CheckKind::Matches || check == CheckKind::Kind;
    const bool editable = index.column() == Severity || (index.column() == Asked && asked)
        || (index.column() == Mostly && speaksOfRows(check));
    flags.setFlag(Qt::ItemIsEditable, editable);
    return flags;
}

bool ExpectationsModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    if (value.toString() != data(index, Qt::EditRole).toString())
        emit typed(index.row(), index.column(), value);
    return true;
}

} // namespace casebench::ui
