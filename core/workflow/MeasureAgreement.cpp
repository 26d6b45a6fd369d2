// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/MeasureAgreement.h"

#include "core/base/Text.h"
#include "core/labelling/Settle.h"
#include "core/store/CaseStore.h"
#include "core/store/LabelStore.h"
#include "core/workflow/CaseTimes.h"

#include <cmath>
#include <fmt/format.h>

namespace casebench {

Result<ProjectAgreement>
projectAgreement(Project& project, const AgreementBootstrap& bootstrap, Progress& progress)
{
    // What everybody may read: a sealed verdict has no second one beside it yet, and its posterior would tell
    // it.
    CB_TRY(const auto events, LabelStore(project).allEventsFor({}));
    CB_TRY(const auto times, caseTimes(project));
    CB_TRY(const auto ids, CaseStore(project).ids());
    // On a case with something sealed one person alone has decided.
    CB_TRY(const auto sealed, LabelStore(project).sealedRows());
    ProjectAgreement agreement;
    agreement.sealed = static_cast<std::int64_t>(sealed.size());
    CB_TRY(agreement.report, measureAgreement(verdictTable(events), times, bootstrap, progress));
    for (const CaseRow row : agreement.report.table.cases)
        agreement.caseIds.push_back(ids[row]);
    return agreement;
}

std::string agreementSentence(const ProjectAgreement& agreement)
{
    const AgreementReport& report = agreement.report;
    if (report.alpha.n == 0)
        return report.table.cases.empty()
            ? "No verdict is opened yet: agreement needs cases that two people judged."
            : fmt::format(
                "{} cases have a verdict, none of them two: agreement needs cases that two people judged.",
                countText(static_cast<long long>(report.table.cases.size())));
    if (std::isnan(report.alpha.value))
        return fmt::format("All verdicts on {} cases are the same: nothing could disagree.",
                           countText(report.alpha.n));
    const bool named = !std::isnan(report.kappa.value);
    const Interval& figure = named ? report.kappa : report.alpha;
    const std::string_view what = !named           ? "Krippendorff's alpha"
        : report.kappaMethod == KappaMethod::Cohen ? "Cohen's kappa"
                                                   : "Fleiss' kappa";
    std::string sentence = fmt::format("{} is {:.2f}", what, figure.value);
    if (!std::isnan(figure.low))
        sentence += fmt::format(" ({:.2f} to {:.2f})", figure.low, figure.high);
    sentence += fmt::format(" on {} cases that two or more people judged", countText(figure.n));
    if (!report.alarm())
        return sentence + ".";
    sentence += fmt::format(": below {:.1f}, labels like these teach a model the quarrel", kAgreementAlarm);
    if (figure.high >= kAgreementAlarm)
        sentence += " (the interval reaches it: more shared cases would tell)";
    return sentence + ". Settle the disputed cases and agree on the reasons first.";
}

} // namespace casebench
