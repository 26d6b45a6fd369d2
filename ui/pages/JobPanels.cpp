// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/JobPanels.h"

#include "ui/text/Format.h"
#include "ui/widgets/Layouts.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace casebench::ui {

QString progressNote(const JobInfo& job)
{
    QStringList parts;
    if (job.fraction >= 0)
        parts.append(format::percent(job.fraction));
    if (job.remaining >= 0)
        parts.append(QCoreApplication::translate("JobTray", "about %1 left")
                         .arg(format::duration(std::ceil(job.remaining))));
    else
        parts.append(QCoreApplication::translate("JobTray", "%1 passed")
                         .arg(format::duration(std::floor(job.elapsed))));
    return parts.join(QStringLiteral(", "));
}

JobPanels::JobPanels(JobRunner& runner, QWidget* parent)
    : QWidget(parent)
    , m_runner(runner)
    , m_rows(column(space::kBetween))
    , m_none(new Label(tr("No jobs running"), TextRole::Body, ColorRole::Muted))
{
    setLayout(m_rows);
    m_rows->addWidget(m_none);
    for (const JobInfo& job : runner.jobs())
        add(job.id);
    connect(&runner, &JobRunner::started, this, &JobPanels::add);
    connect(&runner, &JobRunner::changed, this, &JobPanels::refresh);
    connect(&runner, &JobRunner::finished, this, &JobPanels::remove);
}

void JobPanels::add(JobId id)
{
    const QList<JobInfo> shown = m_runner.jobs();
    if (std::none_of(shown.begin(), shown.end(), [id](const JobInfo& job) { return job.id == id; }))
        return;
    auto* panel = new ProgressPanel(this);
    m_panels.insert(id, panel);
    m_rows->addWidget(panel);
    m_none->hide();
    panel->setTitle(m_runner.job(id)->title);
    panel->setStop(tr("Cancel"), {});
    connect(panel, &ProgressPanel::stopAsked, this, [this, id] { m_runner.cancel(id); });
    refresh(id);
    emit countChanged();
}

void JobPanels::refresh(JobId id)
{
    ProgressPanel* panel = m_panels.value(id);
    const auto job = m_runner.job(id);
    if (!panel || !job)
        return;
    panel->setState(job->fraction, job->step, progressNote(*job));
    if (job->stopping)
        panel->setStopping();
}

void JobPanels::remove(JobId id)
{
    ProgressPanel* panel = m_panels.take(id);
    if (!panel)
        return;
    m_rows->removeWidget(panel);
    panel->deleteLater();
    m_none->setVisible(m_panels.isEmpty());
    emit countChanged();
}

} // namespace casebench::ui
