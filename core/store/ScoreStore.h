// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/CaseTable.h"
#include "core/store/Project.h"

#include <vector>

namespace casebench {

/// Scores of project cases by one run.
struct CaseScores
{
    std::vector<CaseRow> rows; ///< ascending
    std::vector<double> margin;
    std::vector<double> probability;
    std::vector<Instant> scoredAt; ///< may be empty when added: the transaction's time
};

class ScoreStore
{
public:
    explicit ScoreStore(const Project& project);

    /// Fails: InvalidInput (shapes, rows not ascending).
    [[nodiscard]] Result<void> add(WriteTransaction& tx, std::int64_t runId, const CaseScores& scores) const;
    /// The newest score of each scored case. Fails: Corrupt.
    [[nodiscard]] Result<CaseScores> latest(std::int64_t runId) const;

private:
    const Project* m_project;
};

} // namespace casebench
