// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/ShellHost.h"
#include "ui/widgets/Label.h"

#include <QToolButton>
#include <QWidget>

namespace casebench::ui {

/// Project, person and role, cases; at the right what runs, which opens the job tray.
class StatusBar : public QWidget
{
    Q_OBJECT

public:
    explicit StatusBar(ShellHost& host, QWidget* parent = nullptr);

    [[nodiscard]] QToolButton* jobsButton() const { return m_jobs; }

    /// A quiet notice at the right for a few seconds ("Training run 14 ended").
    void notice(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void refreshJobs();

    ShellHost& m_host;
    Label* m_project;
    QWidget* m_personIcon;
    Label* m_person;
    Label* m_cases;
    Label* m_notice;
    QToolButton* m_jobs;
};

} // namespace casebench::ui
