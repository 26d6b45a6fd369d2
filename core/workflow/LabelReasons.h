// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/Project.h"

#include <string>
#include <vector>

namespace casebench {

/// The most reasons a list may have: one digit key each (look.md, keyboard).
inline constexpr std::size_t kMostLabelReasons = 9;

/// The reasons this project offers to whoever labels.
/// Gives:  in the order of their keys; empty while nobody chose any, and the program's own are offered.
/// Cost:   one row.
[[nodiscard]] Result<std::vector<std::string>> labelReasons(const Project& project);

/// Chooses them for everybody, with a record in the audit log; verdicts given before keep their words.
/// Takes:  reasons: UTF-8, one line each; blanks around them and empty ones are dropped, a repeated one
/// counts
///         once. None: back to the program's own.
/// Gives:  what was stored.
/// Fails:  Refused (role of the actor); InvalidInput (more than kMostLabelReasons, or a line break in one).
[[nodiscard]] Result<std::vector<std::string>>
chooseLabelReasons(Project& project, const Actor& actor, const std::vector<std::string>& reasons);

} // namespace casebench
