// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/itemmodels/CaseFacts.h"

#include <QAbstractListModel>

namespace casebench::ui {

/// What happened to a case, newest first: the event, and below it who and when.
class CaseHistoryModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setHistory(QList<CaseHappening> history);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    QList<CaseHappening> m_history;
};

} // namespace casebench::ui
