// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/Session.h"

#include "core/store/PersonStore.h"
#include "core/workflow/Access.h"

namespace casebench::ui {

Session::Session(JobRunner& jobs, QObject* parent)
    : QObject(parent)
    , m_jobs(jobs)
{
}

Session::~Session()
{
    signAndRelease();
}

/// The history is signed whenever a project is left.
void Session::signAndRelease()
{
    if (m_project)
        m_project->signHead();
    m_project.reset();
}

/// Nothing of the project of before comes after this: its jobs are asked to stop, and those that end all the
/// same are heard by nobody.
void Session::leave()
{
    ++m_opening;
    m_jobs.cancelAll();
    if (!m_project)
        return;
    signAndRelease();
    m_path.clear();
    emit closed();
}

Result<void> Session::open(const QString& path)
{
    OpenOptions options = m_options;
    options.desktop = true;
    CB_TRY(Project project, Project::open(path.toStdString(), options));
    return adopt(std::move(project), path);
}

Result<void> Session::create(const QString& path)
{
    {
        CB_TRY(const Project made, Project::create(path.toStdString(), {}));
    }
    return open(path);
}

Result<void> Session::adopt(Project project, const QString& path)
{
    CB_TRY(Actor actor, resolveActor(project, {}));
    leave();
    m_project = std::make_unique<Project>(std::move(project));
    m_path = path.toStdString();
    m_actor = std::move(actor);
    emit opened();
    emit actorChanged();
    if (m_project->quickCheckPending())
        checkPages();
    return {};
}

/// Reads the whole file beside the window. Until it ends, a change waits for a check of its own; when the
/// file turns out damaged, the pages hear that they may only look.
void Session::checkPages()
{
    read(
        tr("Checking the project file"), this,
        [](Project& project, Progress& progress) -> Result<bool> {
            if (project.quickCheckPending())
                CB_CHECK(project.quickCheck(progress));
            return true;
        },
        [this](const Result<bool>& sound) {
            if (sound)
                return;
            emit actorChanged();
            if (sound.error().kind == "E_DAMAGED")
                emit damaged(sound.error());
        },
        JobShow::InTray);
}

void Session::close()
{
    if (m_project)
        leave();
}

QString Session::path() const
{
    return QString::fromStdString(m_path.string());
}

QString Session::name() const
{
    return m_project ? QString::fromStdString(m_project->name()) : QString();
}

QString Session::viewOnlyReason() const
{
    return m_project ? QString::fromStdString(m_project->viewOnlyReason()) : QString();
}

Anchor Session::anchor() const
{
    return m_project ? m_project->anchor() : Anchor {};
}

Result<void> Session::actAs(const QString& person)
{
    expects(m_project != nullptr, "Session::actAs without a project");
    CB_TRY(m_actor, resolveActor(*m_project, person.toStdString()));
    emit actorChanged();
    return {};
}

std::vector<Person> Session::persons() const
{
    if (!m_project)
        return {};
    const auto persons = PersonStore(*m_project).list();
    return persons ? *persons : std::vector<Person> {};
}

QStringList Session::commandWords() const
{
    if (!m_project)
        return {};
    QStringList words { QStringLiteral("-p"), path() };
    if (!m_actor.name.empty() && m_actor.role != Role::None) // an account without a role may only look
        words << QStringLiteral("--as") << QString::fromStdString(m_actor.name);
    return words;
}

void Session::announce(Change what)
{
    if (m_project)
        m_project->refreshAnchor();
    emit changed(what);
    emit auditChanged();
}

} // namespace casebench::ui
