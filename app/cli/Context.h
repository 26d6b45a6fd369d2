// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/base/Progress.h"
#include "core/store/Project.h"
#include "core/workflow/Access.h"

#include <optional>
#include <string>
#include <vector>

namespace casebench::cli {

/// What every command shares: the global options, the opened project, who acts, and the progress line.
class Context
{
public:
    struct Options
    {
        std::string project;
        std::string person;
        bool json = false;
        bool quiet = false;
        int waitSeconds = 5;
    };

    Context(Options options, Progress progress);

    [[nodiscard]] const Options& options() const { return m_options; }

    [[nodiscard]] Progress& progress() { return m_progress; }

    /// The project of -p or CASEBENCH_PROJECT, opened once. Fails: usage when none is named.
    [[nodiscard]] Result<Project*> project(bool readOnly = false);

    /// What the opened project has to say besides: its history contradicts the witness outside, or none can
    /// be kept.
    [[nodiscard]] std::vector<std::string> warnings() const;

    /// The project and the person of --as, who must be allowed the verb group.
    struct Session
    {
        Project& project;
        Actor actor;
    };

    /// A large project is checked first when the group changes it; Ctrl-C stops that.
    [[nodiscard]] Result<Session> session(VerbGroup group);

private:
    Options m_options;
    Progress m_progress;
    std::optional<Project> m_project;
};

} // namespace casebench::cli
