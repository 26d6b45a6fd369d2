// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/store/RunStore.h"
#include "core/store/Sqlite.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace casebench {

namespace {

constexpr std::string_view kSelect =
    "SELECT seq, run, decision, person, reason, at, statement, signature, fingerprint FROM decision ";

/// Which state a decision leads to, and from which states it may be taken.
struct Step
{
    Decision decision;
    RunState to;
    std::array<RunState, 2> from;
};

constexpr std::array<Step, 5> kSteps { {
    { Decision::Submit, RunState::Submitted, { RunState::Trained, RunState::Trained } },
    { Decision::Approve, RunState::Approved, { RunState::Submitted, RunState::Submitted } },
    { Decision::Promote, RunState::Champion, { RunState::Approved, RunState::Retired } },
    { Decision::Reject, RunState::Rejected, { RunState::Submitted, RunState::Submitted } },
    { Decision::Retire, RunState::Retired, { RunState::Approved, RunState::Champion } },
} };

const Step& stepOf(Decision decision)
{
    return *std::ranges::find(kSteps, decision, &Step::decision);
}

Result<std::vector<RunDecision>> readDecisions(Statement rows)
{
    std::vector<RunDecision> decisions;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return decisions;
        RunDecision decision;
        decision.seq = rows.integer(0);
        decision.runId = rows.integer(1);
        CB_TRY(decision.decision, valueIn(kDecisionNames, rows.text(2)));
        decision.person = rows.string(3);
        decision.reason = rows.string(4);
        decision.at = rows.integer(5);
        CB_TRY(decision.statement, parseJson(rows.text(6)));
        decision.signature = rows.string(7);
        decision.fingerprint = rows.string(8);
        decisions.push_back(std::move(decision));
    }
}

Result<std::int64_t> record(WriteTransaction& tx, const RunDecision& decision)
{
    Database& database = tx.database();
    CB_CHECK(database.run(
        "INSERT INTO decision(run, decision, person, reason, at, statement, signature, fingerprint) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        decision.runId, name(decision.decision), tx.actor().name, decision.reason, tx.time(),
        decision.statement.dump(), decision.signature, decision.fingerprint));
    const std::int64_t seq = database.lastInsertedId();
    CB_CHECK(database.run("UPDATE run SET state = ?2 WHERE id = ?1", decision.runId,
                          name(stepOf(decision.decision).to)));
    return seq;
}

Result<void> checkStep(const Run& run, const RunDecision& decision, const std::string& person)
{
    const Step& step = stepOf(decision.decision);
    if (std::ranges::find(step.from, run.state) == step.from.end())
        return Error { ErrorCode::Refused,
                       fmt::format("A run that is {} cannot be {}.", name(run.state), name(step.to)),
                       "run " + run.name,
                       {},
                       fmt::format("It must be {} first.", name(step.from.front())) };
    if (decision.decision == Decision::Approve && person == run.trainedBy)
        return Error { ErrorCode::Refused,
                       fmt::format("{} trained this run and so cannot approve it.", person),
                       "run " + run.name, "E_FOUR_EYES",
                       "Ask a second person with the role compliance or admin." };
    return {};
}

} // namespace

Result<std::int64_t> RunStore::decide(WriteTransaction& tx, const RunDecision& decision) const
{
    CB_TRY(const Run run, find(decision.runId));
    CB_CHECK(checkStep(run, decision, tx.actor().name));
    if (decision.decision == Decision::Promote) {
        CB_TRY(const std::int64_t before,
               tx.database().integer("SELECT id FROM run WHERE state = 'champion'"));
        if (before != 0) {
            RunDecision retire;
            retire.runId = before;
            retire.decision = Decision::Retire;
            retire.reason = fmt::format("replaced by {}", run.name);
            CB_CHECK(record(tx, retire));
        }
    }
    return record(tx, decision);
}

Result<std::vector<RunDecision>> RunStore::decisions(std::int64_t runId) const
{
    CB_TRY(Statement rows,
           m_project->database().query(std::string(kSelect) + "WHERE run = ?1 ORDER BY seq", runId));
    return readDecisions(std::move(rows));
}

Result<std::vector<RegistryEntry>> RunStore::registry(Instant asOf) const
{
    CB_TRY(const ReadScope scope, ReadScope::begin(m_project->database()));
    CB_TRY(Statement rows,
           m_project->database().query(std::string(kSelect) + "WHERE at <= ?1 ORDER BY seq",
                                       asOf == kNoTime ? std::numeric_limits<Instant>::max() : asOf));
    CB_TRY(const auto history, readDecisions(std::move(rows)));
    std::map<std::int64_t, RegistryEntry> entries;
    for (const RunDecision& decision : history) {
        RegistryEntry& entry = entries[decision.runId];
        entry.runId = decision.runId;
        entry.state = stepOf(decision.decision).to;
        entry.since = decision.at;
        entry.decisions.push_back(decision.seq);
        if (decision.decision == Decision::Approve)
            entry.approvedBy = decision.person;
    }
    std::vector<RegistryEntry> registry;
    for (auto& [id, entry] : entries) {
        CB_TRY(const Run run, find(id));
        entry.run = run.name;
        entry.trainedBy = run.trainedBy;
        entry.modelDigest = run.modelDigest;
        registry.push_back(std::move(entry));
    }
    return registry;
}

Result<std::optional<std::int64_t>> RunStore::champion(Instant asOf) const
{
    CB_TRY(const auto entries, registry(asOf));
    for (const RegistryEntry& entry : entries) {
        if (entry.state == RunState::Champion)
            return std::optional(entry.runId);
    }
    return std::optional<std::int64_t>();
}

} // namespace casebench
