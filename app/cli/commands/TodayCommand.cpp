// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/WatchText.h"
#include "core/base/Text.h"
#include "core/workflow/LookAtToday.h"
#include "core/workflow/ModelCard.h"

#include <cmath>
#include <fmt/format.h>

namespace casebench::cli {

namespace {

Json timeJson(Instant instant)
{
    return instant == kNoTime ? Json(nullptr) : Json(formatInstant(instant));
}

Json needJson(const Need& need)
{
    Json alerts = Json::array();
    for (const Alert& alert : need.alerts)
        alerts.push_back(alertJson(alert));
    Json approvals = Json::array();
    for (const WaitingApproval& waiting : need.approvals)
        approvals.push_back({ { "run", waiting.run },
                              { "trained_by", waiting.trainedBy },
                              { "submitted_by", waiting.submittedBy },
                              { "submitted_at", timeJson(waiting.submittedAt) } });
    Json queue = Json::object();
    for (const auto& [kind, count] : need.queue)
        queue[kind] = count;
    return { { "kind", name(need.kind) },        { "count", need.count },
             { "can_act", need.canAct },         { "alerts", alerts },
             { "approvals", approvals },         { "queue", queue },
             { "oldest", timeJson(need.oldest) } };
}

Json monthJson(const TodayMonth& month)
{
    return { { "from", formatMonth(month.first) },
             { "to", formatMonth(month.last) },
             { "cases", month.cases },
             { "decided", month.decided },
             { "audited", month.audited },
             { "new_field_share", jsonNumber(month.newFieldShare) },
             { "recall", intervalJson(month.recall) },
             { "word", name(month.word) } };
}

Json championJson(const TodayChampion& champion)
{
    return { { "run", champion.run.name },
             { "id", champion.run.id },
             { "family", champion.run.recipe.family },
             { "threshold", champion.run.threshold },
             { "snapshot", champion.trainedOn.name },
             { "rows", champion.trainedOn.rows },
             { "approved_by", champion.approvedBy },
             { "since", timeJson(champion.since) },
             { "reference_recall", intervalJson(champion.run.referenceRecall) } };
}

Json todayJson(const TodayReport& report)
{
    Json needs = Json::array();
    for (const Need& need : report.needs)
        needs.push_back(needJson(need));
    Json months = Json::array();
    for (const TodayMonth& month : report.months)
        months.push_back(monthJson(month));
    Json events = Json::array();
    for (const AuditRecord& event : report.events)
        events.push_back({ { "seq", event.seq },
                           { "at", timeJson(event.wall) },
                           { "person", event.person },
                           { "act", event.act },
                           { "object", event.objType },
                           { "id", event.objId } });
    return { { "needs", needs },
             { "months", months },
             { "new_field", report.newField.empty() ? Json(nullptr) : Json(report.newField) },
             { "champion", report.champion ? championJson(*report.champion) : Json(nullptr) },
             { "events", events },
             { "cases", report.cases },
             { "decided", report.decided },
             { "without_month", report.withoutMonth } };
}

std::string needDetail(const Need& need)
{
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
    for (const Alert& alert : need.alerts)
        add(fmt::format("A-{} {}", alert.id, alert.text));
    for (const WaitingApproval& waiting : need.approvals)
        add(fmt::format("{}, trained by {}", waiting.run, waiting.trainedBy));
    for (const auto& [kind, count] : need.queue)
        add(fmt::format("{} {}", count, kind));
    if (need.oldest != kNoTime)
        add("oldest of " + formatDate(need.oldest));
    return text;
}

std::string monthsText(const TodayReport& report)
{
    std::vector<std::string> headers { "month", ">cases", ">decided", ">audited" };
    if (!report.newField.empty())
        headers.push_back(">" + report.newField);
    headers.insert(headers.end(), { ">champion recall, 95 %", ">scams", "word" });
    TextTable table(headers);
    for (const TodayMonth& month : report.months) {
        std::vector<std::string> cells { month.first == month.last
                                             ? formatMonth(month.first)
                                             : formatMonth(month.first) + "–" + formatMonth(month.last),
                                         std::to_string(month.cases), std::to_string(month.decided),
                                         std::to_string(month.audited) };
        if (!report.newField.empty())
            cells.push_back(std::isnan(month.newFieldShare) ? "–" : percentText(month.newFieldShare));
        cells.push_back(intervalText(month.recall, 2));
        cells.push_back(month.recall.n == 0 ? "–" : std::to_string(month.recall.n));
        cells.emplace_back(month.word == MonthWord::NoModel ? "" : name(month.word));
        table.add(std::move(cells));
    }
    return table.empty() ? std::string() : table.text();
}

std::string todayText(const TodayReport& report)
{
    std::string text = fmt::format("{} cases, {} decided.\n", report.cases, report.decided);
    if (report.needs.empty())
        text += "Nothing needs you.\n";
    else {
        TextTable needs({ "needs", ">n", "yours", "what" });
        for (const Need& need : report.needs)
            needs.add({ std::string(name(need.kind)), std::to_string(need.count), need.canAct ? "yes" : "no",
                        needDetail(need) });
        text += needs.text();
    }
    if (report.champion)
        text +=
            fmt::format("Champion {}, {}, trained on {} ({} cases), reference recall {}.\n",
                        escapedForTerminal(report.champion->run.name), report.champion->run.recipe.family,
                        escapedForTerminal(report.champion->trainedOn.name), report.champion->trainedOn.rows,
                        intervalText(report.champion->run.referenceRecall, 2));
    else
        text += "There is no champion yet.\n";
    return text + monthsText(report);
}

class TodayCommand : public Command
{
public:
    std::string name() const override { return "today"; }

    std::string help() const override { return "What needs you now, and how the champion does by month"; }

    std::string example() const override { return "casebench-cli -p calls.casebench today"; }

    void declare(CLI::App&) override { }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        CB_TRY(const TodayReport report, lookAtToday(session.project, session.actor, context.progress()));
        return Outcome { todayJson(report), todayText(report) };
    }
};

} // namespace

CommandPtr makeTodayCommand()
{
    return std::make_unique<TodayCommand>();
}

} // namespace casebench::cli
