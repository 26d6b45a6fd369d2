// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Context.h"

namespace casebench::cli {

Context::Context(Options options, Progress progress)
    : m_options(std::move(options))
    , m_progress(std::move(progress))
{
}

Result<Project*> Context::project(bool readOnly)
{
    if (m_project)
        return &*m_project;
    if (m_options.project.empty())
        return Error {
            ErrorCode::InvalidInput,
            "No project is named.",
            {},
            "usage",
            "Give one with -p FILE or set CASEBENCH_PROJECT; `casebench-cli new FILE` makes one."
        };
    OpenOptions how { .readOnly = readOnly, .waitSeconds = static_cast<double>(m_options.waitSeconds) };
    auto opened = Project::open(m_options.project, how);
    if (!opened && readOnly && opened.error().kind == "E_READ_ONLY") {
        // A program died while it wrote: looking has to wait until SQLite has undone that, which takes
        // writing.
        how.readOnly = false;
        opened = Project::open(m_options.project, how);
    }
    if (!opened)
        return opened.error();
    m_project.emplace(std::move(*opened));
    return &*m_project;
}

std::vector<std::string> Context::warnings() const
{
    if (!m_project || m_project->anchor().text.empty())
        return {};
    return { m_project->anchor().text };
}

Result<Context::Session> Context::session(VerbGroup group)
{
    CB_TRY(Project * opened, project(group == VerbGroup::Look));
    CB_TRY(Actor actor, resolveActor(*opened, m_options.person));
    CB_CHECK(requireAccess(actor, group));
    if (group != VerbGroup::Look && opened->quickCheckPending()) {
        m_progress.report(0, "checking the project file");
        CB_CHECK(opened->quickCheck(m_progress));
    }
    return Session { *opened, std::move(actor) };
}

} // namespace casebench::cli
