// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/JobRunner.h"

#include <QAbstractListModel>

namespace casebench::ui {

/// The jobs of the tray as rows.
class JobListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Roles
    {
        IdRole = Qt::UserRole + 1,
        StepRole,
        FractionRole,
        StoppingRole,
        ElapsedRole,
        RemainingRole
    };

    explicit JobListModel(JobRunner& runner, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    void refresh();
    void refreshRow(JobId id);

    JobRunner& m_runner;
    QList<JobInfo> m_rows;
};

} // namespace casebench::ui
