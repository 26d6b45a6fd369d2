// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundling/Problem.h"

#include <algorithm>
#include <utility>

namespace casebench {

bool isIgnoredByGitRule(std::string_view rootName)
{
    return rootName.starts_with(".git")
        && std::find(kIgnorePaths.begin(), kIgnorePaths.end(), rootName) != kIgnorePaths.end();
}

Error problemError(const Problem& problem)
{
    const bool disk = problem.kind == kind::kUnreadable;
    return Error { disk ? ErrorCode::Unreadable : ErrorCode::Corrupt, problem.text, problem.file,
                   problem.kind,
                   disk ? "Check the disk and the permissions."
                        : "Do not use it. Ask its sender for a new copy." };
}

Problem problemOf(const Error& error, std::string file)
{
    return Problem { error.kind.empty() ? kind::kUnreadable : error.kind, std::move(file), error.what };
}

} // namespace casebench
