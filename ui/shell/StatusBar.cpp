// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/StatusBar.h"

#include "ui/text/Format.h"
#include "ui/widgets/Layouts.h"

#include <QEvent>
#include <QPainter>
#include <QTimer>

namespace casebench::ui {

namespace {

constexpr int kNoticeMs = 8000;

/// Its text grows at once when the size of text does.
class JobsButton : public QToolButton
{
public:
    using QToolButton::QToolButton;

protected:
    void changeEvent(QEvent* event) override
    {
        QToolButton::changeEvent(event);
        const bool font =
            event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange;
        if (const QFont wanted = ui::font(TextRole::Caption); font && this->font() != wanted)
            setFont(wanted);
    }
};

} // namespace

StatusBar::StatusBar(ShellHost& host, QWidget* parent)
    : QWidget(parent)
    , m_host(host)
    , m_project(new Label({}, TextRole::Caption))
    , m_personIcon(new QWidget(this))
    , m_person(new Label({}, TextRole::Caption))
    , m_cases(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_notice(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_jobs(new JobsButton(this))
{
    setAccessibleName(tr("Status"));
    m_personIcon->setFixedSize(14, 14);
    m_jobs->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_jobs->setIconSize({ 12, 12 });
    m_jobs->setFocusPolicy(Qt::StrongFocus);
    m_jobs->setFont(ui::font(TextRole::Caption));
    auto* person = row(space::kTight);
    person->addWidget(m_personIcon);
    person->addWidget(m_person);
    auto* layout = row(space::kBetween);
    setLayout(layout);
    layout->setContentsMargins(space::kInner, 1, space::kTight, 0);
    layout->addWidget(m_project);
    layout->addLayout(person);
    layout->addWidget(m_cases);
    layout->addStretch();
    layout->addWidget(m_notice);
    layout->addWidget(m_jobs);
    connect(&host, &ShellHost::projectChanged, this, &StatusBar::refresh);
    connect(&host, &ShellHost::statusChanged, this, &StatusBar::refresh);
    JobRunner& jobs = host.jobs();
    connect(&jobs, &JobRunner::started, this, &StatusBar::refreshJobs);
    connect(&jobs, &JobRunner::changed, this, &StatusBar::refreshJobs);
    connect(&jobs, &JobRunner::finished, this, &StatusBar::refreshJobs);
    refresh();
    refreshJobs();
}

void StatusBar::refresh()
{
    const bool open = m_host.hasProject();
    m_project->setText(open ? m_host.projectName() : tr("No project open"));
    m_project->setRoles(TextRole::Caption, open ? ColorRole::Text : ColorRole::Muted);
    m_person->setText(open ? m_host.personText() : QString());
    m_personIcon->setVisible(open);
    m_cases->setText(open ? m_host.casesText() : QString());
    update();
}

void StatusBar::refreshJobs()
{
    const QList<JobInfo> jobs = m_host.jobs().jobs();
    QString text = tr("No jobs running");
    if (jobs.size() == 1) {
        const JobInfo& job = jobs.first();
        text = job.stopping    ? tr("%1, stopping").arg(job.title)
            : job.fraction < 0 ? job.title
                               : QStringLiteral("%1  %2").arg(job.title, format::percent(job.fraction));
    } else if (jobs.size() > 1) {
        text = tr("%1 jobs running").arg(jobs.size());
    }
    m_jobs->setText(text);
    m_jobs->setIcon(jobs.isEmpty() ? icon(IconId::Check, ColorRole::Good)
                                   : icon(IconId::Play, ColorRole::Muted));
    m_jobs->setAccessibleName(tr("Jobs: %1").arg(text));
}

void StatusBar::notice(const QString& text)
{
    m_notice->setText(text);
    QTimer::singleShot(kNoticeMs, m_notice, [this, text] {
        if (m_notice->text() == text)
            m_notice->clear();
    });
}

void StatusBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(ColorRole::Window, this));
    painter.fillRect(QRect(0, 0, width(), 1), color(ColorRole::Hairline, this));
    if (m_personIcon->isVisibleTo(this))
        paintIcon(painter, m_personIcon->geometry(), IconId::Person, color(ColorRole::Muted, this));
}

} // namespace casebench::ui
