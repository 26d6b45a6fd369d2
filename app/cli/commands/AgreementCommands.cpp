// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/Text.h"
#include "core/workflow/FindLabelErrors.h"
#include "core/workflow/MeasureAgreement.h"
#include "core/workflow/ModelCard.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench::cli {

namespace {

std::string_view methodName(KappaMethod method)
{
    switch (method) {
    case KappaMethod::Cohen:
        return "Cohen";
    case KappaMethod::Fleiss:
        return "Fleiss";
    case KappaMethod::None:
        break;
    }
    return "none: the cases differ in their number of verdicts";
}

Json namesOf(std::span<const Verdict> categories)
{
    Json names = Json::array();
    for (const Verdict verdict : categories)
        names.push_back(casebench::name(verdict));
    return names;
}

/// k x k numbers, row-major, as rows.
template<typename T>
Json squareJson(std::span<const T> cells, std::size_t k)
{
    Json rows = Json::array();
    for (std::size_t i = 0; i < k; ++i)
        rows.push_back(std::vector<T>(cells.begin() + static_cast<std::ptrdiff_t>(i * k),
                                      cells.begin() + static_cast<std::ptrdiff_t>((i + 1) * k)));
    return rows;
}

Json groupsJson(std::span<const GroupAgreement> groups)
{
    Json list = Json::array();
    for (const GroupAgreement& group : groups) {
        Json entry = Json::object();
        if (group.reason.empty())
            entry["month"] = formatMonth(group.month);
        else
            entry["reason"] = group.reason;
        entry["alpha"] = intervalJson(group.alpha);
        entry["agreement"] = jsonNumber(group.agreement);
        list.push_back(std::move(entry));
    }
    return list;
}

Json pairsJson(const AgreementReport& report)
{
    Json list = Json::array();
    for (const PairAgreement& pair : report.pairs)
        list.push_back({ { "a", report.table.people[pair.a] },
                         { "b", report.table.people[pair.b] },
                         { "kappa", intervalJson(pair.kappa) },
                         { "agreement", jsonNumber(pair.agreement) },
                         { "table", squareJson<std::int64_t>(pair.table, report.table.categories.size()) } });
    return list;
}

Json peopleJson(const AgreementReport& report)
{
    const std::size_t k = report.consensus.categories;
    Json list = Json::array();
    for (std::size_t p = 0; p < report.people.size(); ++p) {
        const PersonAgreement& person = report.people[p];
        list.push_back(
            { { "person", report.table.people[p] },
              { "verdicts", person.verdicts },
              { "shared", person.shared },
              { "accuracy", jsonNumber(person.accuracy) },
              { "agreement", jsonNumber(person.agreement) },
              { "confusion",
                squareJson<double>(std::span(report.consensus.confusion).subspan(p * k * k, k * k), k) } });
    }
    return list;
}

Json posteriorJson(const ProjectAgreement& agreement)
{
    const AgreementReport& report = agreement.report;
    const std::size_t k = report.consensus.categories;
    Json list = Json::array();
    for (std::size_t i = 0; i < agreement.caseIds.size(); ++i) {
        const auto row = std::span(report.consensus.posterior).subspan(i * k, k);
        const auto top = static_cast<std::size_t>(std::ranges::max_element(row) - row.begin());
        list.push_back({ { "case", agreement.caseIds[i] },
                         { "p", jsonNumber(report.scamProbability(i)) },
                         { "verdict", casebench::name(report.table.categories[top]) },
                         { "verdict_p", jsonNumber(row[top]) } });
    }
    return list;
}

Json agreementJson(const ProjectAgreement& agreement)
{
    const AgreementReport& report = agreement.report;
    Json kappa = intervalJson(report.kappa);
    kappa["method"] = methodName(report.kappaMethod);
    Json alpha = intervalJson(report.alpha);
    alpha["method"] = "Krippendorff, nominal";
    return { { "kappa", std::move(kappa) },
             { "alpha", std::move(alpha) },
             { "agreement", jsonNumber(report.agreement) },
             { "alarm", report.alarm() },
             { "alarm_below", kAgreementAlarm },
             { "sealed", agreement.sealed },
             { "interval",
               { { "method", "percentile bootstrap over cases, 95 %" },
                 { "draws", report.bootstrap.draws },
                 { "seed", report.bootstrap.seed } } },
             { "categories", namesOf(report.table.categories) },
             { "pairs", pairsJson(report) },
             { "months", groupsJson(report.months) },
             { "reasons", groupsJson(report.reasons) },
             { "people", peopleJson(report) },
             { "dawid_skene",
               { { "rounds", report.consensus.rounds },
                 { "converged", report.consensus.converged },
                 { "prior", report.consensus.prior } } },
             { "posterior", posteriorJson(agreement) } };
}

constexpr std::size_t kShownPairs = 20; ///< the weakest; all of them stand in --json

std::string pairsText(const AgreementReport& report)
{
    TextTable table({ "pair", ">kappa (95 % interval)", ">same verdict", ">cases" });
    for (std::size_t i = 0; i < std::min(report.pairs.size(), kShownPairs); ++i) {
        const PairAgreement& pair = report.pairs[i];
        table.add({ report.table.people[pair.a] + " and " + report.table.people[pair.b],
                    intervalText(pair.kappa, 2), percentText(pair.agreement, 0), countText(pair.kappa.n) });
    }
    std::string text = table.empty() ? "" : "\n" + table.text();
    if (report.pairs.size() > kShownPairs)
        text += fmt::format("The weakest {} of {} pairs.\n", kShownPairs, report.pairs.size());
    return text;
}

std::string groupsText(const std::string& title, std::span<const GroupAgreement> groups)
{
    TextTable table({ title, ">alpha (95 % interval)", ">same verdict", ">cases" });
    for (const GroupAgreement& group : groups)
        table.add({ group.reason.empty() ? formatMonth(group.month) : group.reason,
                    intervalText(group.alpha, 2), percentText(group.agreement, 0),
                    countText(group.alpha.n) });
    return table.empty() ? "" : "\n" + table.text();
}

std::string peopleText(const AgreementReport& report)
{
    TextTable table({ "person", ">verdicts", ">with others", ">same as others", ">right, by Dawid-Skene" });
    for (std::size_t p = 0; p < report.people.size(); ++p) {
        const PersonAgreement& person = report.people[p];
        table.add({ report.table.people[p], countText(person.verdicts), countText(person.shared),
                    percentText(person.agreement, 0), percentText(person.accuracy, 0) });
    }
    return table.empty() ? "" : "\n" + table.text();
}

std::string agreementText(const ProjectAgreement& agreement)
{
    const AgreementReport& report = agreement.report;
    std::string text = agreementSentence(agreement) + "\n";
    if (agreement.sealed > 0)
        text += fmt::format("{} sealed verdicts wait for a second person and count nowhere here.\n",
                            countText(agreement.sealed));
    if (report.table.cases.empty())
        return text;
    text += fmt::format("Krippendorff's alpha {}, {} verdicts of {} people on {} cases.\n",
                        intervalText(report.alpha, 2),
                        countText(static_cast<long long>(report.table.verdicts.size())),
                        countText(static_cast<long long>(report.table.people.size())),
                        countText(static_cast<long long>(report.table.cases.size())));
    text += pairsText(report) + groupsText("month", report.months)
        + groupsText("cases with the reason", report.reasons) + peopleText(report);
    return text
        + fmt::format("\nIntervals: percentile bootstrap over cases, {} draws, seed {}.\n",
                      countText(report.bootstrap.draws), report.bootstrap.seed);
}

class AgreementCommand : public Command
{
public:
    std::string name() const override { return "agreement"; }

    std::string help() const override
    {
        return "Who agrees with whom: kappa, alpha, per pair, month and reason, and what each person's "
               "verdicts are "
               "worth; exit code 3 below 0.6";
    }

    std::string example() const override { return "casebench-cli -p calls.casebench agreement"; }

    void declare(CLI::App& app) override
    {
        app.add_option("--seed", m_bootstrap.seed, "Of the intervals");
        app.add_option("--draws", m_bootstrap.draws, "Of the intervals")->check(CLI::Range(100, 100'000));
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        CB_TRY(const ProjectAgreement agreement,
               projectAgreement(session.project, m_bootstrap, context.progress()));
        Outcome outcome { agreementJson(agreement), agreementText(agreement) };
        if (agreement.report.alarm()) {
            outcome.exitCode = kFinding;
            outcome.warnings.push_back(agreementSentence(agreement));
        }
        return outcome;
    }

private:
    AgreementBootstrap m_bootstrap;
};

constexpr double kBudgetShares[] = { .5, .8, .9, .95 };

Json noiseCaseJson(const RunLabelNoise& found, std::size_t i)
{
    const NoiseCase& one = found.noise.cases[i];
    return { { "case", found.caseIds[i] },
             { "given", one.given == kPositive ? "scam" : "not-scam" },
             { "self_confidence", jsonNumber(one.selfConfidence) },
             { "p_error", jsonNumber(one.errorChance) },
             { "suspected", one.suspected },
             { "judged_since", found.lookedAt[i] != 0 } };
}

Json noiseJson(const RunLabelNoise& found, std::size_t limit)
{
    const LabelNoise& noise = found.noise;
    const auto cells = [](const auto& matrix) {
        return Json { { matrix[0][0], matrix[0][1] }, { matrix[1][0], matrix[1][1] } };
    };
    Json budget = Json::array();
    for (const double share : kBudgetShares)
        budget.push_back({ { "share", share }, { "cases", noise.budgetFor(share).cases } });
    Json cases = Json::array();
    for (std::size_t i = 0; i < std::min(limit, noise.cases.size()); ++i)
        cases.push_back(noiseCaseJson(found, i));
    return { { "run", found.run },
             { "snapshot", found.snapshot },
             { "label_policy", casebench::name(found.policy) },
             { "n", noise.n },
             { "matrix", cells(noise.matrix) },
             { "matrix_rows", "given" },
             { "matrix_columns", "true" },
             { "classes", { "not-scam", "scam" } },
             { "confident_counts", cells(noise.counts) },
             { "thresholds", noise.threshold },
             { "expected_errors", jsonNumber(noise.expectedErrors.value) },
             { "expected_errors_interval", intervalJson(noise.expectedErrors) },
             { "interval",
               { { "method", "percentile bootstrap over cases, 95 %" },
                 { "draws", noise.bootstraps },
                 { "seed", noise.seed } } },
             { "suspected", noise.suspected },
             { "hidden", found.hidden },
             { "budget", std::move(budget) },
             { "cases", std::move(cases) } };
}

std::string noiseText(const RunLabelNoise& found, std::size_t limit)
{
    const LabelNoise& noise = found.noise;
    std::string text = fmt::format(
        "About {:.0f} ({:.0f} to {:.0f}) of {} labels are likely wrong, as {} sees them ({} labels of {}).\n",
        noise.expectedErrors.value, noise.expectedErrors.low, noise.expectedErrors.high, countText(noise.n),
        escapedForTerminal(found.run), casebench::name(found.policy), escapedForTerminal(found.snapshot));
    TextTable matrix({ "given", ">likely not scam", ">likely scam" });
    for (const std::size_t given : { 0U, 1U })
        matrix.add({ given == 1 ? "scam" : "not scam", fixedNumber(noise.matrix[given][0], 0),
                     fixedNumber(noise.matrix[given][1], 0) });
    text += "\n" + matrix.text() + "\n";
    for (const double share : kBudgetShares)
        text += fmt::format("To find {} of the errors, look at {} cases.\n", percentText(share, 0),
                            countText(noise.budgetFor(share).cases));
    TextTable table({ "case", "label", ">model's chance of it", ">chance it is wrong", "since" });
    for (std::size_t i = 0; i < std::min(limit, noise.cases.size()); ++i) {
        const NoiseCase& one = noise.cases[i];
        table.add({ found.caseIds[i], one.given == kPositive ? "scam" : "not scam",
                    percentText(one.selfConfidence), percentText(one.errorChance),
                    found.lookedAt[i] != 0 ? "judged again" : "" });
    }
    if (!table.empty())
        text += "\n" + table.text();
    if (found.hidden > 0)
        text += fmt::format(
            "{} suspected cases are not listed: they would tell you what the model thinks before your "
            "own verdict. They stand in the queue (--kind noise).\n",
            countText(found.hidden));
    return text;
}

class NoiseCommand : public Command
{
public:
    std::string name() const override { return "noise"; }

    std::string help() const override
    {
        return "Likely wrong labels, by confident learning on a run's out-of-fold probabilities";
    }

    std::string example() const override { return "casebench-cli -p calls.casebench noise --limit 20"; }

    void declare(CLI::App& app) override
    {
        app.add_option("--run", m_run, "Name or number (else the champion, else the newest run)");
        app.add_option("--limit", m_limit, "List at most this many cases, the most doubtful first");
        app.add_option("--seed", m_options.seed, "Of the interval");
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        CB_TRY(const RunLabelNoise found,
               runLabelNoise(session.project, session.actor, m_run, m_options, context.progress()));
        return Outcome { noiseJson(found, m_limit), noiseText(found, m_limit) };
    }

private:
    std::string m_run;
    std::size_t m_limit = 20;
    NoiseOptions m_options;
};

} // namespace

CommandPtr makeAgreementCommand()
{
    return std::make_unique<AgreementCommand>();
}

CommandPtr makeNoiseCommand()
{
    return std::make_unique<NoiseCommand>();
}

} // namespace casebench::cli
