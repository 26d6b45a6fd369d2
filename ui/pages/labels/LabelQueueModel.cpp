// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/LabelQueueModel.h"

#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"

#include <algorithm>

namespace casebench::ui {

QString groupTitle(LabelGroup group)
{
    switch (group) {
    case LabelGroup::Asked:
        return LabelQueueModel::tr("Opened from another page");
    case LabelGroup::Returned:
        return LabelQueueModel::tr("Returned to you");
    case LabelGroup::NewAnswer:
        return LabelQueueModel::tr("New answer seen");
    case LabelGroup::Second:
        return LabelQueueModel::tr("Second verdict");
    case LabelGroup::Routine:
        return LabelQueueModel::tr("Routine");
    case LabelGroup::Undecided:
        return LabelQueueModel::tr("Undecided, oldest first");
    case LabelGroup::Skipped:
        return LabelQueueModel::tr("Skipped");
    }
    return {};
}

void LabelQueueModel::setQueue(QList<LabelQueueLine> lines, const QString& find)
{
    beginResetModel();
    m_rows.clear();
    m_cases = 0;
    qsizetype heading = -1;
    for (LabelQueueLine& line : lines) {
        if (!find.isEmpty() && !line.caseId.contains(find, Qt::CaseInsensitive)
            && !line.why.contains(find, Qt::CaseInsensitive)
            && !groupTitle(line.group).contains(find, Qt::CaseInsensitive))
            continue;
        if (heading < 0 || m_rows[heading].line.group != line.group) {
            heading = m_rows.size();
            Row title;
            title.heading = true;
            title.line.group = line.group;
            m_rows.append(title);
        }
        ++m_rows[heading].count;
        ++m_cases;
        m_rows.append({ false, std::move(line), 0 });
    }
    endResetModel();
}

QString LabelQueueModel::caseId(int row) const
{
    return row < 0 || row >= m_rows.size() ? QString() : m_rows[row].line.caseId;
}

int LabelQueueModel::rowOfCase(const QString& caseId) const
{
    const auto at = std::ranges::find_if(
        m_rows, [&](const Row& row) { return !row.heading && row.line.caseId == caseId; });
    return at == m_rows.end() ? -1 : static_cast<int>(at - m_rows.begin());
}

QString LabelQueueModel::neighbour(const QString& caseId, int step) const
{
    int row = rowOfCase(caseId);
    if (row < 0)
        step = 1;
    for (row += step; row >= 0 && row < m_rows.size(); row += step) {
        if (!m_rows[row].heading)
            return m_rows[row].line.caseId;
    }
    return {};
}

QStringList LabelQueueModel::caseIds() const
{
    QStringList ids;
    for (const Row& row : m_rows) {
        if (!row.heading)
            ids.append(row.line.caseId);
    }
    return ids;
}

int LabelQueueModel::positionOf(const QString& caseId) const
{
    const int row = rowOfCase(caseId);
    if (row < 0)
        return 0;
    return static_cast<int>(std::count_if(m_rows.begin(), m_rows.begin() + row + 1,
                                          [](const Row& entry) { return !entry.heading; }));
}

int LabelQueueModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant LabelQueueModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Row& row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return row.heading ? groupTitle(row.line.group) : row.line.caseId;
    case NoteRole:
        return row.heading
            ? QVariant()
            : QVariant(row.line.ownShare ? row.line.why : tr("%1; another’s turn").arg(row.line.why));
    case ChipRole:
        return row.heading                 ? format::count(row.count)
            : row.line.received == kNoTime ? QString()
                                           : format::shortDate(row.line.received);
    case ColorRoleRole:
        return static_cast<int>(ColorRole::Muted);
    case StrongRole:
        return row.heading;
    case Qt::AccessibleTextRole:
        return row.heading ? tr("%1, %2 cases").arg(groupTitle(row.line.group), format::count(row.count))
                           : tr("%1, %2").arg(row.line.caseId, row.line.why);
    default:
        return {};
    }
}

Qt::ItemFlags LabelQueueModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const bool heading = m_rows[index.row()].heading;
    return heading ? Qt::ItemIsEnabled : Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

} // namespace casebench::ui
