// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/JobTray.h"

#include "ui/text/Format.h"
#include "ui/widgets/Layouts.h"

#include <QCoreApplication>
#include <QPainter>

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

JobTray::JobTray(JobRunner& runner, QWidget* parent)
    : QWidget(parent, Qt::Popup | Qt::FramelessWindowHint)
    , m_runner(runner)
    , m_rows(new QVBoxLayout(this))
    , m_none(new Label(tr("No jobs running"), TextRole::Body, ColorRole::Muted))
{
    setAccessibleName(tr("Jobs"));
    m_rows->setContentsMargins(space::kBetween, space::kBetween, space::kBetween, space::kBetween);
    m_rows->setSpacing(space::kBetween);
    m_rows->addWidget(new Label(tr("Running"), TextRole::Section));
    m_rows->addWidget(m_none);
    connect(&runner, &JobRunner::started, this, &JobTray::addJob);
    connect(&runner, &JobRunner::changed, this, &JobTray::refresh);
    connect(&runner, &JobRunner::finished, this, &JobTray::removeJob);
}

void JobTray::addJob(JobId id)
{
    const QList<JobInfo> shown = m_runner.jobs();
    if (std::none_of(shown.begin(), shown.end(), [id](const JobInfo& job) { return job.id == id; }))
        return;
    auto* panel = new ProgressPanel(this);
    m_panels.insert(id, panel);
    m_rows->addWidget(panel);
    panel->setTitle(m_runner.job(id)->title);
    panel->setStop(tr("Cancel"), {});
    connect(panel, &ProgressPanel::stopAsked, this, [this, id] { m_runner.cancel(id); });
    refresh(id);
    fit();
}

void JobTray::refresh(JobId id)
{
    ProgressPanel* panel = m_panels.value(id);
    const auto job = m_runner.job(id);
    if (!panel || !job)
        return;
    panel->setState(job->fraction, job->step, progressNote(*job));
    if (job->stopping)
        panel->setStopping();
}

void JobTray::removeJob(JobId id)
{
    if (ProgressPanel* panel = m_panels.take(id))
        panel->deleteLater();
    fit();
}

void JobTray::fit()
{
    m_none->setVisible(m_panels.isEmpty());
    if (isVisible())
        openAt(m_button);
}

void JobTray::openAt(QWidget* button)
{
    m_button = button;
    m_none->setVisible(m_panels.isEmpty());
    const int wide = scaled(this, 360);
    setFixedWidth(wide);
    adjustSize();
    const QPoint corner = button->mapToGlobal(QPoint(button->width(), 0));
    move(corner.x() - wide, corner.y() - height() - space::kTight);
    show();
}

void JobTray::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(ColorRole::Base, this));
    painter.setPen(color(ColorRole::ControlEdge, this));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace casebench::ui
