// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Run.h"
#include "core/models/Scorer.h"
#include "core/store/Project.h"

namespace casebench {

/// A stored run, ready to score.
struct LoadedRun
{
    Run run; ///< with its model bytes
    Scorer scorer;
};

/// Takes:  name or number; "" = the champion.
/// Fails:  NotFound (no such run, no champion); Corrupt when the stored bytes are not those that were
///         trained.
[[nodiscard]] Result<LoadedRun> loadRun(Project& project, std::string_view run);

/// The names of the fields that the run's model reads.
[[nodiscard]] std::vector<std::string> modelFields(const Scorer& scorer);

} // namespace casebench
