// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobListModel.h"

namespace casebench::ui {

JobListModel::JobListModel(JobRunner& runner, QObject* parent)
    : QAbstractListModel(parent)
    , m_runner(runner)
    , m_rows(runner.jobs())
{
    connect(&runner, &JobRunner::started, this, &JobListModel::refresh);
    connect(&runner, &JobRunner::finished, this, &JobListModel::refresh);
    connect(&runner, &JobRunner::changed, this, &JobListModel::refreshRow);
}

int JobListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant JobListModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const JobInfo& job = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return job.title;
    case IdRole:
        return job.id;
    case StepRole:
        return job.step;
    case FractionRole:
        return job.fraction;
    case StoppingRole:
        return job.stopping;
    case ElapsedRole:
        return job.elapsed;
    case RemainingRole:
        return job.remaining;
    default:
        return {};
    }
}

void JobListModel::refresh()
{
    // A handful of rows that come at the end and go anywhere.
    const QList<JobInfo> now = m_runner.jobs();
    for (int row = static_cast<int>(m_rows.size()) - 1; row >= 0; --row) {
        const JobId id = m_rows.at(row).id;
        if (std::none_of(now.begin(), now.end(), [id](const JobInfo& job) { return job.id == id; })) {
            beginRemoveRows({}, row, row);
            m_rows.removeAt(row);
            endRemoveRows();
        }
    }
    for (const JobInfo& job : now) {
        if (std::none_of(m_rows.begin(), m_rows.end(),
                         [&](const JobInfo& row) { return row.id == job.id; })) {
            const auto at = static_cast<int>(m_rows.size());
            beginInsertRows({}, at, at);
            m_rows.append(job);
            endInsertRows();
        }
    }
}

void JobListModel::refreshRow(JobId id)
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows.at(row).id != id)
            continue;
        if (const auto job = m_runner.job(id)) {
            m_rows[row] = *job;
            emit dataChanged(index(row), index(row));
        }
    }
}

} // namespace casebench::ui
