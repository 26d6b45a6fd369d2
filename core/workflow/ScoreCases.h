// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Run.h"
#include "core/store/Project.h"

#include <filesystem>

namespace casebench {

struct ScoreRequest
{
    std::string run; ///< "" = the champion, else the newest approved run
    Instant from = kNoTime;
    Instant to = kNoTime;
    bool onlyNew = true; ///< leave cases that this run scored already
};

struct ScoreSummary
{
    std::int64_t runId = 0;
    std::int64_t rows = 0;
    std::int64_t flagged = 0;
    std::vector<std::string> unknownColumns; ///< filled fields the model does not know
    std::int64_t unseenLevels = 0;
    std::string decisions; ///< the file written, or ""
};

/// Scores the project's cases and keeps the scores per case.
[[nodiscard]] Result<ScoreSummary>
scoreProject(Project& project, const Actor& actor, const ScoreRequest& request, Progress& progress);

struct BundleScoreRequest
{
    std::filesystem::path bundle;
    std::filesystem::path input;
    std::filesystem::path publicKey;
    std::filesystem::path approverKey; ///< "" = the approval is not checked against a key
    std::filesystem::path out; ///< "" = only the summary
    int reasons = 0; ///< strongest reasons per case in the output
};

/// Scores a file by a bundle, without any project; the bundle is verified first.
/// Fails:  Refused when the signature does not hold, or a required column is missing ("contract").
[[nodiscard]] Result<ScoreSummary> scoreWithBundle(const BundleScoreRequest& request, Progress& progress);

} // namespace casebench
