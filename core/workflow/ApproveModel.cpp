// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/ApproveModel.h"

#include "core/base/Text.h"
#include "core/bundling/Approval.h"
#include "core/evaluation/Evaluate.h"
#include "core/store/RunStore.h"
#include "core/workflow/AcceptHistory.h"
#include "core/workflow/Access.h"
#include "core/workflow/CompareRuns.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::int64_t kFewestPerClass =
    50; // enough for Platt (statistics.md 2), so the probabilities mean something
constexpr double kFewestAuc = 0.60; // lower bound of the interval: clearly better than guessing (ours)
constexpr double kLargestEce = 0.10; // ours
constexpr double kRecallMargin = 0.03; // as the harm rule

GateResult classSizeGate(const RunPredictions& predictions)
{
    const auto& truth = predictions.holdout.truth;
    const auto positives = std::ranges::count(truth, kPositive);
    const auto negatives = std::ranges::count(truth, kNegative);
    GateResult gate { "enough evidence",
                      fmt::format("at least {} of each class in the hold-out", kFewestPerClass) };
    gate.value.value = static_cast<double>(std::min(positives, negatives));
    gate.value.n = positives + negatives;
    gate.passed = std::min(positives, negatives) >= kFewestPerClass;
    gate.text = fmt::format(
        "{} scams and {} others{}", positives, negatives,
        gate.passed ? "" : fmt::format("; {} more needed", kFewestPerClass - std::min(positives, negatives)));
    return gate;
}

GateResult discriminationGate(const Run& run)
{
    GateResult gate { "tells scams apart",
                      fmt::format("ROC AUC, lower end of the interval at least {:.2f}", kFewestAuc) };
    gate.value = metricOf(run.metrics, "roc_auc");
    gate.passed = gate.value.low >= kFewestAuc;
    gate.text = fmt::format("{:.3f} ({:.3f}–{:.3f})", gate.value.value, gate.value.low, gate.value.high);
    return gate;
}

GateResult calibrationGate(const Run& run)
{
    GateResult gate { "honest probabilities",
                      fmt::format("calibration error (ECE) at most {:.2f}", kLargestEce) };
    gate.value = metricOf(run.metrics, "ece");
    gate.passed = gate.value.value <= kLargestEce;
    gate.text = fmt::format("{:.3f}", gate.value.value);
    return gate;
}

GateResult leakGate(const Run& run)
{
    GateResult gate { "no leak", "no single field that gives the answer away" };
    const auto leak = std::ranges::find_if(run.warnings, [](const std::string& text) {
        return toLowerAscii(text).find("leak") != std::string::npos;
    });
    gate.passed = leak == run.warnings.end();
    gate.value.value = gate.passed ? 0 : 1;
    gate.value.n = run.rowsTrained;
    gate.text = gate.passed ? "none found" : *leak;
    return gate;
}

/// Not worse than the champion on cases both can be judged by; without a champion or shared cases there
/// is nothing to lose.
Result<GateResult> championGate(Project& project, const Run& run, Progress& progress)
{
    GateResult gate { "not worse than the champion",
                      fmt::format("recall, upper end of the difference at least −{:.0f} points",
                                  kRecallMargin * 100) };
    gate.passed = true;
    CB_TRY(const auto champion, RunStore(project).champion());
    if (!champion || *champion == run.id) {
        gate.text = "no other champion";
        return gate;
    }
    const auto comparison =
        compareRuns(project, { { std::to_string(*champion), std::to_string(run.id) }, {}, {} }, progress);
    if (!comparison) {
        if (comparison.error().kind != "no-shared-cases")
            return comparison.error();
        gate.passed = false;
        gate.text = "no decided case that both can be judged by";
        return gate;
    }
    for (const PairedDifference& difference : comparison->pairs) {
        if (difference.metric != "recall")
            continue;
        gate.value = difference.delta;
        gate.passed = difference.delta.high >= -kRecallMargin;
        gate.text =
            fmt::format("{:+.1f} points ({:+.1f} to {:+.1f}) on {} cases", difference.delta.value * 100,
                        difference.delta.low * 100, difference.delta.high * 100, comparison->cases);
    }
    return gate;
}

RunDecision decisionOn(const Run& run, Decision what, std::string_view reason)
{
    RunDecision decision;
    decision.runId = run.id;
    decision.decision = what;
    decision.reason = reason;
    return decision;
}

Result<Run>
decided(Project& project, const Actor& actor, const Run& run, Decision what, std::string_view reason)
{
    const RunStore runs(project);
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_CHECK(runs.decide(tx, decisionOn(run, what, reason)));
    CB_CHECK(tx.commit({ .act = "run." + std::string(name(what)),
                         .objType = "run",
                         .objId = std::to_string(run.id),
                         .before = { { "state", name(run.state) } },
                         .reason = std::string(reason) }));
    return runs.find(run.id);
}

Result<void> checkApprover(const Actor& actor, const Run& run, const PrivateKey& key)
{
    if (actor.name == run.trainedBy)
        return Error { ErrorCode::Refused,
                       actor.name + " trained run " + run.name + " and cannot approve it.",
                       {},
                       "own-training",
                       "A second person with a registered key approves." };
    if (actor.key.empty())
        return Error { ErrorCode::Refused,
                       actor.name + " has no registered public key.",
                       {},
                       "no-key",
                       "Register it: person add NAME --role ROLE --public-key FILE." };
    if (key.publicKey().fingerprint() != actor.key)
        return Error { ErrorCode::Refused,
                       "This key is not the one registered for " + actor.name + ".",
                       {},
                       "other-key",
                       "Sign with the registered key." };
    return {};
}

} // namespace

Result<std::vector<GateResult>> checkGates(Project& project, std::string_view name, Progress& progress)
{
    const RunStore runs(project);
    CB_TRY(const Run run, runs.find(name));
    CB_TRY(const RunPredictions predictions, runs.loadPredictions(run.id));
    std::vector<GateResult> gates { classSizeGate(predictions), discriminationGate(run), calibrationGate(run),
                                    leakGate(run) };
    CB_TRY(GateResult champion, championGate(project, run, progress));
    gates.push_back(std::move(champion));
    return gates;
}

Result<Run> submitRun(Project& project, const Actor& actor, std::string_view name)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Analysis));
    CB_TRY(const Run run, RunStore(project).find(name));
    return decided(project, actor, run, Decision::Submit, {});
}

Result<Run> approveRun(Project& project,
                       const Actor& actor,
                       std::string_view name,
                       const PrivateKey& key,
                       std::string_view reason,
                       Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Release));
    CB_CHECK(requireExplainedHistory(project));
    const RunStore runs(project);
    CB_TRY(const Run run, runs.find(name));
    CB_CHECK(checkApprover(actor, run, key));
    CB_TRY(const auto gates, checkGates(project, name, progress));
    for (const GateResult& gate : gates) {
        if (!gate.passed)
            return Error { ErrorCode::Refused,
                           "The gate \"" + gate.name + "\" is not passed: " + gate.text + ".",
                           {},
                           "gate",
                           "See casebench-cli gates " + run.name + "." };
    }
    const auto digest = parseDigest(run.modelDigest);
    if (!digest)
        return Error { ErrorCode::Corrupt, "The stored digest of the model is damaged." };
    const std::string why = reason.empty() ? std::string("all gates passed") : std::string(reason);
    CB_TRY(const ApprovalRecord record,
           signApproval({ *digest, ApprovalDecision::Approved, why, actor.name, now() }, key));

    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_TRY(const Json statement, parseJson(encodeApproval(record)));
    RunDecision approval = decisionOn(run, Decision::Approve, why);
    approval.statement = statement;
    approval.signature = record.signature;
    approval.fingerprint = record.fingerprint;
    CB_CHECK(runs.decide(tx, approval));
    CB_CHECK(runs.decide(tx, decisionOn(run, Decision::Promote, why)));
    CB_CHECK(tx.commit({ .act = "run.approve",
                         .objType = "run",
                         .objId = std::to_string(run.id),
                         .before = { { "state", casebench::name(run.state) } },
                         .after = { { "state", "champion" } },
                         .reason = why,
                         .result = { { "model_digest", run.modelDigest },
                                     { "fingerprint", record.fingerprint },
                                     { "signature", record.signature } },
                         .signHead = true }));
    return runs.find(run.id);
}

Result<Run> rejectRun(Project& project, const Actor& actor, std::string_view name, std::string_view reason)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Release));
    CB_TRY(const Run run, RunStore(project).find(name));
    return decided(project, actor, run, Decision::Reject, reason);
}

Result<Run> retireRun(Project& project, const Actor& actor, std::string_view name, std::string_view reason)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Release));
    CB_TRY(const Run run, RunStore(project).find(name));
    return decided(project, actor, run, Decision::Retire, reason);
}

Result<Run> championAt(Project& project, Instant at)
{
    const RunStore runs(project);
    CB_TRY(const auto champion, runs.champion(at));
    if (!champion)
        return Error { ErrorCode::NotFound, "There was no champion then.", {}, "no-champion" };
    return runs.find(*champion);
}

Result<ApprovalRecord> approvalOf(Project& project, const Run& run)
{
    CB_TRY(const auto decisions, RunStore(project).decisions(run.id));
    for (auto at = decisions.rbegin(); at != decisions.rend(); ++at) {
        if (at->decision != Decision::Approve)
            continue;
        CB_TRY(const ApprovalRecord record, parseApproval(prettyJson(at->statement)));
        CB_CHECK(verifyApprovalByItself(record));
        if (hex(record.statement.modelDigest) != run.modelDigest)
            return Error { ErrorCode::Refused, "The approval was given for another model.", "run " + run.name,
                           "approval" };
        return record;
    }
    return Error { ErrorCode::Refused,
                   "Run " + run.name + " is not approved.",
                   {},
                   "not-approved",
                   "A second person approves it first: casebench-cli approve." };
}

} // namespace casebench
