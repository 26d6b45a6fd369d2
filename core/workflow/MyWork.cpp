// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/MyWork.h"

#include "core/labelling/UndoStack.h"
#include "core/store/CaseStore.h"
#include "core/store/LabelStore.h"
#include "core/workflow/CaseTimes.h"
#include "core/workflow/LabelQueue.h"
#include "core/workflow/SettleLabels.h"

namespace casebench {

Result<MyWork> myWork(Project& project, const Actor& actor, Instant dayBegin)
{
    const Instant moment = now();
    const LabelStore labels(project);
    MyWork work;
    CB_TRY(const auto seen, labels.allEventsFor(actor.name));
    work.record = workOf(seen, actor.name, dayBegin == kNoTime ? moment - moment % kMicrosPerDay : dayBegin);
    CB_TRY(const auto ids, CaseStore(project).ids());
    for (const Overruled& line : work.record.overruled)
        work.overruledIds.push_back(ids[line.row]);
    CB_TRY(const auto returned, labelQueue(project, actor, { { QueueKind::Returned }, 0, moment }));
    for (const QueueItem& item : returned)
        work.returnedIds.push_back(item.caseId);
    CB_TRY(const auto own, labels.eventsBy(actor.name));
    work.mayUndo = !nextUndo(own).empty();
    work.mayRedo = !nextRedo(own).empty();
    return work;
}

Result<CaseMaturity> caseMaturity(Project& project, CaseRow row)
{
    CB_TRY(const auto times, caseTimes(project));
    if (times.empty())
        return CaseMaturity {};
    CB_TRY(const auto settled, settledCases(project, LabelPolicy::Confirmed));
    CaseMaturity maturity;
    maturity.lag = labelLag(settled, times);
    maturity.at = times[row] == kNoTime ? kNoTime : maturesAt(times[row], maturity.lag);
    return maturity;
}

} // namespace casebench
