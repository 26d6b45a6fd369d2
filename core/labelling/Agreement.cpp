// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labelling/Agreement.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace casebench {

namespace {

/// The verdicts of one case after the other.
template<typename Visit>
void forEachCase(const VerdictTable& table, Visit visit)
{
    for (auto first = table.verdicts.begin(); first != table.verdicts.end();) {
        const auto last = std::find_if(first, table.verdicts.end(),
                                       [&](const GivenVerdict& v) { return v.item != first->item; });
        visit(std::span<const GivenVerdict>(first, last));
        first = last;
    }
}

void addCase(const VerdictTable& table, std::span<const GivenVerdict> verdicts, ItemCounts& items)
{
    const std::size_t k = table.categories.size();
    items.categories = k;
    items.counts.resize(items.counts.size() + k, 0);
    for (const GivenVerdict& one : verdicts)
        ++items.counts[items.counts.size() - k + table.categoryOf(one.verdict)];
}

/// Cohen for two people, Fleiss for equal numbers; whoever judged alone has nobody to agree with.
KappaMethod kappaMethodOf(const AgreementReport& report)
{
    std::size_t answers = 0;
    bool equal = true;
    forEachCase(report.table, [&](std::span<const GivenVerdict> verdicts) {
        if (verdicts.size() < 2)
            return;
        equal = equal && (answers == 0 || answers == verdicts.size());
        answers = verdicts.size();
    });
    if (answers == 0 || !equal)
        return KappaMethod::None;
    return report.pairs.size() == 1 ? KappaMethod::Cohen : KappaMethod::Fleiss;
}

Result<void> addPairs(AgreementReport& report, Progress& progress)
{
    const std::size_t k = report.table.categories.size();
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::int64_t>> tables;
    forEachCase(report.table, [&](std::span<const GivenVerdict> verdicts) {
        for (std::size_t i = 0; i < verdicts.size(); ++i) {
            for (std::size_t j = i + 1; j < verdicts.size(); ++j) {
                auto& table = tables[{ verdicts[i].person, verdicts[j].person }];
                table.resize(k * k, 0);
                ++table[report.table.categoryOf(verdicts[i].verdict) * k
                        + report.table.categoryOf(verdicts[j].verdict)];
            }
        }
    });
    const double all = static_cast<double>(tables.size());
    for (auto& [people, table] : tables) {
        const double at = static_cast<double>(report.pairs.size());
        Progress step = progress.part(at / all, (at + 1) / all);
        PairAgreement pair { people.first, people.second, std::move(table), {}, 0 };
        CB_TRY(pair.kappa, cohenKappaInterval(pair.table, k, report.bootstrap, step));
        for (std::size_t c = 0; c < k; ++c)
            pair.agreement += static_cast<double>(pair.table[c * k + c]) / static_cast<double>(pair.kappa.n);
        report.pairs.push_back(std::move(pair));
    }
    std::ranges::stable_sort(report.pairs, [](const PairAgreement& a, const PairAgreement& b) {
        if (std::isnan(a.kappa.value) || std::isnan(b.kappa.value))
            return !std::isnan(a.kappa.value) && std::isnan(b.kappa.value);
        return a.kappa.value < b.kappa.value;
    });
    return {};
}

Result<void> addOverall(AgreementReport& report, Progress& progress)
{
    ItemCounts items;
    forEachCase(report.table,
                [&](std::span<const GivenVerdict> verdicts) { addCase(report.table, verdicts, items); });
    report.agreement = pairwiseAgreement(items);
    Progress first = progress.part(0, .5);
    CB_TRY(report.alpha, krippendorffAlphaInterval(items, report.bootstrap, first));
    report.kappaMethod = kappaMethodOf(report);
    if (report.kappaMethod == KappaMethod::Cohen)
        report.kappa = report.pairs.front().kappa;
    Progress second = progress.part(.5, 1);
    if (report.kappaMethod == KappaMethod::Fleiss) {
        CB_TRY(report.kappa, fleissKappaInterval(items, report.bootstrap, second));
    }
    return {};
}

/// Groups of cases by a key, measured one after the other.
template<typename Key, typename Make>
Result<std::vector<GroupAgreement>> measureGroups(const std::map<Key, ItemCounts>& groups,
                                                  const AgreementBootstrap& bootstrap,
                                                  Make make,
                                                  Progress& progress)
{
    std::vector<GroupAgreement> measured;
    const double all = static_cast<double>(groups.size());
    for (const auto& [key, items] : groups) {
        const double at = static_cast<double>(measured.size());
        Progress step = progress.part(at / all, (at + 1) / all);
        GroupAgreement group = make(key);
        CB_TRY(group.alpha, krippendorffAlphaInterval(items, bootstrap, step));
        group.agreement = pairwiseAgreement(items);
        measured.push_back(std::move(group));
    }
    return measured;
}

Result<void> addMonths(AgreementReport& report, std::span<const Instant> caseTimes, Progress& progress)
{
    std::map<MonthIndex, ItemCounts> months;
    forEachCase(report.table, [&](std::span<const GivenVerdict> verdicts) {
        const CaseRow row = report.table.cases[verdicts.front().item];
        Instant at = row < caseTimes.size() ? caseTimes[row] : kNoTime;
        if (at == kNoTime)
            at = std::ranges::max(verdicts, {}, &GivenVerdict::decidedAt).decidedAt;
        if (at != kNoTime && verdicts.size() > 1)
            addCase(report.table, verdicts, months[monthOf(at)]);
    });
    CB_TRY(report.months,
           measureGroups(
               months, report.bootstrap,
               [](MonthIndex month) {
                   return GroupAgreement { {}, month, {}, 0 };
               },
               progress));
    return {};
}

Result<void> addReasons(AgreementReport& report, Progress& progress)
{
    std::map<std::string, ItemCounts> reasons;
    forEachCase(report.table, [&](std::span<const GivenVerdict> verdicts) {
        if (verdicts.size() < 2)
            return;
        std::vector<std::string_view> here;
        for (const GivenVerdict& one : verdicts) {
            if (!one.reason.empty() && std::ranges::find(here, one.reason) == here.end()) {
                here.push_back(one.reason);
                addCase(report.table, verdicts, reasons[one.reason]);
            }
        }
    });
    CB_TRY(report.reasons,
           measureGroups(
               reasons, report.bootstrap,
               [](const std::string& reason) {
                   return GroupAgreement { reason, 0, {}, 0 };
               },
               progress));
    std::ranges::stable_sort(report.reasons, std::greater<>(),
                             [](const GroupAgreement& g) { return g.alpha.n; });
    return {};
}

Result<void> addConsensus(AgreementReport& report, Progress& progress)
{
    const VerdictTable& table = report.table;
    std::vector<CrowdAnswer> answers;
    for (const GivenVerdict& one : table.verdicts)
        answers.push_back({ one.item, one.person, table.categoryOf(one.verdict) });
    CB_TRY(report.consensus,
           dawidSkene(answers, table.cases.size(), table.people.size(),
                      std::max<std::size_t>(table.categories.size(), 1), progress));
    return {};
}

void addPeople(AgreementReport& report)
{
    const VerdictTable& table = report.table;
    report.people.resize(table.people.size());
    std::vector<double> met(table.people.size(), 0);
    std::vector<double> equal(table.people.size(), 0);
    forEachCase(table, [&](std::span<const GivenVerdict> verdicts) {
        for (const GivenVerdict& one : verdicts) {
            PersonAgreement& person = report.people[one.person];
            ++person.verdicts;
            person.shared += verdicts.size() > 1 ? 1 : 0;
            met[one.person] += static_cast<double>(verdicts.size() - 1);
            equal[one.person] +=
                static_cast<double>(std::ranges::count(verdicts, one.verdict, &GivenVerdict::verdict) - 1);
        }
    });
    for (std::size_t p = 0; p < report.people.size(); ++p) {
        report.people[p].agreement = equal[p] / met[p];
        for (std::size_t c = 0; c < report.consensus.categories; ++c)
            report.people[p].accuracy += report.consensus.prior[c] * report.consensus.said(p, c, c);
    }
}

} // namespace

double AgreementReport::scamProbability(std::size_t i) const
{
    const std::uint8_t scam = table.categoryOf(Verdict::Scam);
    return scam < table.categories.size() ? consensus.probability(i, scam) : 0;
}

Result<AgreementReport> measureAgreement(VerdictTable table,
                                         std::span<const Instant> caseTimes,
                                         const AgreementBootstrap& bootstrap,
                                         Progress& progress)
{
    AgreementReport report;
    report.table = std::move(table);
    report.bootstrap = bootstrap;
    Progress pairs = progress.part(0, .4);
    CB_CHECK(addPairs(report, pairs));
    Progress overall = progress.part(.4, .6);
    CB_CHECK(addOverall(report, overall));
    Progress months = progress.part(.6, .75);
    CB_CHECK(addMonths(report, caseTimes, months));
    Progress reasons = progress.part(.75, .9);
    CB_CHECK(addReasons(report, reasons));
    Progress consensus = progress.part(.9, 1);
    CB_CHECK(addConsensus(report, consensus));
    addPeople(report);
    return report;
}

} // namespace casebench
