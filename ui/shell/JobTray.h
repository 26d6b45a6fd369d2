// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/JobRunner.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/ProgressPanel.h"

#include <QHash>
#include <QVBoxLayout>
#include <QWidget>

namespace casebench::ui {

/// The popup over the status bar: each job with title, step, per cent, time and Cancel.
class JobTray : public QWidget
{
    Q_OBJECT

public:
    JobTray(JobRunner& runner, QWidget* parent);
    /// Above the button, at the right edge of the window.
    void openAt(QWidget* button);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void addJob(JobId id);
    void refresh(JobId id);
    void removeJob(JobId id);
    void fit();

    JobRunner& m_runner;
    QVBoxLayout* m_rows;
    Label* m_none;
    QHash<JobId, ProgressPanel*> m_panels;
    QWidget* m_button = nullptr;
};

/// "62 %, about 40 s left", "12 s passed".
[[nodiscard]] QString progressNote(const JobInfo& job);

} // namespace casebench::ui
