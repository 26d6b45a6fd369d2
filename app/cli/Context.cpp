// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Context.h"

namespace casebench::cli {

Context::Context(Options options, Progress progress)
    : m_options(std::move(options))
    , m_progress(std::move(progress))
{
}

Result<Project*> Context::project(OpenMode mode)
{
    if (m_project)
        return m_project.get();
    if (m_options.project.empty())
        return Error { ErrorCode::InvalidInput, "No project is named.", {}, "usage",
                       "Give one with -p FILE or set CASEBENCH_PROJECT; `casebench-cli new FILE` makes one." };
    CB_TRY(m_project, Project::open(m_options.project, OpenOptions { mode, m_options.waitSeconds }));
    return m_project.get();
}

Result<Context::Session> Context::session(VerbGroup group)
{
    CB_TRY(Project * opened, project(group == VerbGroup::Look ? OpenMode::ReadOnly : OpenMode::ReadWrite));
    CB_TRY(Actor actor, resolveActor(*opened, m_options.person));
    CB_CHECK(requireAccess(actor, group));
    return Session { *opened, std::move(actor) };
}

} // namespace casebench::cli
