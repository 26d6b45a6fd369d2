// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/QuarantineModel.h"

#include "core/base/Text.h"
#include "ui/pages/cases/QuarantineWords.h"
#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"

namespace casebench::ui {

QString readableBytes(const std::string& bytes)
{
    const QByteArray repaired =
        QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size())).toUtf8();
    QString text = QString::fromStdString(escapedForTerminal(
        std::string_view(repaired.constData(), static_cast<std::size_t>(repaired.size()))));
    return text.replace(u'\n', QChar(0x23ce)).replace(u'\t', QChar(0x21e5));
}

QuarantineModel::QuarantineModel(bool withSource, QObject* parent)
    : QAbstractTableModel(parent)
    , m_withSource(withSource)
{
}

void QuarantineModel::setLines(QList<QuarantineLine> lines)
{
    beginResetModel();
    m_lines = std::move(lines);
    endResetModel();
}

int QuarantineModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int QuarantineModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_withSource ? 6 : 5;
}

QVariant QuarantineModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const QuarantineLine& line = m_lines[index.row()];
    const int field = fieldOf(index.column());
    switch (role) {
    case Qt::DisplayRole: {
        const QStringList texts { line.source,
                                  format::count(line.line),
                                  line.column.isEmpty() ? format::undefined() : line.column,
                                  quarantineKind(line.kind),
                                  line.reason,
                                  line.raw };
        return texts.value(field);
    }
    case Qt::ToolTipRole:
        // The token of the kind is what files and commands name it by.
        return field == 3 ? QVariant(line.kind)
            : field == 4  ? QVariant(line.reason)
            : field == 5  ? QVariant(line.raw.left(2000))
                          : QVariant();
    case Qt::TextAlignmentRole:
        return field == 1 ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case ColorRoleRole:
        return field == 5 ? QVariant(static_cast<int>(ColorRole::Muted)) : QVariant();
    default:
        return {};
    }
}

QVariant QuarantineModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && fieldOf(section) == 1)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QStringList names { tr("Source"), tr("Line"),   tr("Column"),
                              tr("Kind"),   tr("Reason"), tr("As the file has it") };
    return names.value(fieldOf(section));
}

} // namespace casebench::ui
