// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/JobRunner.h"
#include "ui/widgets/ProgressPanel.h"

#include <QHash>
#include <QVBoxLayout>

namespace casebench::ui {

/// "62 %, about 40 s left" or "12 s passed".
[[nodiscard]] QString progressNote(const JobInfo& job);

/// The running jobs that stand in the tray, each with its progress and a button that stops it; one sentence
/// when there is none.
class JobPanels : public QWidget
{
    Q_OBJECT

public:
    explicit JobPanels(JobRunner& runner, QWidget* parent = nullptr);

    [[nodiscard]] qsizetype count() const { return m_panels.size(); }

signals:
    void countChanged();

private:
    void add(JobId id);
    void refresh(JobId id);
    void remove(JobId id);

    JobRunner& m_runner;
    QVBoxLayout* m_rows;
    Label* m_none;
    QHash<JobId, ProgressPanel*> m_panels;
};

} // namespace casebench::ui
