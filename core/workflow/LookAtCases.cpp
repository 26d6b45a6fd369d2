// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/LookAtCases.h"

#include "core/base/Text.h"
#include "core/privacy/Masking.h"
#include "core/store/CaseStore.h"
#include "core/store/RunStore.h"
#include "core/store/ScoreStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/Blinding.h"
#include "core/workflow/SettleLabels.h"

#include <algorithm>
#include <cmath>

namespace casebench {

namespace {

constexpr std::string_view kTakenBack = "taken back: ";

} // namespace

Result<std::shared_ptr<const CaseView>> loadCaseView(Project& project,
                                                     const Actor& actor,
                                                     Progress& progress,
                                                     const std::vector<std::string>& revealed)
{
    auto view = std::make_shared<CaseView>();
    CB_TRY(const CaseTablePtr stored, CaseStore(project).loadTable({}, progress));
    view->table = maskedTable(stored, revealed);
    CB_TRY(view->labels, settledCasesFor(project, actor.name, LabelPolicy::Confirmed));
    view->score.assign(view->table->rowCount(), std::nan(""));
    const RunStore runs(project);
    CB_TRY(const auto champion, runs.champion());
    if (champion) {
        CB_TRY(const Run run, runs.find(*champion));
        CB_TRY(const CaseScores scores, ScoreStore(project).latest(*champion));
        for (std::size_t i = 0; i < scores.rows.size(); ++i)
            view->score[scores.rows[i]] = scores.probability[i];
        view->threshold = run.threshold;
        view->scoredBy = scores.rows.empty() ? 0 : run.id;
    }
    if (judgesFirst(actor)) {
        CB_TRY(const auto own, ownVerdicts(project, actor.name));
        for (std::size_t row = 0; row < own.size(); ++row) {
            if (own[row] == 0)
                view->score[row] = std::nan("");
        }
    }
    return std::shared_ptr<const CaseView>(std::move(view));
}

Result<void> correctCell(Project& project, const Actor& actor, const Correction& correction)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    if (trimmed(correction.reason).empty())
        return Error {
            ErrorCode::InvalidInput, "A correction needs a reason.", {}, "usage", "Say why with --reason."
        };
    CB_TRY(const CaseRow row, findCase(project, correction.caseId));
    const CaseStore cases(project);
    CB_TRY(const Schema schema, cases.schema());
    CB_TRY(const std::size_t at, schema.find(correction.field));
    const Field& field = schema[at];
    const CellValue value = cellFromText(field, correction.value);
    if (value.value.index() == 0 && !trimmed(correction.value).empty())
        return Error { ErrorCode::InvalidInput,
                       "\"" + correction.value + "\" is not a value of " + field.name + ", which is a "
                           + std::string(name(field.kind)) + ".",
                       {},
                       "bad-value",
                       "Nothing was changed." };
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_TRY(const bool changed, cases.applyChange(tx, { row, field.name, value, correction.reason }));
    if (!changed)
        return {};
    CB_CHECK(tx.commit({ .act = "case.set",
                         .objType = "case",
                         .objId = correction.caseId,
                         .after = { { "field", field.name } },
                         .reason = correction.reason }));
    return {};
}

namespace {

/// The newest correction that is not itself a taking back, nor was taken back: a stack of do and undo.
const CellChange* standingCorrection(const std::vector<CellChange>& history)
{
    std::size_t takenBack = 0;
    for (auto change = history.rbegin(); change != history.rend(); ++change) {
        if (change->sourceId != 0)
            continue;
        if (change->reason.starts_with(kTakenBack))
            ++takenBack;
        else if (takenBack > 0)
            --takenBack;
        else
            return &*change;
    }
    return nullptr;
}

} // namespace

Result<CellChange>
takeBackCorrection(Project& project, const Actor& actor, std::string_view caseId, std::string_view reason)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    CB_TRY(const CaseRow row, findCase(project, caseId));
    const CaseStore cases(project);
    CB_TRY(const auto history, cases.caseHistory(row));
    const CellChange* last = standingCorrection(history);
    if (last == nullptr)
        return Error { ErrorCode::NotFound,
                       "No correction of case " + std::string(caseId) + " can be taken back." };
    const auto newest = std::find_if(history.rbegin(), history.rend(),
                                     [&](const CellChange& change) { return change.field == last->field; });
    if (newest->after != last->after)
        return Error { ErrorCode::Refused,
                       last->field + " of case " + std::string(caseId) + " was changed again since.",
                       {},
                       "changed-since",
                       "Correct it to the value you want." };
    std::string why(kTakenBack);
    why += reason.empty() ? last->reason : std::string(reason);
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_TRY(const bool changed, cases.applyChange(tx, { row, last->field, last->before, why }));
    if (!changed)
        return Error {
            ErrorCode::Refused, "The case has its value from before already.", {}, "changed-since"
        };
    CB_CHECK(tx.commit({ .act = "case.set",
                         .objType = "case",
                         .objId = std::string(caseId),
                         .after = { { "field", last->field } },
                         .reason = why }));
    return *last;
}

} // namespace casebench
