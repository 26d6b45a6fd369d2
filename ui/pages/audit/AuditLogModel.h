// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/AuditEntry.h"

#include <QAbstractTableModel>
#include <QHash>

#include <memory>
#include <vector>

namespace casebench::ui {

using AuditRecords = std::shared_ptr<const std::vector<AuditRecord>>;

/// The log, newest first, with a filter a column. Texts are made when they are shown: a log may be long.
class AuditLogModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Number,
        When,
        Who,
        What,
        Subject,
        Why,
        Hash,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setRecords(AuditRecords records);
    /// Text that a column must contain; column -1: any column.
    void setFilters(const QHash<int, QString>& filters);

    [[nodiscard]] const AuditRecord* record(int row) const;
    [[nodiscard]] int rowOf(std::int64_t seq) const; ///< -1: not shown

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void choose();
    [[nodiscard]] bool passes(const AuditRecord& record) const;

    AuditRecords m_records;
    std::vector<std::size_t> m_rows;
    QHash<int, QString> m_filters;
};

} // namespace casebench::ui
