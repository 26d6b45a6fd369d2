// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/ProposeRetraining.h"

#include "core/base/Text.h"
#include "core/evaluation/CrossValidation.h"
#include "core/models/Families.h"
#include "core/stats/Contingency.h"
#include "core/store/CaseStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/MonitorModel.h"
#include "core/workflow/ScorerOfRun.h"
#include "core/workflow/SettleLabels.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace casebench {

namespace {

constexpr double kTrialThreshold = 0.5; // statistics.md 2, `boosted`
constexpr std::int64_t kLabelsNeeded = 100; // statistics.md 2: trigger asks for >= 100 adjudicated cases

/// The months whose decided cases a retraining would learn from, and what is missing in the changed ones.
void countLabels(const CaseTable& all,
                 std::span<const SettledCase> settled,
                 const WatchReport& watch,
                 RetrainingProposal& proposal)
{
    std::set<MonthIndex> months;
    const auto times = all.timeColumn()->times();
    const Instant changedFrom = watch.windows.empty() ? kNoTime : watch.windows.front().from;
    for (std::size_t row = 0; row < settled.size(); ++row) {
        if (times[row] == kNoTime)
            continue;
        const bool later = changedFrom != kNoTime && times[row] >= changedFrom;
        if (settled[row].truth != kUndecided) {
            months.insert(monthOf(times[row]));
            proposal.labelsAvailable += later ? 1 : 0;
        } else {
            proposal.labelsMissing += later ? 1 : 0;
        }
    }
    proposal.months.assign(months.begin(), months.end());
    proposal.labelsNeeded = std::max<std::int64_t>(0, kLabelsNeeded - proposal.labelsAvailable);
    if (!months.empty()) {
        proposal.from = monthStart(*months.begin());
        proposal.to = monthStart(*months.rbegin() + 1);
    }
}

/// A new field joins when something speaks for it: it marks missed scams, or the model decides
/// differently where it is filled.
void chooseFields(const WatchReport& watch, RetrainingProposal& proposal)
{
    std::set<std::string> isNew;
    for (const WatchWindow& window : watch.windows) {
        for (const SchemaEvent& event : window.drift.events) {
            if (event.event == "new" && !event.seenByModel)
                isNew.insert(event.field);
            const bool listed = std::ranges::find(proposal.dropFields, event.field, &FieldProposal::field)
                != proposal.dropFields.end(); // a field is gone in every window since
            if (event.event == "gone" && !listed)
                proposal.dropFields.push_back({ event.field, event.text });
        }
    }
    for (const Suspect& suspect : watch.suspects) {
        if (!isNew.contains(suspect.field))
            continue;
        const bool speaks = suspect.why.find("error-slice") != std::string::npos || suspect.pAdjusted < 0.05;
        (speaks ? proposal.addFields : proposal.quietFields).push_back({ suspect.field, suspect.text });
        isNew.erase(suspect.field);
    }
    for (const std::string& field : isNew)
        proposal.quietFields.push_back({ field, field + " is new, but nothing speaks for it." });
}

/// The newest alarm that still asks for an answer; without one the newest alert, which says only that
/// something moved.
std::int64_t triggerOf(std::span<const Alert> newestFirst)
{
    std::int64_t any = 0;
    for (const Alert& alert : newestFirst) {
        if (alert.state == AlertState::Closed)
            continue;
        if (alert.severity == "alarm")
            return alert.id;
        any = any == 0 ? alert.id : any;
    }
    return any;
}

/// Recall that the proposed recipe reaches, out of fold, on the decided scams that came after the champion's
/// reference: what the labels at hand already show, before anything is trained for good. Undefined while
/// there are too few.
Result<Interval> trialRecall(const CaseTable& all,
                             std::span<const SettledCase> settled,
                             const WatchReport& watch,
                             const Recipe& recipe,
                             Progress& progress)
{
    std::vector<Truth> truth;
    std::vector<std::uint32_t> rows;
    for (const SettledCase& label : settled) {
        if (label.truth != kUndecided)
            rows.push_back(static_cast<std::uint32_t>(truth.size()));
        truth.push_back(label.truth);
    }
    if (watch.windows.empty() || rows.empty())
        return Interval {};
    CB_TRY(const Family* family, findFamily(recipe.family));
    CB_TRY(const ParameterValues values, ParameterValues::resolve(family->parameters(), recipe.parameters));
    const SplitInput input { rows, truth, {}, {} };
    CB_TRY(const Predictions trial,
           outOfFold(all, input,
                     { *family, values, recipe.fields, recipe.folds, { recipe.seed, recipe.threads } },
                     progress));
    const auto times = all.timeColumn()->times();
    std::int64_t scams = 0;
    std::int64_t caught = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (times[rows[i]] == kNoTime || times[rows[i]] < watch.windows.front().from
            || truth[rows[i]] != kPositive)
            continue;
        ++scams;
        caught += trial.probability[i] >= kTrialThreshold ? 1 : 0;
    }
    return wilsonInterval(caught, scams);
}

} // namespace

Result<RetrainingProposal> proposeRetraining(Project& project, const Actor& actor, Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Analysis));
    CB_TRY(const LoadedRun champion, loadRun(project, {}));
    CB_TRY(const WatchReport watch, lookAtWindows(project, {}, progress));
    RetrainingProposal proposal;
    proposal.madeAt = now();
    CB_TRY(const auto settled, settledCases(project, proposal.policy));
    CB_TRY(const CaseTablePtr all, CaseStore(project).loadTable({}, progress));
    proposal.parentRun = champion.run.id;
    proposal.alert = triggerOf(watch.alerts);
    countLabels(*all, settled, watch, proposal);
    chooseFields(watch, proposal);
    proposal.recipe = champion.run.recipe;
    proposal.recipe.fields = modelFields(champion.scorer);
    for (const FieldProposal& drop : proposal.dropFields)
        std::erase(proposal.recipe.fields, drop.field);
    for (const FieldProposal& add : proposal.addFields)
        proposal.recipe.fields.push_back(add.field);
    // By time, the last quarter would hold every audited case of the new tactic out of training.
    proposal.recipe.split = SplitKind::Stratified;
    for (const WatchWindow& window : watch.windows) {
        if (window.pooled.recall.n > 0)
            proposal.currentRecall = window.pooled.recall;
    }
    CB_TRY(proposal.expectedRecall, trialRecall(*all, settled, watch, proposal.recipe, progress));
    return proposal;
}

} // namespace casebench
