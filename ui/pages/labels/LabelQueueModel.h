// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/labels/LabelQueueData.h"

#include <QAbstractListModel>

namespace casebench::ui {

/// The queue as a list: a heading with its count before each group, then two-line rows.
class LabelQueueModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    /// find: only cases whose id, reason for being here or group holds it.
    void setQueue(QList<LabelQueueLine> lines, const QString& find);

    [[nodiscard]] QString caseId(int row) const; ///< "" for a heading
    [[nodiscard]] int rowOfCase(const QString& caseId) const; ///< -1: not there

    [[nodiscard]] int caseCount() const { return m_cases; }

    /// The case after (or before) a case; "" at the end. "" in: the first.
    [[nodiscard]] QString neighbour(const QString& caseId, int step) const;
    /// All cases listed, top to bottom.
    [[nodiscard]] QStringList caseIds() const;
    [[nodiscard]] int positionOf(const QString& caseId) const; ///< 1-based among cases, 0: not there

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Row
    {
        bool heading = false;
        LabelQueueLine line {};
        qint64 count = 0;
    };

    QList<Row> m_rows;
    int m_cases = 0;
};

/// "Disputed", "Routine", ...
[[nodiscard]] QString groupTitle(LabelGroup group);

} // namespace casebench::ui
