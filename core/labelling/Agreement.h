// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labelling/DawidSkene.h"
#include "core/labelling/VerdictTable.h"
#include "core/stats/Agreement.h"

#include <optional>

namespace casebench {

/// Below it agreement is an alarm: the labels would teach a model the quarrel.
inline constexpr double kAgreementAlarm =
    0.6; // issue 3, point 11; "substantial" begins at .61 in Landis & Koch 1977

enum class KappaMethod
{
    None, ///< the cases differ in their number of verdicts: Krippendorff's alpha speaks
    Cohen, ///< two people
    Fleiss, ///< the same number of verdicts on every case
};

/// Two people on the cases both judged.
struct PairAgreement
{
    std::uint32_t a = 0; ///< place in people
    std::uint32_t b = 0;
    std::vector<std::int64_t> table; ///< categories x categories, a's verdict x b's
    Interval kappa;
    double agreement = 0; ///< share of equal verdicts
};

/// The cases of a month, or those on which somebody gave a reason.
struct GroupAgreement
{
    std::string reason; ///< "" for months
    MonthIndex month = 0; ///< 0 for reasons
    Interval alpha; ///< n: cases with two verdicts or more
    double agreement = 0; ///< mean share of agreeing pairs of verdicts
};

/// How one person judges, by the posterior of everybody's verdicts.
struct PersonAgreement
{
    std::int64_t verdicts = 0;
    std::int64_t shared = 0; ///< of them on cases that others judged too
    double accuracy = 0; ///< expected share of right verdicts: sum over truths of prior x diagonal
    double agreement = 0; ///< share of other people's verdicts on the same cases that were equal; NaN: none
};

struct AgreementReport
{
    VerdictTable table;
    KappaMethod kappaMethod = KappaMethod::None;
    Interval kappa;
    Interval alpha;
    double agreement = 0; ///< mean share of agreeing pairs
    std::vector<PairAgreement> pairs; ///< that share a case; weakest kappa first, undefined last
    std::vector<GroupAgreement> months; ///< ascending
    std::vector<GroupAgreement> reasons; ///< most cases first
    std::vector<PersonAgreement> people; ///< as table.people
    CrowdConsensus consensus; ///< over table.cases, table.people, table.categories
    AgreementBootstrap bootstrap;

    /// Overall kappa or alpha lies below kAgreementAlarm.
    [[nodiscard]] bool alarm() const
    {
        return kappa.value < kAgreementAlarm || alpha.value < kAgreementAlarm;
    }

    /// Posterior probability that case i of the table is a scam.
    [[nodiscard]] double scamProbability(std::size_t i) const;
};

/// Everything about who agrees with whom.
/// Takes:  caseTimes: one per project row, or empty; a case without a time counts in the month of its last
/// verdict. Gives:  deterministic for the same table and seed. Without two verdicts on a case the figures are
/// NaN, n = 0. Fails:  Cancelled. Cost:   O(draws x cases) for each of overall, pairs, months and reasons;
/// that of Dawid-Skene.
[[nodiscard]] Result<AgreementReport> measureAgreement(VerdictTable table,
                                                       std::span<const Instant> caseTimes,
                                                       const AgreementBootstrap& bootstrap,
                                                       Progress& progress);

} // namespace casebench
