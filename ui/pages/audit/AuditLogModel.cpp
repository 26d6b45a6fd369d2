// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/AuditLogModel.h"

#include "ui/itemmodels/AuditWords.h"
#include "ui/text/Format.h"
#include "ui/theme/Tokens.h"

#include <algorithm>

namespace casebench::ui {

namespace {

QString textOf(const AuditRecord& record, int column)
{
    switch (column) {
    case AuditLogModel::Number:
        return QString::number(record.seq);
    case AuditLogModel::When:
        return format::dateTime(record.wall);
    case AuditLogModel::Who:
        return format::harmless(format::text(record.person));
    case AuditLogModel::What:
        return audit::act(record.act);
    case AuditLogModel::Subject:
        return audit::subject(record);
    case AuditLogModel::Why:
        return audit::why(record);
    case AuditLogModel::Hash:
        return QString::fromStdString(record.hash.substr(0, 8));
    default:
        return {};
    }
}

} // namespace

void AuditLogModel::setRecords(AuditRecords records)
{
    beginResetModel();
    m_records = std::move(records);
    choose();
    endResetModel();
}

void AuditLogModel::setFilters(const QHash<int, QString>& filters)
{
    if (filters == m_filters)
        return;
    beginResetModel();
    m_filters = filters;
    choose();
    endResetModel();
}

bool AuditLogModel::passes(const AuditRecord& record) const
{
    for (auto filter = m_filters.begin(); filter != m_filters.end(); ++filter) {
        const auto contains = [&](int column) {
            return textOf(record, column).contains(filter.value(), Qt::CaseInsensitive);
        };
        bool found = false;
        for (int column = 0; column < ColumnCount && !found; ++column)
            found = (filter.key() < 0 || filter.key() == column) && contains(column);
        if (!found)
            return false;
    }
    return true;
}

void AuditLogModel::choose()
{
    m_rows.clear();
    if (!m_records)
        return;
    for (std::size_t i = 0; i < m_records->size(); ++i) {
        if (m_filters.isEmpty() || passes((*m_records)[i]))
            m_rows.push_back(i);
    }
}

const AuditRecord* AuditLogModel::record(int row) const
{
    return row >= 0 && row < rowCount() ? &(*m_records)[m_rows[static_cast<std::size_t>(row)]] : nullptr;
}

int AuditLogModel::rowOf(std::int64_t seq) const
{
    const auto at = std::ranges::find_if(m_rows, [&](std::size_t i) { return (*m_records)[i].seq == seq; });
    return at == m_rows.end() ? -1 : static_cast<int>(at - m_rows.begin());
}

int AuditLogModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int AuditLogModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant AuditLogModel::data(const QModelIndex& index, int role) const
{
    const AuditRecord* shown = record(index.row());
    if (!shown)
        return {};
    if (role == Qt::DisplayRole)
        return textOf(*shown, index.column());
    if (role == Qt::FontRole && index.column() == Hash)
        return font(TextRole::Mono);
    if (role == Qt::TextAlignmentRole && index.column() == Number)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && index.column() == Why)
        return textOf(*shown, Why);
    return {};
}

QVariant AuditLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    static const char* const kTitles[] = { QT_TR_NOOP("No."),     QT_TR_NOOP("When"),
                                           QT_TR_NOOP("Who"),     QT_TR_NOOP("What"),
                                           QT_TR_NOOP("Subject"), QT_TR_NOOP("Why or detail"),
                                           QT_TR_NOOP("Hash") };
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::DisplayRole)
        return tr(kTitles[section]);
    if (role == Qt::TextAlignmentRole)
        return int((section == Number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

} // namespace casebench::ui
