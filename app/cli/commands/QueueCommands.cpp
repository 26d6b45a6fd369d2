// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/Text.h"
#include "core/workflow/LabelQueue.h"
#include "core/workflow/ModelCard.h"
#include "core/workflow/MyWork.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench::cli {

namespace {

class QueueCommand : public Command
{
public:
    std::string name() const override { return "queue"; }

    std::string help() const override
    {
        return "What to look at next, and why; --claim takes what is listed on your desk for half an hour. "
               "What the "
               "model or the audit chose is all \"routine\" to those who judge first.";
    }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench queue --kind audit --limit 20";
    }

    void declare(CLI::App& app) override
    {
        addRepeatable(app, "--kind", m_kinds,
                      "flagged, disputed, uncertain, drifted, audit, noise, second or returned");
        app.add_option("--limit", m_limit, "At most this many (0 = all)");
        app.add_flag("--mine", m_mine, "Only your share; the rest is another person's turn");
        app.add_flag("--claim", m_claim, "Take them, so that nobody else is shown them");
    }

    Result<Outcome> run(Context& context) override
    {
        QueueRequest request;
        request.limit = m_limit;
        request.mine = m_mine;
        for (const std::string& text : m_kinds) {
            const auto kind = valueIn(kQueueKindNames, text);
            if (!kind)
                return usageError(kind.error().what, kind.error().advice);
            request.kinds.push_back(*kind);
        }
        CB_TRY(const auto session, context.session(m_claim ? VerbGroup::Intake : VerbGroup::Look));
        CB_TRY(const auto queue, labelQueue(session.project, session.actor, request));
        Outcome outcome;
        outcome.result["queue"] = Json::array();
        TextTable table({ "case", "received", "why" });
        for (const QueueItem& item : queue) {
            outcome.result["queue"].push_back({ { "case", item.caseId },
                                                { "kind", item.told },
                                                { "reason", item.entry.reason },
                                                { "priority", item.entry.priority },
                                                { "yours", item.entry.ownShare } });
            table.add({ item.caseId, formatInstant(item.received), item.entry.reason });
        }
        outcome.text = table.empty() ? "Nothing waits.\n" : table.text();
        if (m_claim)
            CB_CHECK(claim(session, queue, outcome));
        CB_CHECK(warnOfSealed(session.project, outcome));
        const bool told = std::ranges::any_of(
            queue, [](const QueueItem& item) { return item.told != casebench::name(item.entry.kind); });
        if (told && !m_kinds.empty())
            outcome.warnings.push_back(
                "Which of these the model or the audit chose is not told: you judge first.");
        return outcome;
    }

private:
    static Result<void>
    claim(const Context::Session& session, const std::vector<QueueItem>& queue, Outcome& outcome)
    {
        std::vector<std::string> ids;
        for (const QueueItem& item : queue)
            ids.push_back(item.caseId);
        CB_TRY(const auto mine, claimCases(session.project, session.actor, ids));
        outcome.result["claimed"] = mine;
        outcome.text += fmt::format("{} of them are on your desk for half an hour.\n", mine.size());
        return {};
    }

    std::vector<std::string> m_kinds;
    std::size_t m_limit = 50;
    bool m_mine = false;
    bool m_claim = false;
};

class WorkCommand : public Command
{
public:
    std::string name() const override { return "work"; }

    std::string help() const override
    {
        return "How your labelling goes: today, pace, agreement with others, cases that came back";
    }

    std::string example() const override { return "casebench-cli -p calls.casebench --as inga work"; }

    void declare(CLI::App&) override { }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(VerbGroup::Look));
        CB_TRY(const MyWork work, myWork(session.project, session.actor));
        const WorkRecord& record = work.record;
        Outcome outcome;
        outcome.result = { { "today", record.today },
                           { "total", record.total },
                           { "seconds_per_case",
                             record.pace == 0 ? Json(nullptr) : Json(record.secondsPerCase) },
                           { "agreement", intervalJson(record.agreement) },
                           { "returned", work.returnedIds },
                           { "overruled", Json::array() } };
        TextTable table({ "case", "your verdict", "the other", "by", "settled" });
        for (std::size_t i = 0; i < record.overruled.size(); ++i) {
            const Overruled& line = record.overruled[i];
            outcome.result["overruled"].push_back({ { "case", work.overruledIds[i] },
                                                    { "own", casebench::name(line.own) },
                                                    { "other", casebench::name(line.other) },
                                                    { "by", line.by },
                                                    { "reason", line.reason },
                                                    { "settled", line.settled } });
            table.add({ work.overruledIds[i], std::string(casebench::name(line.own)),
                        std::string(casebench::name(line.other)), line.by, line.settled ? "yes" : "open" });
        }
        outcome.text = fmt::format("{} verdicts today, {} in all.\n", record.today, record.total);
        if (record.pace > 0)
            outcome.text += fmt::format("{:.0f} seconds from one to the next (median of {}).\n",
                                        record.secondsPerCase, record.pace);
        if (record.agreement.n > 0)
            outcome.text += fmt::format("A second person said the same in {} of {} comparisons: {}.\n",
                                        percentText(record.agreement.value, 0), record.agreement.n,
                                        intervalText(record.agreement));
        if (!work.returnedIds.empty())
            outcome.text += fmt::format("{} cases came back: a reason is wanted (note CASE --differs).\n",
                                        work.returnedIds.size());
        if (!table.empty())
            outcome.text += table.text();
        CB_CHECK(warnOfSealed(session.project, outcome));
        return outcome;
    }
};

} // namespace

CommandPtr makeQueueCommand()
{
    return std::make_unique<QueueCommand>();
}

CommandPtr makeWorkCommand()
{
    return std::make_unique<WorkCommand>();
}

} // namespace casebench::cli
