// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Explanation.h"
#include "core/data/Run.h"
#include "core/workflow/LookAtCases.h"
#include "ui/charts/Waterfall.h"
#include "ui/itemmodels/CaseFacts.h"
#include "ui/itemmodels/CellTable.h"

#include <QHash>

#include <memory>
#include <optional>
#include <vector>

namespace casebench::ui {

/// What can be explained: the runs, and the cases in the order in which people ask for them.
struct ExplainableCases
{
    std::shared_ptr<const CaseView> view;
    std::vector<double> score; ///< of the first run: as stored, or worked out now where some are not
    double threshold = 0.5;
    std::vector<std::uint32_t> order; ///< missed scams first, then the highest scores
    qint64 missed = 0;
    bool ownOnly = false; ///< only cases with an own verdict: the score must not lead a labeller
    qint64 champion = 0;
    std::vector<Run> runs; ///< champion first, then the newest that are no baselines
};

using ExplainableCasesPtr = std::shared_ptr<const ExplainableCases>;

[[nodiscard]] Result<ExplainableCasesPtr>
loadExplainable(Project& project, const Actor& actor, Progress& progress);

/// Cases of the list whose id contains the text, at most `most`.
[[nodiscard]] QList<CellRow> caseRows(const ExplainableCases& cases, const QString& search, int most);
[[nodiscard]] QList<CellColumn> caseColumns();

/// What one run says of the case, or why it cannot say.
struct RunExplanation
{
    qint64 runId = 0;
    QString name {};
    std::optional<Explanation> explanation {};
    QString failure {};
};

struct CaseExplanation
{
    CaseFacts facts;
    std::vector<RunExplanation> runs;
};

using CaseExplanationPtr = std::shared_ptr<const CaseExplanation>;

/// Fails: NotFound (case); Cancelled. A run that cannot explain says so in its own entry.
[[nodiscard]] Result<CaseExplanationPtr> loadCaseExplanation(Project& project,
                                                             const Actor& actor,
                                                             const std::string& caseId,
                                                             const std::vector<Run>& runs,
                                                             Progress& progress);

/// "run-1 says not scam, 0.35, most of all because Opened_Bank_Website is No."
[[nodiscard]] QString answerSentence(const RunExplanation& run);
/// "Its settled label is scam, so this is a missed scam. run-4, which sees UPI_PAYMENTS, says 0.87."
[[nodiscard]] QString besideSentence(const CaseExplanation& data, std::size_t shown);
/// The strongest fields, the rest in one row, then what the run cannot see.
[[nodiscard]] Waterfall::Data waterfallOf(const CaseExplanation& data, std::size_t shown);

} // namespace casebench::ui
